"""Reads what Stripe says: plain JSON objects in, the contract's words out. No network, no library, no clock.

Everything that is not beyond doubt becomes `unknown`. A refusal counts only when it is one of Stripe's own final
words about this very order; an amount that differs from the order is handed on as it is, so that a person looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from payouts.rails.base import RailAccount, RailAnswer, RailStatus

Object = Mapping[str, Any]

KEY: Final = "fairbrief_key"
"""The name under which our key stands in the metadata of everything that we order."""

VIA: Final = "fairbrief_via"
PAGE: Final = "page"
"""What stands under VIA when a charge is paid on Checkout's page."""

NO_SUCH: Final = "resource_missing"

# Codes with which Stripe says for good that nothing was carried out and that the payee's account is why.
FINAL_FOR_TRANSFERS: Final = frozenset({"insufficient_capabilities_for_transfer", "account_closed"})
# The same about what a payer gave, or the amount.
FINAL_FOR_CHARGES: Final = frozenset(
    {
        "amount_too_large",
        "amount_too_small",
        "payment_method_currency_mismatch",
        "payment_method_not_available",
        "payment_method_unexpected_state",
        "payment_method_unsupported_type",
    }
)
FINAL_FOR_REFUNDS: Final = frozenset({"charge_already_refunded", "charge_disputed", "charge_not_refundable"})

# Which parameter's object may be missing for good: an account or card that Stripe does not know.
MISSING_IS_FINAL: Final = {"transfer": "destination", "charge": "payment_method"}
FINAL: Final = {"transfer": FINAL_FOR_TRANSFERS, "charge": FINAL_FOR_CHARGES, "refund": FINAL_FOR_REFUNDS}

UNDER_WAY: Final = frozenset({"processing", "requires_action"})


def unknown(reason: str) -> RailAnswer:
    """The answer that obliges the caller to ask again under the same key."""
    return RailAnswer(RailStatus.UNKNOWN, reason=reason)


def key_of(thing: Object) -> str:
    """Our key in an object's metadata; '' if it is none of ours."""
    metadata = thing.get("metadata")
    return str(metadata.get(KEY) or "") if isinstance(metadata, Mapping) else ""


def is_paid_on_page(thing: Object) -> bool:
    """Whether a PaymentIntent belongs to a page of Checkout's that we asked for."""
    metadata = thing.get("metadata")
    return isinstance(metadata, Mapping) and metadata.get(VIA) == PAGE


def of_error(kind: str, status_code: int | None, error: Object, key: str) -> RailAnswer:
    """What a refusal means for an order of that kind: "transfer", "charge" or "refund".

    A reused key is `unknown`, not `rejected`: the first order under it may well have been carried out.
    """
    code, word = str(error.get("code") or ""), str(error.get("type") or "")
    if status_code == 402 and word == "card_error":
        return _of_declined(error, key)
    if status_code in (400, 404) and word == "invalid_request_error" and _is_final(kind, code, error):
        return RailAnswer(RailStatus.REJECTED, reason=code or "invalid_request")
    if status_code == 400 and word == "idempotency_error":
        return unknown("idempotency_key_reused")
    return unknown(code or word or f"http_{status_code}")


def _is_final(kind: str, code: str, error: Object) -> bool:
    if code == NO_SUCH:
        return error.get("param") == MISSING_IS_FINAL.get(kind)
    if kind == "refund" and not code:
        # More than is left of a charge is refused without a code, by naming the parameter.
        return error.get("param") == "amount"
    return code in FINAL[kind]


def _of_declined(error: Object, key: str) -> RailAnswer:
    reason = str(error.get("decline_code") or error.get("code") or "card_declined")
    intent = error.get("payment_intent")
    if not isinstance(intent, Mapping):
        return RailAnswer(RailStatus.REJECTED, reason=reason)
    if intent.get("status") not in ("requires_payment_method", "canceled") or key_of(intent) not in ("", key):
        return unknown(reason)
    return RailAnswer(
        RailStatus.REJECTED,
        provider_reference=str(intent.get("id") or ""),
        reason=reason,
        amount_minor=_amount(intent, "amount"),
        currency=_currency(intent),
    )


