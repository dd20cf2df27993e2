"""What only the fake has, below /_fake: its book to compare, misfortunes, what Stripe or banks do by themselves.

GET    /_fake/book            every object by kind, the balance, the webhooks
DELETE /_fake/book            forget everything
POST   /_fake/faults          {kind, path, times}        see `faults`
GET    /_fake/faults          those that struck
POST   /_fake/topups          {amount, currency}         money into the balance
POST   /_fake/keys/forget     {}                         a day passes: every idempotency key is forgotten
POST   /_fake/search          {lags: true | false}       the search sees nothing new, or everything
POST   /_fake/webhooks        {hold, reversed, double}   each true or false
POST   /_fake/pay             {page, card}               somebody pays on a page
POST   /_fake/expire          {page}                     a page's time is over
POST   /_fake/disputes        {payment_intent, status, amount}
POST   /_fake/disputes/close  {dispute, status}
POST   /_fake/refunds/fail    {refund}
POST   /_fake/accounts        {account, enabled, submitted}
"""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.stripe import checkout, connect, faults, keys, payments
from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import invalid
from tests.fakes.stripe.reading import balances


def carry_out(book: Book, method: str, path: str, given: dict[str, Any]) -> Object:
    """The answer to a control request. Raises ApiError for one that does not exist."""
    handle = CONTROLS.get((method, path))
    if handle is None:
        raise invalid(f"There is no {method} {path}.", status=404)
    return handle(book, given)


def _show(book: Book, _given: dict[str, Any]) -> Object:
    found: dict[str, list[Object]] = {}
    for row in book.execute("SELECT kind, body FROM object ORDER BY seq"):
        found.setdefault(row["kind"], []).append(json.loads(row["body"]))
    deliveries = [dict(row) for row in book.execute("SELECT * FROM delivery ORDER BY id")]
    return {"objects": found, "balances": balances(book), "deliveries": deliveries}


def _forget(book: Book, _given: dict[str, Any]) -> Object:
    book.forget_everything()
    return {}


def _arm(book: Book, given: dict[str, Any]) -> Object:
    faults.arm(book, str(given["kind"]), str(given["path"]), int(given.get("times", 1)))
    return {}


def _fired(book: Book, _given: dict[str, Any]) -> Object:
    return {"fired": [row["kind"] for row in book.execute("SELECT kind FROM fired ORDER BY id")]}


def _top_up(book: Book, given: dict[str, Any]) -> Object:
    return book.make("topup", "tu", amount=int(given["amount"]), currency=str(given.get("currency", "eur")))


def _forget_keys(book: Book, _given: dict[str, Any]) -> Object:
    keys.forget(book)
    return {}


def _search(book: Book, given: dict[str, Any]) -> Object:
    book.set("search_stops_at", str(book.newest()) if given["lags"] else "")
    return {}


def _webhooks(book: Book, given: dict[str, Any]) -> Object:
    for name in ("hold", "reversed", "double"):
        if name in given:
            book.set(name, "yes" if given[name] else "")
    return {}


def _pay(book: Book, given: dict[str, Any]) -> Object:
    page, declined = checkout.pay(book, str(given["page"]), str(given.get("card", "4242424242424242")))
    return {"page": page, "declined": declined}


def _dispute(book: Book, given: dict[str, Any]) -> Object:
    return payments.open_dispute(
        book,
        str(given["payment_intent"]),
        status=str(given.get("status", "needs_response")),
        amount=int(given.get("amount", 0)),
    )


def _account(book: Book, given: dict[str, Any]) -> Object:
    return connect.update_account(
        book, str(given["account"]), enabled=bool(given["enabled"]), submitted=bool(given.get("submitted", True))
    )


CONTROLS: dict[tuple[str, str], Callable[[Book, dict[str, Any]], Object]] = {
    ("GET", "/_fake/book"): _show,
    ("DELETE", "/_fake/book"): _forget,
    ("POST", "/_fake/faults"): _arm,
    ("GET", "/_fake/faults"): _fired,
    ("POST", "/_fake/topups"): _top_up,
    ("POST", "/_fake/keys/forget"): _forget_keys,
    ("POST", "/_fake/search"): _search,
    ("POST", "/_fake/webhooks"): _webhooks,
    ("POST", "/_fake/pay"): _pay,
    ("POST", "/_fake/expire"): lambda book, given: checkout.expire_session(book, str(given["page"])),
    ("POST", "/_fake/disputes"): _dispute,
    ("POST", "/_fake/disputes/close"): lambda book, given: payments.close_dispute(
        book, str(given["dispute"]), str(given["status"])
    ),
    ("POST", "/_fake/refunds/fail"): lambda book, given: payments.fail_refund(book, str(given["refund"])),
    ("POST", "/_fake/accounts"): _account,
}
