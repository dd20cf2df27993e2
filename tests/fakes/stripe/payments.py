"""Money in: PaymentIntents and their charges, refunds and disputes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import declined, invalid, missing, refused
from tests.fakes.stripe.forms import Params

LEAST = 50  # Cents: Stripe's own minimum in euro.


@dataclass(frozen=True)
class Card:
    """One of Stripe's test cards: its payment method, its number, and what its bank does."""

    method: str
    number: str
    code: str = ""
    decline_code: str | None = None
    needs_holder: bool = False
    disputed: str = ""


CARDS = (
    Card("pm_card_visa", "4242424242424242"),
    Card("pm_card_visa_chargeDeclined", "4000000000000002", "card_declined", "generic_decline"),
    Card("pm_card_visa_chargeDeclinedInsufficientFunds", "4000000000009995", "card_declined", "insufficient_funds"),
    Card("pm_card_visa_chargeDeclinedLostCard", "4000000000009987", "card_declined", "lost_card"),
    Card("pm_card_chargeDeclinedExpiredCard", "4000000000000069", "expired_card"),
    Card("pm_card_authenticationRequired", "4000002500003155", needs_holder=True),
    Card("pm_card_createDispute", "4000000000000259", disputed="needs_response"),
    Card("pm_card_createDisputeInquiry", "4000000000001976", disputed="warning_needs_response"),
)
BY_METHOD = {card.method: card for card in CARDS}
BY_NUMBER = {card.number: card for card in CARDS}
INTENT = (
    "amount currency payment_method allowed_payment_method_types confirm off_session description transfer_group"
    " metadata"
)


def create_intent(book: Book, given: Mapping[str, Any]) -> Object:
    """A PaymentIntent for a card that was given before, confirmed without its holder."""
    params = Params(given, INTENT)
    amount, currency = params.amount(), params.currency()
    if amount < LEAST:
        raise invalid("Amount must be at least €0.50 eur", param="amount", code="amount_too_small")
    if not params.flag("confirm") or not params.flag("off_session"):
        raise invalid("This fake confirms at once, off session, or not at all.", param="confirm")
    method = params.text("payment_method", None)
    if method not in BY_METHOD:
        raise missing("PaymentMethod", method, param="payment_method", status=400)
    intent = make_intent(book, amount, currency, given)
    return charge(book, intent, BY_METHOD[method], holder_is_there=False)


def make_intent(book: Book, amount: int, currency: str, given: Mapping[str, Any]) -> Object:
    intent = book.make(
        "payment_intent",
        "pi",
        amount=amount,
        amount_received=0,
        currency=currency,
        status="requires_payment_method",
        description=given.get("description"),
        transfer_group=given.get("transfer_group"),
        metadata=given.get("metadata") or {},
        payment_method=None,
        latest_charge=None,
        last_payment_error=None,
        next_action=None,
        cancellation_reason=None,
    )
    book.emit("payment_intent.created", intent)
    return intent


def charge(book: Book, intent: Object, card: Card, *, holder_is_there: bool) -> Object:
    """Ask the card's bank. Raises an error if it says no; whoever catches that must keep what was written."""
    if card.needs_holder and not holder_is_there:
        return _fail(book, intent, card, "authentication_required", "authentication_required")
    if card.code:
        return _fail(book, intent, card, card.code, card.decline_code)
    made = _make_charge(book, intent, card, status="succeeded")
    intent = book.keep(
        intent
        | {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": made["id"],
            "payment_method": card.method,
            "last_payment_error": None,
        }
    )
    book.emit("charge.succeeded", made)
    book.emit("payment_intent.succeeded", intent)
    if card.disputed:
        open_dispute(book, intent["id"], status=card.disputed)
    return intent


def _make_charge(book: Book, intent: Object, card: Card, **fields: Any) -> Object:
    return book.make(
        "charge",
        "ch",
        amount=intent["amount"],
        amount_refunded=0,
        refunded=False,
        disputed=False,
        currency=intent["currency"],
        description=intent["description"],
        payment_intent=intent["id"],
        payment_method=card.method,
        transfer_group=intent["transfer_group"],
        metadata=intent["metadata"],
        **fields,
    )


