"""A refund to the card it was paid with: one refund of that charge whatever goes wrong; the account if it fails."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import PayoutAccount
from contests.models import Contest
from payouts import ledger
from payouts.models import Deposit, Disbursement, Obligation
from payouts.rails.stripe.client import StripeRail
from payouts.services import sending
from payouts.services.audit import run_checks
from payouts.services.card_payments import look_at_card_payment, start_card_payment
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.file_desk import set_aside, try_again
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.reconcile import reconcile
from payouts.services.refunding import refund_draft
from tests.fixtures.people import hire
from tests.fixtures.stripe_money import StripeMoney
from tests.fixtures.worlds import draft_contest, owner_of
from tests.integration.payouts.test_crash_points import Killed, dying

pytestmark = pytest.mark.django_db

PAID_IN = 5_000
STEP = timedelta(minutes=10)
REFUNDS = "POST /v1/refunds"


@pytest.fixture
def contest(stripe_money: StripeMoney) -> Contest:
    """A draft again, paid for by card; its brand has no account, and asks its money back."""
    contest = draft_contest(now=timezone.now())
    owner = owner_of(contest.brand)
    PayoutAccount.objects.filter(brand=contest.brand).update(retired_at=timezone.now())
    request_funding(owner, contest.pk, now=timezone.now())
    deposit = start_card_payment(owner, contest.pk, PAID_IN, "k1", timezone.now())
    waiting = look_at_card_payment(owner, contest.pk, deposit.public_id, timezone.now())
    stripe_money.fake.pay(waiting.continue_url.rpartition("/")[2])
    assert look_at_card_payment(owner, contest.pk, deposit.public_id, timezone.now()).deposit.state == "received"
    withdraw_from_funding(owner, contest.pk, now=timezone.now())
    refund_draft(owner, contest.pk, now=timezone.now())
    return contest


def work(rounds: int = 4, start: int = 0) -> None:
    for number in range(start, start + rounds):
        moment = timezone.now() + number * STEP
        prepare_disbursements(moment)
        while send_due(moment):
            pass


def ways() -> list[tuple[str, str]]:
    rows = Disbursement.objects.order_by("attempt").select_related("payout_account", "origin")
    return [(one.state, one.destination) for one in rows]


def refunds(money: StripeMoney) -> list[tuple[int, str]]:
    return [(one["amount"], one["status"]) for one in money.fake.objects("refund")]


def wrong() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return [check.name for check in run_checks(now=timezone.now()) if not check.ok]


def test_a_refund_goes_back_to_the_card(stripe_money: StripeMoney, contest: Contest) -> None:
    work(1)
    assert (ways(), refunds(stripe_money)) == ([("paid", "↩ card")], [(PAID_IN, "succeeded")])
    (refund,), deposit = stripe_money.fake.objects("refund"), Deposit.objects.get()
    assert (refund["payment_intent"], deposit.state) == (deposit.provider_reference, "received")
    assert Disbursement.objects.get().provider_reference == refund["id"]
    assert ledger.balance(ledger.account_id("bank:stripe", "EUR")) == 0
    assert stripe_money.fake.objects("transfer") == []
    later = timezone.now() + STEP
    assert (wrong(), reconcile("stripe", later).is_clean) == ([], True)
    stripe_money.hear(1)
    assert (ways(), Deposit.objects.get().state) == ([("paid", "↩ card")], "received")


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "error_before", "error_after", "unreadable"])
def test_whatever_happens_on_the_wire_there_is_one_refund(
    stripe_money: StripeMoney, contest: Contest, settings: Any, fault: str
) -> None:
    settings.RAILS = settings.RAILS | {"stripe": stripe_money.fake.options | {"timeout_seconds": 1.0}}
    stripe_money.fake.arm(fault, REFUNDS)
    work()
    assert len(stripe_money.fake.fired()) == 1
    assert (ways(), refunds(stripe_money)) == ([("paid", "↩ card")], [(PAID_IN, "succeeded")])
    assert (wrong(), reconcile("stripe", timezone.now() + 9 * STEP).is_clean) == ([], True)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    ("where", "name"),
    [
        (StripeRail, "refund_charge"),
        (StripeRail, "fetch_refund"),
        (sending, "claim"),
        (sending, "order"),
        (sending, "record_outcomes"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_death_around_the_call_makes_no_second_refund(
    stripe_money: StripeMoney, contest: Contest, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    if name == "fetch_refund":
        stripe_money.fake.arm("error_after", REFUNDS)
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))
    course: list[Callable[[], Any]] = [
        lambda: prepare_disbursements(timezone.now()),
        *((lambda n=number: send_due(timezone.now() + n * STEP)) for number in range(5)),  # type: ignore[misc]
    ]
    deaths = 0
    for step in course:
        try:
            step()
        except Killed:
            deaths += 1
    assert (deaths, ways(), refunds(stripe_money)) == (1, [("paid", "↩ card")], [(PAID_IN, "succeeded")])
    assert wrong() == []


def test_a_card_that_takes_nothing_any_more_sends_it_to_the_account(
    stripe_money: StripeMoney, contest: Contest, settings: Any
) -> None:
    """Days later, when it counted as paid: owed again, on the day it always was, and never refunded a second time."""
    settings.PAYOUT_COOLING = timedelta()
    work(1)
    pay_by = Obligation.objects.get().pay_by
    stripe_money.fake.control("POST", "refunds/fail", refund=stripe_money.fake.objects("refund")[0]["id"])
    stripe_money.fake.board.wait_until(lambda posted: any(b'"refund.failed"' in one.body for one in posted))
    stripe_money.hear(1)
    work()
    assert (ways(), Disbursement.objects.get().reason) == ([("returned", "↩ card")], "lost_or_stolen_card")
    assert (Obligation.objects.get().paid_at, Obligation.objects.get().pay_by) == (None, pay_by)

    account = stripe_money.sign_up(brand=contest.brand, actor=owner_of(contest.brand))
    stripe_money.fake.top_up(PAID_IN)
    work()
    assert [state for state, _ in ways()] == ["returned", "paid"]
    assert [(one["destination"], one["amount"]) for one in stripe_money.fake.objects("transfer")] == [
        (account, PAID_IN)
    ]
    assert len(refunds(stripe_money)) == 1
    assert wrong() == []


@pytest.mark.parametrize("decision", ["set aside", "try again"])
def test_what_went_back_by_a_dispute_is_looked_at_by_a_person_before_it_is_paid_otherwise(
    stripe_money: StripeMoney, contest: Contest, settings: Any, decision: str
) -> None:
    """The payer's bank has taken the money already, which nobody has told us yet."""
    settings.PAYOUT_COOLING = timedelta()
    intent = Deposit.objects.get().provider_reference
    stripe_money.fake.control("POST", "disputes", payment_intent=intent, status="needs_response", amount=PAID_IN)
    work()
    payment = Disbursement.objects.get()
    assert (payment.state, payment.reason, payment.due_state) == ("rejected", "charge_disputed", "parked")
    assert (refunds(stripe_money), wrong()) == ([], ["nothing_stuck"])

    admin = hire("admin")
    if decision == "set aside":
        set_aside(admin, payment, reason="They shall have it.", now=timezone.now())
        stripe_money.sign_up(brand=contest.brand, actor=owner_of(contest.brand))
        work(1)
        assert [where for _, where in ways()][1].startswith("••••")
    else:
        try_again(admin, [payment.pk], now=timezone.now())
        work(1)
        assert [where for _, where in ways()] == ["↩ card", "↩ card"]
