"""What Stripe's words mean: only its own final ones are definite, and an amount that differs is never smoothed over."""

import doctest
from typing import Any

import pytest

from payouts.rails.base import RailStatus
from payouts.rails.stripe import listing
from payouts.rails.stripe.answers import (
    of_account,
    of_error,
    of_intent,
    of_page,
    of_refund,
    of_refunds,
    of_transfer,
    of_transfers,
)
from tests.unit.rails.stripe_objects import KEY, dispute, intent, page, refund, transfer

OURS = {"metadata": {"fairbrief_key": KEY}}


# Transfers.


def test_a_transfer_that_exists_is_paid() -> None:
    answer = of_transfer(transfer(), KEY)
    assert (answer.status, answer.provider_reference) == ("paid", "tr_1")
    assert (answer.amount_minor, answer.currency, answer.reason) == (16828, "EUR", "")


def test_a_transfer_that_was_reversed_is_returned_in_full() -> None:
    answer = of_transfer(transfer(amount_reversed=16828, reversed=True), KEY)
    assert (answer.status, answer.amount_minor, answer.reason) == ("returned", 16828, "transfer_reversed")


def test_a_part_that_was_reversed_shows_in_the_amount() -> None:
    answer = of_transfer(transfer(amount_reversed=28), KEY)
    assert (answer.status, answer.amount_minor) == ("paid", 16800)


@pytest.mark.parametrize(
    "wrong",
    [
        {"object": "payout"},
        {"amount": "16828"},
        {"amount": True},
        {"amount": None},
        {"amount_reversed": None},
        {"currency": None},
        {"id": None},
        {"metadata": {}},
        {"metadata": None},
        {"metadata": {"fairbrief_key": "obligation:2:1"}},
    ],
)
def test_a_transfer_that_is_none_or_another_s_is_unknown(wrong: dict[str, Any]) -> None:
    answer = of_transfer(transfer(**wrong), KEY)
    assert answer.status is RailStatus.UNKNOWN
    assert answer.reason


def test_nothing_under_a_key_is_none() -> None:
    assert of_transfers([], KEY) is None
    assert of_transfers([transfer(metadata={"fairbrief_key": "another"})], KEY) is None


def test_one_among_others_transfers_is_found() -> None:
    answer = of_transfers([transfer(id="tr_2", metadata={}), transfer()], KEY)
    assert answer is not None
    assert (answer.status, answer.provider_reference) == ("paid", "tr_1")


def test_two_under_one_key_show_their_sum_so_that_a_person_looks() -> None:
    answer = of_transfers([transfer(amount_reversed=16828), transfer(id="tr_2")], KEY)
    assert answer is not None
    assert (answer.status, answer.amount_minor, answer.reason) == ("paid", 2 * 16828, "several_under_one_key")
    unreadable = of_transfers([transfer(amount=None), transfer(id="tr_2")], KEY)
    assert unreadable is not None
    assert unreadable.status is RailStatus.UNKNOWN


# Charges without a page.


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({}, "paid", ""),
        ({"status": "processing"}, "accepted", ""),
        ({"status": "requires_action"}, "accepted", "requires_action"),
        ({"status": "canceled"}, "rejected", "canceled"),
        ({"status": "canceled", "cancellation_reason": "abandoned"}, "rejected", "abandoned"),
        (
            {"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}},
            "rejected",
            "card_declined",
        ),
        (
            {
                "status": "requires_payment_method",
                "last_payment_error": {"code": "card_declined", "decline_code": "lost_card"},
            },
            "rejected",
            "lost_card",
        ),
        ({"status": "requires_payment_method"}, "unknown", "payment_intent_requires_payment_method"),
        ({"status": "requires_confirmation"}, "unknown", "payment_intent_requires_confirmation"),
        ({"status": "requires_capture"}, "unknown", "payment_intent_requires_capture"),
        ({"status": "requires_luck"}, "unknown", "payment_intent_requires_luck"),
        ({"status": None}, "unknown", "payment_intent_None"),
        ({"amount": 1.5}, "unknown", "unreadable_answer"),
        ({"amount_received": None}, "unknown", "unreadable_answer"),
        ({"object": "charge"}, "unknown", "unreadable_answer"),
        ({"metadata": {"fairbrief_key": "another"}}, "unknown", "answer_about_another_key"),
    ],
)
def test_each_state_of_a_payment_intent(changes: dict[str, Any], status: str, reason: str) -> None:
    answer = of_intent(intent(**changes), KEY)
    assert (answer.status, answer.reason) == (status, reason)
    if status != "unknown":
        assert (answer.amount_minor, answer.currency, answer.provider_reference) == (16828, "EUR", "pi_1")


