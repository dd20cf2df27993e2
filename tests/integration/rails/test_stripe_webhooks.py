"""The fake's webhooks as the rail reads them, and the fake itself where a test relies on its being strict."""

import doctest
from datetime import UTC, datetime

import pytest

from payouts.rails.base import AccountNotice, ChargeRequest, NothingOfOurs, NoticeRefused, RailNotice, TransferRequest
from tests.fakes.stripe import forms
from tests.fixtures.rails import Posted
from tests.fixtures.stripe import FakeStripe


def read(fake: FakeStripe, posted: list[Posted]) -> list[object]:
    return [fake.rail.read_notice(one.headers, one.body, now=datetime.now(UTC)) for one in posted]


def pay(fake: FakeStripe) -> None:
    fake.top_up(100_000)
    account = fake.open_account("ines")
    fake.rail.send_transfer(TransferRequest("obligation:1:1", 16828, "EUR", account, "pay"))
    fake.rail.create_charge(ChargeRequest("deposit:1", 50_000, "EUR", "pm_card_createDispute", "escrow"))


EVENTS = 7  # An account, a transfer, an intent twice, a charge, a dispute twice.


def test_every_event_is_signed_and_says_what_it_is_about(stripe_fake: FakeStripe) -> None:
    pay(stripe_fake)
    notices = read(stripe_fake, stripe_fake.board.wait_for(EVENTS))
    assert [notice.account[:5] for notice in notices if isinstance(notice, AccountNotice)] == ["acct_"]
    about = [(n.kind, n.idempotency_key) for n in notices if isinstance(n, RailNotice)]
    assert about.count(("transfer", "obligation:1:1")) == 1
    assert about.count(("charge", "deposit:1")) == 3
    assert about.count(("charge", "")) == 2
    assert not [notice for notice in notices if isinstance(notice, NothingOfOurs)]


def test_an_event_of_the_one_endpoint_is_not_signed_with_the_other_s_secret(stripe_fake: FakeStripe) -> None:
    pay(stripe_fake)
    posted = stripe_fake.board.wait_for(EVENTS)
    from payouts.rails.stripe.client import StripeRail

    deaf = StripeRail.from_options(stripe_fake.options | {"webhook_secrets": ("whsec_connect",)})
    believed = 0
    for one in posted:
        try:
            deaf.read_notice(one.headers, one.body, now=datetime.now(UTC))
            believed += 1
        except NoticeRefused as refusal:
            assert refusal.reason == "bad_signature"
    assert believed == 1


def test_an_event_that_nobody_takes_comes_again(stripe_fake: FakeStripe) -> None:
    tried: list[bytes] = []

    def refuse_twice(posted: Posted) -> int:
        tried.append(posted.body)
        return 500 if tried.count(posted.body) < 3 else 204

    stripe_fake.board.respond = refuse_twice
    stripe_fake.rail.create_charge(ChargeRequest("deposit:1", 50_000, "EUR", "pm_card_visa", "escrow"))
    stripe_fake.board.wait_for(9)
    assert {tried.count(body) for body in tried} == {3}


def test_events_can_come_doubled_and_in_reverse(stripe_fake: FakeStripe) -> None:
    stripe_fake.webhooks(hold=True, double=True, reversed=True)
    stripe_fake.rail.create_charge(ChargeRequest("deposit:1", 50_000, "EUR", "pm_card_visa", "escrow"))
    stripe_fake.webhooks(hold=False)
    posted = stripe_fake.board.wait_for(6)
    assert b"payment_intent.succeeded" in posted[0].body
    assert b"payment_intent.created" in posted[5].body
    assert len({one.body for one in posted}) == 3


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("/v1/transfers", {"amount": 5, "colour": "red"}, "parameter_unknown"),
        ("/v1/transfers", {"currency": "eur"}, "parameter_missing"),
        ("/v1/transfers", {"amount": "-5", "currency": "eur"}, "parameter_invalid_integer"),
        ("/v1/payment_intents", {"payment_method_types[]": "card"}, "payment_method_types_no_longer_supported"),
        ("/v1/checkout/sessions", {"mode": "payment"}, "parameter_missing"),
    ],
)
def test_the_fake_refuses_what_stripe_would_refuse(
    stripe_fake: FakeStripe, path: str, data: dict[str, object], code: str
) -> None:
    answer = stripe_fake.call("POST", path, data=data, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
    # Nothing was begun, so that the key is free for a better request.
    assert stripe_fake.call("POST", path, data={"colour": 1}, headers={"Idempotency-Key": "k"}).status_code == 400


def test_the_fake_s_worked_examples_are_true() -> None:
    result = doctest.testmod(forms)
    assert result.attempted > 0
    assert result.failed == 0
