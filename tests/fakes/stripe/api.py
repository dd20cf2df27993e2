"""Which address of Stripe's API does what. Carries a request out inside the book's transaction; knows no HTTP."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.fakes.stripe import checkout, connect, payments, reading
from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import invalid, missing

Given = Mapping[str, Any]
Route = tuple[str, re.Pattern[str], Callable[..., Object]]


class Api:
    """The addresses below /v1. `base_url` is where the pages are that some answers lead to."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._routes: Final[list[Route]] = [
            (method, re.compile(f"/v1/{pattern}"), handle) for method, pattern, handle in (*self._writes(), *_reads())
        ]

    def carry_out(self, book: Book, method: str, path: str, given: Given) -> Object:
        """The object in the answer. Raises ApiError."""
        for known, pattern, handle in self._routes:
            found = pattern.fullmatch(path)
            if known == method and found:
                return handle(book, *found.groups(), given)
        raise invalid(f"Unrecognized request URL ({method}: {path}).", status=404)

    def _writes(self) -> list[tuple[str, str, Callable[..., Object]]]:
        return [
            ("POST", "payment_intents", payments.create_intent),
            ("POST", r"payment_intents/(\w+)/cancel", _cancel_intent),
            ("POST", "refunds", payments.create_refund),
            ("POST", "accounts", connect.create_account),
            ("POST", "account_links", lambda book, given: connect.create_link(book, given, self._base_url)),
            ("POST", "transfers", connect.create_transfer),
            ("POST", r"transfers/(\w+)/reversals", connect.create_reversal),
            ("POST", "checkout/sessions", lambda book, given: checkout.create_session(book, given, self._base_url)),
            ("POST", r"checkout/sessions/(\w+)/expire", lambda book, name, _given: checkout.expire_session(book, name)),
        ]


def _reads() -> list[tuple[str, str, Callable[..., Object]]]:
    lists = {
        "payment_intents": ("payment_intent", "customer"),
        "charges": ("charge", "transfer_group payment_intent"),
        "refunds": ("refund", "charge payment_intent"),
        "disputes": ("dispute", "charge payment_intent"),
        "transfers": ("transfer", "destination transfer_group"),
        "accounts": ("account", ""),
        "checkout/sessions": ("checkout.session", "payment_intent status"),
        "events": ("event", "type"),
    }
    found: list[tuple[str, str, Callable[..., Object]]] = [
        ("GET", "payment_intents/search", lambda book, given: reading.search(book, "payment_intent", given)),
        ("GET", "balance", _balance),
        ("GET", r"transfers/(\w+)/reversals", _list_reversals),
    ]
    for path, (kind, filters) in lists.items():
        found.append(("GET", path, _lister(kind, filters)))
        found.append(("GET", rf"{path}/(\w+)", _retriever(kind)))
    return found


def _lister(kind: str, filters: str) -> Callable[..., Object]:
    return lambda book, given: reading.list_objects(book, kind, filters, given)


def _retriever(kind: str) -> Callable[..., Object]:
    return lambda book, reference, given: reading.retrieve(book, kind, reference, given)


def _cancel_intent(book: Book, reference: str, _given: Given) -> Object:
    intent = book.find("payment_intent", reference)
    if intent is None:
        raise missing("payment_intent", reference)
    if intent["status"] in ("succeeded", "canceled"):
        raise invalid("You cannot cancel this PaymentIntent.", code="payment_intent_unexpected_state")
    intent = book.keep(intent | {"status": "canceled"})
    book.emit("payment_intent.canceled", intent)
    return intent


def _list_reversals(book: Book, reference: str, _given: Given) -> Object:
    found = book.all("transfer_reversal", "body ->> 'transfer' = ?", reference)
    return {"object": "list", "data": found[::-1], "has_more": False, "url": "/v1"}


def _balance(book: Book, _given: Given) -> Object:
    available = [{"currency": currency, "amount": amount} for currency, amount in reading.balances(book).items()]
    return {"object": "balance", "available": available, "pending": [], "livemode": False}
