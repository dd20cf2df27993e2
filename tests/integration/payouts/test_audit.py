"""The audit: silent on honest books, and red on each kind of forgery, even one made with the tables' owner's rights."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from payouts.documents.services.papers import issue_papers
from payouts.models import Disbursement, Obligation
from payouts.services.audit import CHECKS, run_checks
from payouts.services.disbursements import prepare_disbursements
from payouts.services.disputing import open_dispute
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.payday import PAYDAY, Payday, decided_contest, payday_at
from tests.fixtures.rails import SandboxBank
from tests.fixtures.worlds import give_account, make_creative, open_contest

pytestmark = pytest.mark.django_db

FORGERIES = {
    "a posting's amount": (
        "UPDATE payouts_posting SET amount_minor = amount_minor + 1 WHERE id = (SELECT min(id) FROM payouts_posting)",
        {"entries_balanced", "trial_balance_zero", "books_sealed"},
    ),
    "a lost posting": (
        "DELETE FROM payouts_posting WHERE id = (SELECT min(id) FROM payouts_posting)",
        {"entries_balanced", "trial_balance_zero"},
    ),
    "an entry lowered on both sides": (
        """UPDATE payouts_posting SET amount_minor = amount_minor - 1 WHERE entry_id =
               (SELECT max(id) FROM payouts_journalentry WHERE kind = 'deposit')""",
        {"liabilities_covered", "bank_adds_up"},
    ),
    "a debt lowered below the floor": (
        "UPDATE payouts_obligation SET amount_minor = amount_minor - 1 WHERE kind = 'earned' AND paid_at IS NULL",
        {"floors_kept", "obligations_are_settled", "debts_are_booked"},
    ),
    "a settlement's total": (
        "UPDATE payouts_settlement SET owed_minor = owed_minor - 1",
        {"obligations_are_settled", "settlements_replay"},
    ),
    "a payment that never was": (
        "UPDATE payouts_disbursement SET state = 'paid' WHERE state = 'pending'",
        {"payments_booked_once", "debts_paid_once", "bank_adds_up"},
    ),
    "a payment forgotten": (
        "UPDATE payouts_disbursement SET state = 'pending' WHERE state = 'paid'",
        {"payments_booked_once", "debts_paid_once", "bank_adds_up"},
    ),
    "a debt marked as paid": (
        "UPDATE payouts_obligation SET paid_at = now() WHERE paid_at IS NULL AND released_at IS NOT NULL",
        {"debts_paid_once", "debts_are_booked"},
    ),
    "a deposit's amount": (
        "UPDATE payouts_deposit SET amount_minor = amount_minor + 1",
        {"bank_adds_up"},
    ),
    "a line's amount": (
        "UPDATE payouts_settlementline SET amount_minor = amount_minor + 1 WHERE position = 1",
        {"settlements_replay", "obligations_are_settled"},
    ),
    "a hold for ever": (
        "UPDATE payouts_obligation SET held_until = held_until + interval '1 year' WHERE held_until IS NOT NULL",
        {"disputes_conserve"},
    ),
    "a part that shrank": (
        "UPDATE payouts_obligation SET amount_minor = amount_minor - 1 WHERE part > 0 AND held_until IS NOT NULL",
        {"disputes_conserve", "obligations_are_settled", "debts_are_booked"},
    ),
    "a decision that moved nothing": (
        "UPDATE payouts_dispute SET decision = 'upheld', decided_minor = 1, decided_at = opened_at, "
        "decision_reason = '-', decided_by_id = opened_by_id",
        {"disputes_conserve"},
    ),
    "a line's reason": (
        "UPDATE payouts_settlementline SET formula = 'because' WHERE position = 1",
        {"settlements_replay"},
    ),
    "the facts": (
        "UPDATE payouts_settlement SET facts = jsonb_set(facts, '{entries,0,shortlisted}', 'false')",
        {"settlements_replay"},
    ),
    "the facts, beyond reading": (
        "UPDATE payouts_settlement SET facts = '{}'",
        {"settlements_replay"},
    ),
    "an approval that nobody gave": (
        "UPDATE payouts_disbursement SET needs_approval = TRUE WHERE state = 'paid'",
        {"approvals_kept"},
    ),
    "the policy": (
        "UPDATE payouts_payoutpolicy SET document = jsonb_set(document, '{title}', '\"Another\"')",
        {"settlements_replay"},
    ),
    "a number passed over": (
        "UPDATE payouts_documentseries SET last_number = last_number + 1",
        {"series_without_gaps"},
    ),
    "an invoice's words": (
        "UPDATE payouts_document SET content = jsonb_set(content, '{subject}', '\"Another brief\"')",
        {"documents_as_sealed"},
    ),
    "an invoice's hash": (
        "UPDATE payouts_document SET content_sha256 = repeat('0', 64)",
        {"documents_as_sealed"},
    ),
}
NEEDS_NO_FORGERY = {"escrows_not_overdrawn", "nothing_silently_overdue", "nothing_stuck", "late_interest_owed"}
NOT_HERE = {"statements_booked", "transfers_add_up", "closed_months_stand", "ways_back_kept"}
"""Of banks' statements, incoming transfers, closed months and refunds: their forgeries are in `test_bank_entries`,
`test_transfers`, `test_books_in_time` and `test_ways_back`."""
MONTHS = {"months_made"}
"""A month that was not made is in `test_posting_months`."""


def wrong_now(now: datetime = PAYDAY) -> set[str]:
    return {check.name for check in run_checks(now=now) if not check.ok}


def make_world(payday: Payday) -> None:
    """One debt paid, one pending and in dispute, and another contest that still runs."""
    payees = [make_creative(), make_creative(payout_account=False)]
    decided_contest(*payees)
    payday.pay()
    payday.bank.advance()
    payday.hear(1)
    give_account(payees[1], "FR7630006000011234567890999")
    prepare_disbursements(PAYDAY)
    debt = Obligation.objects.get(payee_user=payees[1], kind="earned")
    open_dispute(payees[1], debt.public_id, claim_minor=500, reason="Too low.", now=PAYDAY)
    issue_papers(PAYDAY)
    open_contest()


@pytest.fixture(scope="module")
def kept_audited(keep: Keep, request: pytest.FixtureRequest, _shared_bank: SandboxBank) -> Kept[None]:
    def make() -> None:
        with payday_at(_shared_bank) as day:
            make_world(day)

    return keep(request, make)


@pytest.fixture
def world(kept_audited: Kept[None]) -> None:
    return kept_audited()


def forge(sql: str) -> None:
    """Change rows as somebody would who has the owner's rights and knows how to silence the guards."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'payouts_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        assert cursor.rowcount > 0


