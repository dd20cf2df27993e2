"""Checkout's pages: made over the API, paid by a person on `pages`, or by a test through `control`."""

import time
from collections.abc import Mapping
from typing import Any

from tests.fakes.stripe import payments
from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import ApiError, invalid, missing
from tests.fakes.stripe.forms import Params

LIVES = 24 * 3600
SESSION = (
    "mode allowed_payment_method_types client_reference_id metadata line_items payment_intent_data success_url"
    " cancel_url expires_at"
)


def create_session(book: Book, given: Mapping[str, Any], base_url: str) -> Object:
    params = Params(given, SESSION)
    if params.text("mode", None) != "payment":
        raise invalid("This fake knows the mode payment alone.", param="mode")
    amount, currency, name = _total(params.listed("line_items"))
    if amount < payments.LEAST:
        raise invalid("The total amount due must add up to at least €0.50 eur", code="amount_too_small")
    Params(given.get("payment_intent_data") or {}, "description transfer_group metadata", "payment_intent_data")
    session = book.make(
        "checkout.session",
        "cs_test",
        mode="payment",
        amount_total=amount,
        currency=currency,
        status="open",
        payment_status="unpaid",
        payment_intent=None,
        client_reference_id=given.get("client_reference_id"),
        metadata=params.metadata(),
        success_url=params.address("success_url"),
        cancel_url=params.address("cancel_url"),
        expires_at=int(time.time()) + LIVES,
        url=None,
        line_name=name,
        payment_intent_data=given.get("payment_intent_data") or {},
    )
    return book.keep(session | {"url": f"{base_url}/pay/{session['id']}"})


def _total(items: list[Any]) -> tuple[int, str, str]:
    """The sum, currency and first name of the lines."""
    if not items:
        raise invalid("You must pass line_items.", param="line_items", code="parameter_missing")
    total, currency, name = 0, "", ""
    for item in items:
        line = Params(item, "quantity price_data", "line_items")
        price = line.inner("price_data", "currency unit_amount product_data")
        product = price.inner("product_data", "name description")
        total += line.amount("quantity") * price.amount("unit_amount")
        currency, name = currency or price.currency(), name or product.text("name", None)
    return total, currency, name


def find_open(book: Book, reference: str) -> Object:
    """A page on which can be paid; one whose time is over is expired now."""
    session = book.find("checkout.session", reference)
    if session is None:
        raise missing("checkout.session", reference)
    if session["status"] == "open" and session["expires_at"] <= time.time():
        session = _expire(book, session)
    if session["status"] != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. This one has a status of'
            f" {session['status']}."
        )
    return session


def expire_session(book: Book, reference: str) -> Object:
    return _expire(book, find_open(book, reference))


def _expire(book: Book, session: Object) -> Object:
    session = book.keep(session | {"status": "expired", "url": None})
    intent = book.find("payment_intent", session["payment_intent"] or "")
    if intent is not None and intent["status"] == "requires_payment_method":
        intent = book.keep(intent | {"status": "canceled", "cancellation_reason": "automatic"})
        book.emit("payment_intent.canceled", intent)
    book.emit("checkout.session.expired", session)
    return session


def pay(book: Book, reference: str, number: str) -> tuple[Object, str]:
    """Somebody gives a card on the page. Returns the page as it then is, and why the card was declined ('' if not).

    The PaymentIntent is made now, as Stripe does, and kept for a second card if the first is declined.
    """
    session = find_open(book, reference)
    card = payments.BY_NUMBER.get(number.replace(" ", ""))
    if card is None:
        return session, "incorrect_number"
    intent = book.find("payment_intent", session["payment_intent"] or "")
    if intent is None:
        intent = payments.make_intent(
            book, session["amount_total"], session["currency"], session["payment_intent_data"]
        )
        session = book.keep(session | {"payment_intent": intent["id"]})
    try:
        payments.charge(book, intent, card, holder_is_there=True)
    except ApiError as refusal:
        error = refusal.body["error"]
        return session, str(error.get("decline_code") or error["code"])
    session = book.keep(session | {"status": "complete", "payment_status": "paid", "url": None})
    book.emit("checkout.session.completed", session)
    return session, ""