def of_transfer(transfer: Object, key: str) -> RailAnswer:
    """A transfer moves money the moment it exists; what was reversed of it came back."""
    amount, reversed_minor = _amount(transfer, "amount"), _amount(transfer, "amount_reversed")
    if amount is None or reversed_minor is None or not _is(transfer, "transfer"):
        return unknown("unreadable_answer")
    if key_of(transfer) != key:
        return unknown("answer_about_another_key")
    if reversed_minor >= amount > 0:
        return _answer(RailStatus.RETURNED, transfer, amount, reason="transfer_reversed")
    return _answer(RailStatus.PAID, transfer, amount - reversed_minor)


def of_transfers(transfers: Sequence[Object], key: str) -> RailAnswer | None:
    """Everything that went out under one key: None if nothing did.

    There is at most one. Were there ever two, their sum would differ from the order, and a person would look.
    """
    return _sum([of_transfer(one, key) for one in transfers if key_of(one) == key])


def of_refund(refund: Object, key: str) -> RailAnswer:
    """A refund leaves our balance when it is made; one that fails afterwards came back."""
    amount = _amount(refund, "amount")
    if amount is None or not _is(refund, "refund"):
        return unknown("unreadable_answer")
    if key_of(refund) != key:
        return unknown("answer_about_another_key")
    status = refund.get("status")
    if status == "succeeded":
        return _answer(RailStatus.PAID, refund, amount)
    if status in ("pending", "requires_action"):
        return _answer(RailStatus.ACCEPTED, refund, amount)
    if status in ("failed", "canceled"):
        went_out = status == "failed" and bool(refund.get("failure_balance_transaction"))
        reason = str(refund.get("failure_reason") or f"refund_{status}")
        return _answer(RailStatus.RETURNED if went_out else RailStatus.REJECTED, refund, amount, reason=reason)
    return unknown(f"refund_{status}")


def of_refunds(refunds: Sequence[Object], key: str) -> RailAnswer | None:
    """As `of_transfers`, for refunds."""
    return _sum([of_refund(one, key) for one in refunds if key_of(one) == key])


def of_intent(
    intent: Object,
    key: str,
    refunds: Iterable[Object] = (),
    disputes: Iterable[Object] = (),
    *,
    page_open: bool = False,
) -> RailAnswer:
    """A PaymentIntent with what was taken back of it since. `page_open`: its payer may still try another card."""
    amount = _amount(intent, "amount")
    if amount is None or not _is(intent, "payment_intent"):
        return unknown("unreadable_answer")
    if key_of(intent) != key:
        return unknown("answer_about_another_key")
    status = intent.get("status")
    if status == "succeeded":
        return _of_received(intent, refunds, disputes)
    if status in UNDER_WAY:
        return _answer(RailStatus.ACCEPTED, intent, amount, reason=_action(intent), continue_url=_action_url(intent))
    if status == "canceled":
        return _answer(RailStatus.REJECTED, intent, amount, reason=str(intent.get("cancellation_reason") or "canceled"))
    if status == "requires_payment_method":
        failure = intent.get("last_payment_error")
        if page_open:
            return _answer(RailStatus.ACCEPTED, intent, amount)
        if isinstance(failure, Mapping):
            reason = str(failure.get("decline_code") or failure.get("code") or "card_declined")
            return _answer(RailStatus.REJECTED, intent, amount, reason=reason)
    return unknown(f"payment_intent_{status}")


