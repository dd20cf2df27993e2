"""Interest on what the platform paid late: to the cent, once, from its own pocket, only where the delay was its own."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import PayoutAccount
from payouts import ledger
from payouts.models import Disbursement, Escrow, InterestDebt, JournalEntry, LedgerAccount, Obligation
from payouts.policy import central_bank
from payouts.selectors.earnings import Payment, earnings_of
from payouts.services import recording
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.disputing import open_dispute
from payouts.services.late_interest import write_late_interest
from tests.fixtures.disputes import Quarrel, decided, fair_2, the_audit_is_content
from tests.fixtures.payday import LATER, Payday
from tests.fixtures.worlds import LONG_AGO, destination_of, give_account, pass_time

pytestmark = pytest.mark.django_db

FLOOR = 16_828
RATE = 215 + 1_000
"""In basis points: the central bank's of the first half of 2026, and the ten points of fair 2."""


def interest(debt: int, days: int) -> int:
    """The rule, once more: rounded up, and forty euros."""
    return -(-debt * RATE * days // 3_650_000) + 4_000


@pytest.fixture
def quarrel(payday: Payday) -> Quarrel:
    """Three people with old accounts are owed their floors under the policy with every rule."""
    return decided(fair_2())


def due(quarrel: Quarrel) -> datetime:
    return quarrel.debt(1).pay_by


def pay(payday: Payday, now: datetime) -> None:
    """Send whatever is payable, and have it arrive at that moment."""
    prepare_disbursements(now)
    while send_due(now):
        pass
    payday.bank.advance()
    send_due(now + LATER)


def interest_debts() -> list[int]:
    return list(Obligation.objects.filter(kind="interest").order_by("pk").values_list("amount_minor", flat=True))


def payment(quarrel: Quarrel, number: int, now: datetime, component: str = "earned") -> Payment:
    (entry,) = earnings_of(quarrel.payees[number], now=now).entries
    return next(one for one in entry.payments if one.component == component)


def findings(now: datetime) -> dict[str, list[str]]:
    return {check.name: check.figures["examples"] for check in run_checks(now=now) if not check.ok}


def test_thirty_days_late_earn_the_rate_and_forty_euros_once(payday: Payday, quarrel: Quarrel) -> None:
    late = due(quarrel) + timedelta(days=30)
    pay(payday, late)

    assert [write_late_interest(late + LATER), write_late_interest(late + LATER)] == [3, 0]

    assert interest_debts() == [interest(FLOOR, 30)] * 3 == [4_169] * 3
    row = InterestDebt.objects.select_related("obligation", "debt").first()
    assert row is not None
    assert (row.due_on, row.paid_on) == (due(quarrel).date(), late.date())
    assert (row.reference_bps, row.margin_bps, row.lump_minor) == (215, 1_000, 4_000)
    assert row.obligation.payee_user == row.debt.payee_user
    assert row.obligation.pay_by == late + LATER + timedelta(days=7)
    expense = LedgerAccount.objects.get(code="expense:late_interest:EUR")
    assert (expense.kind, ledger.balance(expense.pk)) == ("expense", 3 * 4_169)
    the_audit_is_content()


def test_it_touches_no_escrow_and_is_paid_like_any_debt(payday: Payday, quarrel: Quarrel) -> None:
    late = due(quarrel) + timedelta(days=30)
    pay(payday, late)
    escrow = Escrow.objects.get(contest=quarrel.contest)
    before = ledger.balance(escrow.account_id)
    write_late_interest(late + LATER)

    pay(payday, late + 2 * LATER)

    assert ledger.balance(escrow.account_id) == before
    assert not Obligation.objects.filter(kind="interest", paid_at=None).exists()
    assert write_late_interest(late + timedelta(days=60)) == 0, "there is no interest on interest"
    account = PayoutAccount.objects.get(user=quarrel.payees[1])
    assert payday.paid_out()[destination_of(account)] == FLOOR + 4_169
    the_audit_is_content()


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (1, 3)])
def test_it_begins_on_the_day_after(payday: Payday, quarrel: Quarrel, days: int, expected: int) -> None:
    moment = datetime.combine(due(quarrel).date() + timedelta(days=days), due(quarrel).timetz()) + 2 * LATER
    pay(payday, moment)
    assert write_late_interest(moment + LATER) == expected