def test_what_the_payer_must_do_is_handed_on() -> None:
    following = {"type": "redirect_to_url", "redirect_to_url": {"url": "https://bank.example/3ds"}}
    answer = of_intent(intent(status="requires_action", next_action=following), KEY)
    assert answer.continue_url == "https://bank.example/3ds"
    assert of_intent(intent(status="requires_action", next_action={"type": "use_stripe_sdk"}), KEY).continue_url == ""


def test_a_declined_card_is_not_the_end_while_its_page_is_open() -> None:
    declined = intent(status="requires_payment_method", last_payment_error={"code": "card_declined"})
    assert of_intent(declined, KEY, page_open=True).status == "accepted"
    assert of_intent(declined, KEY).status == "rejected"


# What is taken back of a charge.


def test_a_refund_of_ours_leaves_the_charge_paid() -> None:
    assert of_intent(intent(), KEY, [refund(metadata={"fairbrief_key": "refund:1"})]).status == "paid"


def test_a_refund_that_somebody_made_by_hand_returns_the_charge() -> None:
    answer = of_intent(intent(), KEY, [refund()])
    assert (answer.status, answer.amount_minor, answer.reason) == ("returned", 16828, "refunded")


def test_a_part_that_was_refunded_by_hand_shows_in_the_amount() -> None:
    answer = of_intent(intent(), KEY, [refund(amount=828), refund(id="re_2", amount=500, status="failed")])
    assert (answer.status, answer.amount_minor) == ("paid", 16000)


@pytest.mark.parametrize(
    ("moved", "status"),
    [((), "paid"), ((-16828,), "returned"), ((-16828, 16828), "paid")],
)
def test_a_dispute_returns_the_charge_as_long_as_its_money_is_gone(moved: tuple[int, ...], status: str) -> None:
    answer = of_intent(intent(), KEY, (), [dispute(*moved)])
    assert (answer.status, answer.amount_minor) == (status, 16828)
    assert answer.reason == ("dispute_fraudulent" if status == "returned" else "")


def test_a_dispute_over_a_part_shows_in_the_amount() -> None:
    assert of_intent(intent(), KEY, (), [dispute(-828, amount=828)]).amount_minor == 16000


def test_a_dispute_after_a_refund_of_ours_is_for_a_person() -> None:
    ours = refund(amount=10_000, metadata={"fairbrief_key": "refund:1"})
    answer = of_intent(intent(), KEY, [ours], [dispute(-6828, amount=6828)])
    assert (answer.status, answer.amount_minor) == ("paid", 10_000)


@pytest.mark.parametrize("returns", [([refund(amount=None)], ()), ((), [dispute(-1, amount="1")])])
def test_a_return_that_cannot_be_read_leaves_the_charge_unknown(returns: Any) -> None:
    assert of_intent(intent(), KEY, *returns).status is RailStatus.UNKNOWN


# Pages.


def test_an_open_page_waits_for_its_payer() -> None:
    answer = of_page(page(), KEY)
    assert (answer.status, answer.provider_reference, answer.amount_minor) == ("accepted", "cs_1", 16828)
    assert answer.continue_url == "https://checkout.stripe.com/c/pay/cs_1"


def test_an_open_page_with_a_declined_card_still_waits() -> None:
    declined = intent(status="requires_payment_method", last_payment_error={"code": "card_declined"})
    assert of_page(page(payment_intent=declined), KEY).status == "accepted"


