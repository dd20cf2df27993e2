"""Many preparers and a dispute at once: a refund is cut once, and goes back in the parts in which it came."""

import pytest
from django.db import transaction

from contests.services.transitions import lock_contest
from payouts.models import Disbursement, Obligation
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from tests.fixtures.payday import LATER, PAYDAY, Payday
from tests.fixtures.worlds import NOON
from tests.integration.payouts.test_paying_at_once import WORKERS, all_at_once
from tests.integration.payouts.test_refunds_in_parts import SIX, debts, disputed, moment, settled_in_parts
from tests.integration.payouts.test_ways_back import refunded_draft

pytestmark = pytest.mark.django_db(transaction=True)

CONTESTS = 4


def test_many_preparers_cut_each_refund_once(payday: Payday) -> None:
    contests = [refunded_draft((f"FR76LARGE{n}", 6_000), (f"FR76SMALL{n}", 4_000)) for n in range(CONTESTS)]

    assert sum(all_at_once(*[lambda: prepare_disbursements(PAYDAY)] * WORKERS)) == 2 * CONTESTS
    assert list(map(debts, contests)) == [[6_000, 4_000]] * CONTESTS
    assert Obligation.objects.exclude(cancelled_at=None).count() == CONTESTS

    all_at_once(*[lambda: send_due(PAYDAY)] * WORKERS)
    payday.bank.advance()
    all_at_once(*[lambda: send_due(PAYDAY + LATER)] * WORKERS)
    assert set(Disbursement.objects.values_list("state", flat=True)) == {"paid"}
    wanted = {f"FR76LARGE{n}": 6_000 for n in range(CONTESTS)} | {f"FR76SMALL{n}": 4_000 for n in range(CONTESTS)}
    assert payday.paid_out() == wanted
    assert [check for check in run_checks(now=NOON) if not check.ok] == []


def test_a_contest_that_somebody_holds_is_left_to_the_next_visit(payday: Payday) -> None:
    held, other = (refunded_draft(("FR76LARGE", 6_000), ("FR76SMALL", 4_000)) for _ in range(2))
    with transaction.atomic():
        lock_contest(held.pk)
        assert all_at_once(lambda: prepare_disbursements(PAYDAY)) == [2]
        assert (debts(held), debts(other)) == ([10_000], [6_000, 4_000])
    assert prepare_disbursements(PAYDAY) == 2
    assert debts(held) == [6_000, 4_000]


def test_a_dispute_and_preparers_at_once_lose_nothing(payday: Payday) -> None:
    quarrel = settled_in_parts(*SIX)
    now, total, back = moment(quarrel), sum(quarrel.standing()), sum(debts(quarrel.contest))
    claim = back - 1

    dispute, *_ = all_at_once(lambda: disputed(quarrel, claim), *[lambda: prepare_disbursements(now)] * 3)
    prepare_disbursements(now)

    assert dispute.held is not None and dispute.held.amount_minor == claim
    live = Disbursement.objects.filter(obligation__kind="refund", state="pending")
    assert sum(live.values_list("amount_minor", flat=True)) == 1
    assert (sum(quarrel.standing()), sum(debts(quarrel.contest))) == (total, back)
    assert [check for check in run_checks(now=NOON) if not check.ok] == []
