"""Invoices follow disputes: what is owed otherwise is taken back and invoiced anew; interest is on nobody's invoice."""

from datetime import timedelta

import pytest

from payouts.documents.models import Document
from payouts.models import Obligation
from payouts.services.dispute_decisions import uphold_dispute
from payouts.services.disputing import open_dispute
from payouts.services.late_interest import write_late_interest
from tests.fixtures.disputes import Quarrel, carry_out_payments, fair_2, settled, the_audit_is_content
from tests.fixtures.papers import issue_and_seal, tell_billing
from tests.fixtures.papers import ready_creative as ready

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def quarrel() -> Quarrel:
    """All payees have given a mandate and their tax details, and everything that was settled is invoiced."""
    made = settled(fair_2(), maker=ready)
    tell_billing(made.contest.brand)
    issue_and_seal(made.contest.state_since + HOUR)
    return made


def gross(quarrel: Quarrel, number: int) -> int:
    """What the standing invoices of somebody come to."""
    rows = Document.objects.filter(person=quarrel.payees[number], kind="self_billed", credited_by=None)
    return sum(int(row.content["gross_minor"]) for row in rows)


def owed(quarrel: Quarrel, number: int) -> int:
    rows = Obligation.objects.filter(payee_user=quarrel.payees[number], cancelled_at=None).exclude(kind="interest")
    return sum(rows.values_list("amount_minor", flat=True))


def check(quarrel: Quarrel) -> None:
    assert [gross(quarrel, number) for number in range(3)] == [owed(quarrel, number) for number in range(3)]
    the_audit_is_content()


def test_a_split_and_a_decision_are_invoiced_anew(quarrel: Quarrel) -> None:
    check(quarrel)
    now = quarrel.contest.state_since + 2 * HOUR
    debt = quarrel.debt(1)
    dispute = open_dispute(quarrel.owner, debt.public_id, claim_minor=5_000, reason="Copied.", now=now)
    issue_and_seal(now + HOUR)
    check(quarrel)
    assert Document.objects.filter(kind="credit_note").count() == 1

    uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=3_000, reason="It was.", now=now + 2 * HOUR)
    issue_and_seal(now + 3 * HOUR)

    check(quarrel)
    lines = str(Document.objects.filter(person=quarrel.payees[0], credited_by=None).latest("pk").content)
    assert "Decided in a dispute" in lines


def test_interest_is_no_pay_of_the_brands(quarrel: Quarrel) -> None:
    late = quarrel.contest.state_since + timedelta(days=30)
    carry_out_payments(late)
    assert write_late_interest(late) > 0
    issue_and_seal(late + HOUR)
    check(quarrel)