def test_a_page_that_expired_is_rejected() -> None:
    answer = of_page(page(status="expired", url=None), KEY)
    assert (answer.status, answer.reason, answer.continue_url) == ("rejected", "page_expired", "")


def test_a_page_that_was_paid_is_what_its_payment_is() -> None:
    paid = page(status="complete", payment_status="paid", url=None, payment_intent=intent())
    assert of_page(paid, KEY).status == "paid"
    assert of_page(paid, KEY).provider_reference == "pi_1"
    assert of_page(paid, KEY, [refund()]).status == "returned"
    assert of_page(paid, KEY, (), [dispute(-16828)]).status == "returned"
    assert of_page(paid | {"payment_intent": intent(status="processing")}, KEY).status == "accepted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "complete"},
        {"status": "complete", "payment_intent": "pi_1"},
        {"status": "elsewhere"},
        {"amount_total": None},
        {"object": "payment_intent"},
        {"metadata": {"fairbrief_key": "another"}},
    ],
)
def test_a_page_that_is_none_is_unknown(wrong: dict[str, Any]) -> None:
    assert of_page(page(**wrong), KEY).status is RailStatus.UNKNOWN


# Refunds as movements of their own.


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({}, "paid", ""),
        ({"status": "pending"}, "accepted", ""),
        ({"status": "requires_action"}, "accepted", ""),
        ({"status": "canceled"}, "rejected", "refund_canceled"),
        ({"status": "failed", "failure_reason": "expired_or_canceled_card"}, "rejected", "expired_or_canceled_card"),
        ({"status": "failed", "failure_balance_transaction": "txn_1"}, "returned", "refund_failed"),
        ({"status": "lost"}, "unknown", "refund_lost"),
        ({"amount": None}, "unknown", "unreadable_answer"),
        ({"metadata": {}}, "unknown", "answer_about_another_key"),
    ],
)
def test_each_state_of_a_refund(changes: dict[str, Any], status: str, reason: str) -> None:
    answer = of_refund(refund(**(OURS | changes)), KEY)
    assert (answer.status, answer.reason) == (status, reason)


def test_a_refund_is_found_among_others() -> None:
    assert of_refunds([refund()], KEY) is None
    found = of_refunds([refund(), refund(id="re_2", **OURS)], KEY)
    assert found is not None
    assert found.provider_reference == "re_2"


# Refusals.


def declined(**changes: Any) -> dict[str, Any]:
    failed = intent(status="requires_payment_method", amount_received=0)
    return {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": "insufficient_funds",
        "payment_intent": failed,
        **changes,
    }


def test_a_declined_card_is_rejected_with_its_reason() -> None:
    answer = of_error("charge", 402, declined(), KEY)
    assert (answer.status, answer.reason, answer.provider_reference) == ("rejected", "insufficient_funds", "pi_1")
    assert (answer.amount_minor, answer.currency) == (16828, "EUR")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"decline_code": None}, "card_declined"),
        ({"code": "authentication_required", "decline_code": "authentication_required"}, "authentication_required"),
        ({"code": "expired_card", "decline_code": None}, "expired_card"),
        ({"code": None, "decline_code": None}, "card_declined"),
        ({"payment_intent": None, "decline_code": None}, "card_declined"),
    ],
)
def test_every_decline_has_a_reason(changes: dict[str, Any], reason: str) -> None:
    answer = of_error("charge", 402, declined(**changes), KEY)
    assert (answer.status, answer.reason) == ("rejected", reason)


@pytest.mark.parametrize(
    ("kind", "status_code", "error"),
    [
        ("transfer", 400, {"code": "insufficient_capabilities_for_transfer"}),
        ("transfer", 400, {"code": "account_closed"}),
        ("transfer", 400, {"code": "resource_missing", "param": "destination"}),
        ("transfer", 404, {"code": "resource_missing", "param": "destination"}),
        ("charge", 400, {"code": "amount_too_small", "param": "amount"}),
        ("charge", 400, {"code": "resource_missing", "param": "payment_method"}),
        ("refund", 400, {"code": "charge_already_refunded"}),
        ("refund", 400, {"param": "amount"}),
    ],
)
def test_final_words_about_this_order_reject_it(kind: str, status_code: int, error: dict[str, Any]) -> None:
    answer = of_error(kind, status_code, {"type": "invalid_request_error"} | error, KEY)
    assert answer.status is RailStatus.REJECTED
    assert answer.reason