def _fail(book: Book, intent: Object, card: Card, code: str, decline_code: str | None) -> Object:
    made = _make_charge(book, intent, card, status="failed", failure_code=code)
    failure = {"type": "card_error", "code": code, "decline_code": decline_code, "charge": made["id"]}
    intent = book.keep(
        intent | {"status": "requires_payment_method", "latest_charge": made["id"], "last_payment_error": failure}
    )
    book.emit("charge.failed", made)
    book.emit("payment_intent.payment_failed", intent)
    raise declined(code, decline_code, intent)


def create_refund(book: Book, given: Mapping[str, Any]) -> Object:
    """Money back to a card, at most what is left of its charge."""
    params = Params(given, "payment_intent amount metadata reason")
    reference = params.text("payment_intent", None)
    intent = book.find("payment_intent", reference)
    if intent is None:
        raise missing("payment_intent", reference, param="payment_intent", status=400)
    paid = book.find("charge", intent["latest_charge"] or "")
    if paid is None or paid["status"] != "succeeded":
        raise refused("This PaymentIntent does not have a successful charge to refund.", None)
    left = paid["amount"] - paid["amount_refunded"]
    amount = params.amount() if params.text("amount") else left
    if paid["disputed"]:
        raise refused("Charge has been charged back; cannot issue a refund.", "charge_disputed")
    if not left:
        raise refused("Charge has already been refunded.", "charge_already_refunded")
    if amount > left:
        raise refused("Refund amount is greater than unrefunded amount on charge", None, param="amount")
    refund = book.make(
        "refund",
        "re",
        amount=amount,
        currency=paid["currency"],
        status="succeeded",
        charge=paid["id"],
        payment_intent=intent["id"],
        metadata=params.metadata(),
        failure_reason=None,
        failure_balance_transaction=None,
    )
    refunded = paid["amount_refunded"] + amount
    paid = book.keep(paid | {"amount_refunded": refunded, "refunded": refunded == paid["amount"]})
    book.emit("refund.created", refund)
    book.emit("charge.refunded", paid)
    return refund


def fail_refund(book: Book, reference: str) -> Object:
    """The card's bank sends a refund back, days later."""
    refund = book.find("refund", reference)
    if refund is None:
        raise missing("refund", reference)
    refund = book.keep(
        refund | {"status": "failed", "failure_reason": "lost_or_stolen_card", "failure_balance_transaction": "txn_1"}
    )
    book.emit("refund.failed", refund)
    return refund


def open_dispute(book: Book, intent_reference: str, *, status: str = "needs_response", amount: int = 0) -> Object:
    """A card's holder disputes a charge. But for an inquiry, the money is gone at once."""
    (paid,) = book.all("charge", "body ->> 'payment_intent' = ? AND body ->> 'status' = 'succeeded'", intent_reference)
    amount = amount or paid["amount"]
    is_inquiry = status.startswith("warning_")
    dispute = book.make(
        "dispute",
        "du",
        amount=amount,
        currency=paid["currency"],
        status=status,
        reason="fraudulent",
        charge=paid["id"],
        payment_intent=intent_reference,
        metadata={},
        balance_transactions=[] if is_inquiry else [{"object": "balance_transaction", "amount": -amount}],
    )
    book.keep(paid | {"disputed": True})
    book.emit("charge.dispute.created", dispute)
    if not is_inquiry:
        book.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(book: Book, reference: str, status: str) -> Object:
    """ "won" gives the money back, "lost" leaves it gone."""
    dispute = book.find("dispute", reference)
    if dispute is None:
        raise missing("dispute", reference)
    moved = dispute["balance_transactions"]
    if status == "won" and len(moved) == 1:
        moved = [*moved, {"object": "balance_transaction", "amount": dispute["amount"]}]
    dispute = book.keep(dispute | {"status": status, "balance_transactions": moved})
    if status == "won":
        book.emit("charge.dispute.funds_reinstated", dispute)
    book.emit("charge.dispute.closed", dispute)
    return dispute