def test_honest_books_pass_every_check_and_each_has_examined_something(world: None) -> None:
    results = run_checks(now=PAYDAY)

    assert {result.name for result in results if not result.ok} == set()
    idle = {result.name for result in results if result.figures["examined"] == 0}
    assert idle == {"nothing_silently_overdue", "approvals_kept", "late_interest_owed"} | NOT_HERE


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found(world: None, as_owner: AbstractContextManager[None], forgery: str) -> None:
    sql, expected = FORGERIES[forgery]
    with as_owner:
        forge(sql)

    assert expected <= wrong_now()


def test_an_overdrawn_escrow_is_found(world: None, as_owner: AbstractContextManager[None]) -> None:
    with as_owner:
        forge(
            "DELETE FROM payouts_posting WHERE entry_id IN (SELECT id FROM payouts_journalentry WHERE kind = 'deposit')"
        )

    assert "escrows_not_overdrawn" in wrong_now()


def test_a_contest_decided_without_a_settlement_is_found(world: None, as_owner: AbstractContextManager[None]) -> None:
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contests_contest DISABLE TRIGGER USER")
        cursor.execute("UPDATE contests_contest SET decided_at = now() WHERE state = 'open'")

    assert "obligations_are_settled" in wrong_now()


def test_a_debt_is_overdue_silently_unless_its_payee_was_asked_or_it_is_held(payday: Payday) -> None:
    with_account, without = make_creative(), make_creative(payout_account=False)
    decided_contest(with_account, without)
    late = PAYDAY + timedelta(days=8)

    (result,) = [check for check in run_checks(now=late) if check.name == "nothing_silently_overdue"]
    assert (result.figures["examined"], result.figures["wrong"]) == (2, 1)

    prepare_disbursements(PAYDAY)
    assert "nothing_silently_overdue" in wrong_now(late), "a payment that only waits is no excuse"
    Disbursement.objects.update(state="held", reason="identity check", due_at=late + timedelta(days=1))
    assert "nothing_silently_overdue" not in wrong_now(late)
    assert "nothing_silently_overdue" in wrong_now(late + timedelta(days=2)), "a hold that ended is no excuse"


def test_what_waits_for_a_person_is_found(world: None) -> None:
    Disbursement.objects.filter(state="pending").update(due_state="parked", last_error="the rail is odd")

    (result,) = [check for check in run_checks(now=PAYDAY) if not check.ok]
    assert result.name == "nothing_stuck"
    assert "the rail is odd" in result.detail


def test_every_check_has_a_test_that_turns_it_red() -> None:
    found = set().union(*(expected for _, expected in FORGERIES.values())) | NEEDS_NO_FORGERY | NOT_HERE | MONTHS
    assert found == {check.name for check in CHECKS}


def test_the_command_prints_a_table_and_fails_on_what_is_wrong(
    world: None, as_owner: AbstractContextManager[None]
) -> None:
    out = StringIO()
    call_command("audit", stdout=out, no_color=True)
    assert out.getvalue().count("ok   ") == len(CHECKS)
    assert f"All {len(CHECKS)} checks hold." in out.getvalue()

    with as_owner:
        forge("UPDATE payouts_settlementline SET formula = 'because' WHERE position = 1")
    out = StringIO()
    with pytest.raises(CommandError, match=f"1 of {len(CHECKS)}"):
        call_command("audit", stdout=out, no_color=True)
    assert "WRONG  Settlements replay to the cent from their facts" in out.getvalue()