@pytest.mark.parametrize(
    ("kind", "status_code", "error", "reason"),
    [
        ("transfer", None, {"code": "timeout"}, "timeout"),
        ("transfer", None, {"code": "ConnectError"}, "ConnectError"),
        ("transfer", 400, {"type": "invalid_request_error", "code": "balance_insufficient"}, "balance_insufficient"),
        ("transfer", 400, {"type": "invalid_request_error"}, "invalid_request_error"),
        ("transfer", 400, {"type": "invalid_request_error", "param": "amount"}, "invalid_request_error"),
        ("transfer", 400, {"type": "invalid_request_error", "code": "parameter_unknown"}, "parameter_unknown"),
        ("transfer", 404, {"type": "invalid_request_error", "code": "resource_missing"}, "resource_missing"),
        (
            "charge",
            404,
            {"type": "invalid_request_error", "code": "resource_missing", "param": "destination"},
            "resource_missing",
        ),
        (
            "charge",
            400,
            {"type": "invalid_request_error", "code": "insufficient_capabilities_for_transfer"},
            "insufficient_capabilities_for_transfer",
        ),
        ("transfer", 400, {"type": "api_error", "code": "account_closed"}, "account_closed"),
        ("transfer", 500, {"type": "invalid_request_error", "code": "account_closed"}, "account_closed"),
        ("transfer", 400, {"type": "idempotency_error"}, "idempotency_key_reused"),
        (
            "transfer",
            409,
            {"type": "idempotency_error", "code": "idempotency_key_in_use"},
            "idempotency_key_in_use",
        ),
        ("transfer", 401, {"type": "invalid_request_error", "code": "api_key_expired"}, "api_key_expired"),
        ("transfer", 403, {"type": "invalid_request_error"}, "invalid_request_error"),
        ("transfer", 404, {}, "http_404"),
        ("transfer", 429, {"type": "invalid_request_error", "code": "lock_timeout"}, "lock_timeout"),
        ("transfer", 500, {"type": "api_error"}, "api_error"),
        ("transfer", 502, {}, "http_502"),
        ("transfer", 200, {}, "http_200"),
        ("transfer", 302, {}, "http_302"),
        ("charge", 402, {}, "http_402"),
        ("charge", 402, {"type": "api_error"}, "api_error"),
        ("charge", 500, declined(), "card_declined"),
        ("charge", 402, declined(payment_intent=intent()), "insufficient_funds"),
        ("charge", 402, declined(payment_intent=intent(status="processing")), "insufficient_funds"),
        (
            "charge",
            402,
            declined(payment_intent=intent(status="canceled", metadata={"fairbrief_key": "another"})),
            "insufficient_funds",
        ),
    ],
)
def test_anything_else_is_unknown(kind: str, status_code: int | None, error: dict[str, Any], reason: str) -> None:
    answer = of_error(kind, status_code, error, KEY)
    assert (answer.status, answer.reason) == ("unknown", reason)


# Accounts.


@pytest.mark.parametrize(
    ("changes", "is_payable"),
    [
        ({}, True),
        ({"payouts_enabled": False}, False),
        ({"payouts_enabled": "true"}, False),
        ({"capabilities": {"transfers": "pending"}}, False),
        ({"capabilities": {}}, False),
        ({"capabilities": None}, False),
    ],
)
def test_an_account_is_payable_when_stripe_both_takes_and_pays_out(changes: dict[str, Any], is_payable: bool) -> None:
    account = {
        "id": "acct_1",
        "payouts_enabled": True,
        "details_submitted": True,
        "capabilities": {"transfers": "active"},
    }
    found = of_account(account | changes)
    assert (found.reference, found.is_payable, found.is_submitted) == ("acct_1", is_payable, True)


def test_the_worked_examples_are_true() -> None:
    result = doctest.testmod(listing)
    assert result.attempted > 0
    assert result.failed == 0