def test_recording_a_late_payment_rings_for_it(
    payday: Payday, quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(recording, "ring", rung.append)
    pay(payday, due(quarrel) + timedelta(days=3))
    assert rung == ["payouts.tasks.write_late_interest"]


def test_a_payment_in_time_rings_for_nothing(payday: Payday, quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(recording, "ring", rung.append)
    pay(payday, due(quarrel) - timedelta(days=3))
    assert rung == []


def test_while_it_is_unpaid_the_payee_sees_what_it_has_earned_so_far(payday: Payday, quarrel: Quarrel) -> None:
    ten, eleven = (due(quarrel) + timedelta(days=days) for days in (10, 11))
    assert payment(quarrel, 1, due(quarrel)).interest_minor == 0
    assert payment(quarrel, 1, ten).interest_minor == interest(FLOOR, 10)
    assert payment(quarrel, 1, eleven).interest_minor >= interest(FLOOR, 10)
    assert write_late_interest(ten) == 0, "it is written once the debt is paid"

    pay(payday, ten)
    write_late_interest(ten + LATER)

    assert payment(quarrel, 1, ten + LATER).interest_minor == 0
    assert payment(quarrel, 1, ten + LATER, "interest").amount_minor == interest(FLOOR, 10)


# --- Whose delay it was ----------------------------------------------------------------------------------------------


def test_without_an_account_in_time_the_delay_is_the_payee_s(payday: Payday, quarrel: Quarrel) -> None:
    PayoutAccount.objects.filter(user=quarrel.payees[1]).update(retired_at=LONG_AGO)
    give_account(quarrel.payees[1], "FR7630006000011234567890999", now=due(quarrel) + timedelta(days=1))
    late = due(quarrel) + timedelta(days=5)
    pay(payday, late)

    assert write_late_interest(late + LATER) == 2
    assert not InterestDebt.objects.filter(debt__payee_user=quarrel.payees[1]).exists()
    the_audit_is_content()


@pytest.mark.parametrize(("reason", "expected"), [("AC04", 2), ("AM04", 3), ("account_retired", 3), ("disputed", 3)])
def test_a_wrong_account_is_the_payee_s_and_our_own_failure_is_not(
    payday: Payday, quarrel: Quarrel, reason: str, expected: int
) -> None:
    prepare_disbursements(due(quarrel) - timedelta(days=1))
    failed = Disbursement.objects.get(obligation=quarrel.debt(1))
    Disbursement.objects.filter(pk=failed.pk).update(state="rejected", due_state="done", reason=reason)
    PayoutAccount.objects.filter(pk=failed.payout_account_id).update(retired_at=due(quarrel) + timedelta(days=2))
    give_account(quarrel.payees[1], "FR7630006000011234567890999")
    late = due(quarrel) + timedelta(days=5)
    pay(payday, late)

    assert write_late_interest(late + LATER) == expected


def test_time_in_dispute_is_nobody_s_lateness(payday: Payday, quarrel: Quarrel) -> None:
    opened = due(quarrel) - timedelta(days=2)
    debt = quarrel.debt(1)
    dispute = open_dispute(quarrel.owner, debt.public_id, claim_minor=FLOOR, reason="Copied.", now=opened)
    ended = opened + timedelta(days=14)
    assert payment(quarrel, 1, ended - timedelta(days=1)).interest_minor == 0
    late = ended + timedelta(days=3)
    pay(payday, late)

    write_late_interest(late + LATER)

    row = InterestDebt.objects.get(debt=dispute.held)
    assert (row.due_on, row.obligation.amount_minor) == (ended.date(), interest(FLOOR, 3))
    assert InterestDebt.objects.get(debt=quarrel.debt(2)).due_on == due(quarrel).date()
    the_audit_is_content()


def test_one_s_own_dispute_costs_no_interest(payday: Payday, quarrel: Quarrel) -> None:
    """It holds the brand's refund, and delays nobody's pay: least of all the pay that nobody disputes."""
    debt = quarrel.debt(1)
    open_dispute(quarrel.payees[1], debt.public_id, claim_minor=500, reason="Too low.", now=due(quarrel))
    late = due(quarrel) + timedelta(days=4)
    pay(payday, late)
    assert write_late_interest(late + LATER) == 3


def test_under_a_policy_without_the_rule_nothing_is_owed(payday: Payday) -> None:
    quarrel = decided()
    late = due(quarrel) + timedelta(days=30)
    pay(payday, late)
    assert write_late_interest(late + LATER) == 0
    assert payment(quarrel, 1, late).interest_minor == 0
    the_audit_is_content()


def test_a_debt_that_a_later_settlement_wrote_has_its_days_from_then(payday: Payday, quarrel: Quarrel) -> None:
    """Its day by the first decision is over when it is written: the delay is the contest's, not the platform's."""
    pay(payday, due(quarrel) - timedelta(days=6))
    contest = quarrel.contest
    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)
    assert contest.state == "settled"
    pay(payday, contest.state_since + timedelta(days=6))
    assert write_late_interest(contest.state_since + timedelta(days=7)) == 0


# --- The rate --------------------------------------------------------------------------------------------------------


def test_a_rate_that_nobody_has_looked_up_is_waited_for_and_named(
    payday: Payday, quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central_bank, "KNOWN_UNTIL", date(2025, 12, 31))
    late = due(quarrel) + timedelta(days=30)
    assert payment(quarrel, 1, late).interest_minor == 0
    pay(payday, late)
    moment = late + LATER

    assert write_late_interest(moment) == 0
    found = findings(moment)
    assert set(found) == {"late_interest_owed"}
    assert f"obligation {quarrel.debt(1).pk} was paid late and waits" in " ".join(found["late_interest_owed"])

    monkeypatch.setattr(central_bank, "KNOWN_UNTIL", date(2026, 6, 30))
    assert write_late_interest(moment) == 3
    assert findings(moment) == {}


def test_the_audit_names_interest_that_was_forgotten_or_is_another(
    payday: Payday, quarrel: Quarrel, as_owner: object
) -> None:
    late = due(quarrel) + timedelta(days=30)
    pay(payday, late)
    assert findings(late + timedelta(hours=1)) == {}, "the sweep may still come by"
    assert set(findings(late + timedelta(hours=4))) == {"late_interest_owed"}
    write_late_interest(late + LATER)

    with as_owner, connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payouts_interestdebt DISABLE TRIGGER USER")
        cursor.execute("UPDATE payouts_interestdebt SET paid_on = paid_on + 1")
    assert set(findings(late + timedelta(hours=4))) == {"late_interest_owed"}


def test_a_later_settlement_leaves_interest_alone(payday: Payday) -> None:
    quarrel = decided(fair_2(), ranked=2)
    contest = quarrel.contest
    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)
    assert contest.state == "awarded", "the second is asked for the work"
    late = due(quarrel) + timedelta(days=3)
    pay(payday, late)
    assert write_late_interest(late + LATER) == 3

    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)

    assert contest.state == "settled"
    assert interest_debts() == [interest(FLOOR, 3)] * 3
    assert not JournalEntry.objects.filter(kind="interest", reversed_by__isnull=False).exists()
    the_audit_is_content()