def _of_received(intent: Object, refunds: Iterable[Object], disputes: Iterable[Object]) -> RailAnswer:
    """Money that came in. Refunds under a key of ours are movements of their own; all others take from it."""
    received = _amount(intent, "amount_received")
    refunded = [one for one in refunds if not key_of(one) and one.get("status") in ("succeeded", "pending")]
    withdrawn = [one for one in disputes if _is_withdrawn(one)]
    amounts = [received, *(_amount(one, "amount") for one in (*refunded, *withdrawn))]
    if received is None or None in amounts:
        return unknown("unreadable_answer")
    left = received - sum(amount for amount in amounts[1:] if amount is not None)
    if left > 0:
        return _answer(RailStatus.PAID, intent, left)
    reason = f"dispute_{withdrawn[0].get('reason')}" if withdrawn else "refunded"
    return _answer(RailStatus.RETURNED, intent, received, reason=reason)


def _is_withdrawn(dispute: Object) -> bool:
    """Whether Stripe has taken a dispute's amount from our balance and not given it back.

    Its balance transactions tell, not its status: an inquiry has none, one that was won has a second.
    """
    moved = dispute.get("balance_transactions")
    return isinstance(moved, Sequence) and sum(int(one.get("amount") or 0) for one in moved) < 0


def of_page(session: Object, key: str, refunds: Iterable[Object] = (), disputes: Iterable[Object] = ()) -> RailAnswer:
    """A Checkout page, with its PaymentIntent expanded if it has one."""
    amount = _amount(session, "amount_total")
    if amount is None or not _is(session, "checkout.session"):
        return unknown("unreadable_answer")
    if key_of(session) != key:
        return unknown("answer_about_another_key")
    intent, status = session.get("payment_intent"), session.get("status")
    if status == "open":
        return _answer(RailStatus.ACCEPTED, session, amount, continue_url=str(session.get("url") or ""))
    if status == "complete" and isinstance(intent, Mapping):
        return of_intent(intent, key, refunds, disputes)
    if status == "expired":
        return _answer(RailStatus.REJECTED, session, amount, reason="page_expired")
    return unknown(f"page_{status}")


def of_account(account: Object) -> RailAccount:
    """Payable once Stripe both lets it receive transfers and pays them out. Raises KeyError and the like."""
    capabilities = account.get("capabilities") or {}
    return RailAccount(
        reference=str(account["id"]),
        is_payable=account["payouts_enabled"] is True and capabilities.get("transfers") == "active",
        is_submitted=account["details_submitted"] is True,
    )


def intent_of(thing: Object) -> Object:
    """The PaymentIntent of a page, if it was expanded; else empty."""
    intent = thing.get("payment_intent")
    return intent if isinstance(intent, Mapping) else {}


def _answer(
    status: RailStatus, thing: Object, amount_minor: int, reason: str = "", continue_url: str = ""
) -> RailAnswer:
    reference = str(thing.get("id") or "")
    return RailAnswer(status, reference, reason, amount_minor, _currency(thing), continue_url)


def _sum(answers: Sequence[RailAnswer]) -> RailAnswer | None:
    if len(answers) < 2:
        return answers[0] if answers else None
    if any(answer.status == RailStatus.UNKNOWN for answer in answers):
        return unknown("several_under_one_key")
    amount = sum(answer.amount_minor or 0 for answer in answers)
    furthest = min(answers, key=lambda answer: answer.status == RailStatus.RETURNED)
    return RailAnswer(furthest.status, furthest.provider_reference, "several_under_one_key", amount, furthest.currency)


def _is(thing: Object, kind: str) -> bool:
    return thing.get("object") == kind and isinstance(thing.get("id"), str) and isinstance(thing.get("currency"), str)


def _amount(thing: Object, name: str) -> int | None:
    value = thing.get(name)
    return value if type(value) is int else None


def _currency(thing: Object) -> str | None:
    currency = thing.get("currency")
    return currency.upper() if isinstance(currency, str) else None


def _action(intent: Object) -> str:
    """Why nothing moves yet, when the payer must do something for it."""
    return "requires_action" if intent.get("status") == "requires_action" else ""


def _action_url(intent: Object) -> str:
    following = intent.get("next_action")
    redirect = following.get("redirect_to_url") if isinstance(following, Mapping) else None
    return str(redirect.get("url") or "") if isinstance(redirect, Mapping) else ""
