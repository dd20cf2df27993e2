"""Many preparers at once: each refund goes one way, once, and no deposit is sent back beyond what came in by it."""

import pytest
from django.db.models import Sum

from payouts.models import Deposit, Disbursement
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.refunding import refund_draft
from tests.fixtures.payday import LATER, PAYDAY, Payday
from tests.fixtures.worlds import NOON, owner_of, pay_in
from tests.integration.payouts.test_paying_at_once import WORKERS, all_at_once
from tests.integration.payouts.test_ways_back import refunded_draft

pytestmark = pytest.mark.django_db(transaction=True)

CONTESTS = 4


def test_refunds_that_want_the_same_deposit_never_take_more_than_it_brought(payday: Payday) -> None:
    """Of two refunds of a contest either fits the newest deposit, but not both: the other one is cut."""
    for number in range(CONTESTS):
        contest = refunded_draft((f"FR76OLD{number}", 6_000))
        pay_in(contest, 8_000, source=f"FR76NEW{number}")
        refund_draft(owner_of(contest.brand), contest.pk, now=NOON)

    assert sum(all_at_once(*[lambda: prepare_disbursements(PAYDAY)] * WORKERS)) == 3 * CONTESTS
    all_at_once(*[lambda: send_due(PAYDAY)] * WORKERS)
    payday.bank.advance()
    all_at_once(*[lambda: send_due(PAYDAY + LATER)] * WORKERS)

    assert set(Disbursement.objects.values_list("state", flat=True)) == {"paid"}
    for deposit in Deposit.objects.annotate(back=Sum("sent_back__amount_minor")):
        assert deposit.back == deposit.amount_minor == payday.paid_out()[deposit.source]
    assert [check for check in run_checks(now=NOON) if not check.ok] == []
