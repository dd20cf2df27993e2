"""Stripe's events: believed only with a right signature and a fresh timestamp, and only those about our orders kept."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from stripe import WebhookSignature

from payouts.rails.base import AccountNotice, NothingOfOurs, Notice, NoticeRefused, RailNotice
from payouts.rails.stripe.notices import read_notice
from tests.unit.rails.stripe_objects import KEY, dispute, intent, page, refund, transfer

PLATFORM, CONNECT = "whsec_platform", "whsec_connect"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def event(name: str, thing: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": name,
            "created": int(NOW.timestamp()) - 2,
            "data": {"object": thing},
            **changes,
        }
    ).encode()


def signature(body: bytes, secret: str = PLATFORM, at: datetime = NOW) -> str:
    stamp = int(at.timestamp())
    return f"t={stamp},v1={hmac.new(secret.encode(), f'{stamp}.'.encode() + body, hashlib.sha256).hexdigest()}"


def read(body: bytes, header: str | None = None, **changes: Any) -> Notice:
    headers = {"Stripe-Signature": signature(body) if header is None else header}
    return read_notice(changes.get("secrets", (PLATFORM, CONNECT)), headers, body, now=NOW)


def refusal(body: bytes, header: str | None = None, **changes: Any) -> str:
    with pytest.raises(NoticeRefused) as caught:
        read(body, header, **changes)
    return caught.value.reason


PAID = event("transfer.created", transfer())


def test_stripe_s_own_library_makes_the_same_signature() -> None:
    header = WebhookSignature.generate_signature_header(PAID.decode(), PLATFORM, int(NOW.timestamp()))
    assert header == signature(PAID)


def test_a_transfer_s_event_is_read() -> None:
    notice = read(PAID)
    assert isinstance(notice, RailNotice)
    assert (notice.event_id, notice.kind, notice.idempotency_key) == ("evt_1", "transfer", KEY)
    assert (notice.answer.status, notice.answer.amount_minor) == ("paid", 16828)
    assert notice.occurred_at == NOW - timedelta(seconds=2)


def test_a_header_in_any_letter_case_is_found() -> None:
    assert read_notice((PLATFORM,), {"stripe-SIGNATURE": signature(PAID)}, PAID, now=NOW)


@pytest.mark.parametrize("secret", [PLATFORM, CONNECT])
def test_the_events_of_both_endpoints_are_believed(secret: str) -> None:
    assert read(PAID, signature(PAID, secret))


def test_one_right_signature_among_several_is_enough() -> None:
    stamp, right = signature(PAID).split(",")
    assert read(PAID, f"{stamp},v1={'0' * 64},v0=abc, {right},v1=é")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "missing_header"),
        ("nonsense", "bad_timestamp"),
        ("v1=abc", "bad_timestamp"),
        ("t=now,v1=abc", "bad_timestamp"),
        ("t=-1,v1=abc", "bad_timestamp"),
        ("t=٣,v1=abc", "bad_timestamp"),
        (f"t={'9' * 40},v1=abc", "bad_timestamp"),
        (f"t={int(NOW.timestamp())},t=1,v1=abc", "bad_timestamp"),
        (f"t={int(NOW.timestamp())}", "bad_signature"),
        (f"t={int(NOW.timestamp())},v1=", "bad_signature"),
        (f"t={int(NOW.timestamp())},v1=é", "bad_signature"),
    ],
)
def test_a_header_that_is_none_is_refused(header: str, reason: str) -> None:
    assert refusal(PAID, header) == reason


def test_a_right_signature_of_the_old_scheme_is_refused() -> None:
    assert refusal(PAID, signature(PAID).replace("v1=", "v0=")) == "bad_signature"


def test_a_changed_body_is_refused() -> None:
    assert refusal(PAID.replace(b"16828", b"16829"), signature(PAID)) == "bad_signature"


def test_a_changed_time_is_refused() -> None:
    header = signature(PAID).replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 1))
    assert refusal(PAID, header) == "bad_signature"


def test_a_stranger_s_secret_is_refused() -> None:
    assert refusal(PAID, signature(PAID, "whsec_stranger")) == "bad_signature"
    assert refusal(PAID, secrets=()) == "bad_signature"


@pytest.mark.parametrize(("age", "reason"), [(timedelta(seconds=301), "too_old"), (timedelta(seconds=-301), "too_new")])
def test_an_event_of_another_time_is_refused(age: timedelta, reason: str) -> None:
    assert refusal(PAID, signature(PAID, at=NOW - age)) == reason


@pytest.mark.parametrize("age", [timedelta(seconds=300), timedelta(seconds=-300)])
def test_the_tolerance_includes_its_edges(age: timedelta) -> None:
    assert read(PAID, signature(PAID, at=NOW - age))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"id": "evt_1", "type": "transfer.created"}',
        event("transfer.created", transfer(), created="yesterday"),
        json.dumps({"id": "evt_1", "type": "a", "created": 1, "data": {"object": "thin"}})
        .encode()
        .replace(b'"a"', b'"transfer.created"'),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_refused(body: bytes) -> None:
    assert refusal(body) == "unreadable_body"


@pytest.mark.parametrize(
    ("name", "thing", "kind", "status"),
    [
        ("transfer.updated", transfer(), "transfer", "paid"),
        ("transfer.reversed", transfer(amount_reversed=16828), "transfer", "returned"),
        ("payment_intent.succeeded", intent(), "charge", "unknown"),
        ("payment_intent.payment_failed", intent(status="requires_payment_method"), "charge", "unknown"),
        ("payment_intent.canceled", intent(status="canceled"), "charge", "unknown"),
        ("payment_intent.requires_action", intent(status="requires_action"), "charge", "unknown"),
        ("charge.refunded", {"id": "ch_1", "metadata": {"fairbrief_key": KEY}}, "charge", "unknown"),
        ("checkout.session.completed", page(status="complete"), "charge", "unknown"),
        ("checkout.session.expired", page(status="expired"), "charge", "unknown"),
        ("refund.created", refund(metadata={"fairbrief_key": KEY}), "transfer", "paid"),
        ("refund.failed", refund(metadata={"fairbrief_key": KEY}, status="failed"), "transfer", "rejected"),
        ("charge.refund.updated", refund(metadata={"fairbrief_key": KEY}, status="pending"), "transfer", "accepted"),
    ],
)
def test_events_about_our_orders_are_kept(name: str, thing: dict[str, Any], kind: str, status: str) -> None:
    notice = read(event(name, thing))
    assert isinstance(notice, RailNotice)
    assert (notice.kind, notice.idempotency_key, notice.answer.status) == (kind, KEY, status)


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("charge.dispute.created", dispute()),
        ("charge.dispute.funds_withdrawn", dispute(-16828)),
        ("charge.dispute.closed", dispute(-16828, 16828, status="won")),
        ("charge.dispute.created", dispute(payment_intent={"id": "pi_1"})),
        ("refund.created", refund()),
    ],
)
def test_events_that_name_only_stripe_s_reference_are_kept_under_it(name: str, thing: dict[str, Any]) -> None:
    notice = read(event(name, thing))
    assert isinstance(notice, RailNotice)
    assert (notice.kind, notice.idempotency_key) == ("charge", "")
    assert (notice.answer.status, notice.answer.provider_reference) == ("unknown", "pi_1")


@pytest.mark.parametrize(
    ("name", "thing", "changes"),
    [
        ("payout.paid", {"id": "po_1"}, {}),
        ("customer.created", {"id": "cus_1"}, {}),
        ("balance.available", {}, {}),
        ("transfer.created", transfer(metadata={}), {}),
        ("payment_intent.succeeded", intent(metadata={}), {}),
        ("charge.dispute.created", dispute(payment_intent=None), {}),
        ("payment_intent.succeeded", intent(), {"account": "acct_1"}),
        ("payout.failed", {"id": "po_1"}, {"account": "acct_1"}),
    ],
)
def test_events_about_others_business_are_acknowledged_and_forgotten(
    name: str, thing: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert read(event(name, thing, **changes)) == NothingOfOurs("evt_1")


@pytest.mark.parametrize(
    ("name", "thing", "changes"),
    [
        ("account.updated", {"id": "acct_1"}, {"account": "acct_1"}),
        ("account.updated", {"id": "acct_1"}, {}),
        ("capability.updated", {"id": "transfers", "account": "acct_1"}, {}),
        ("account.application.deauthorized", {"id": "ca_1"}, {"account": "acct_1"}),
    ],
)
def test_events_about_accounts_name_the_account(name: str, thing: dict[str, Any], changes: dict[str, Any]) -> None:
    notice = read(event(name, thing, **changes), signature(event(name, thing, **changes), CONNECT))
    assert isinstance(notice, AccountNotice)
    assert notice.account == "acct_1"
