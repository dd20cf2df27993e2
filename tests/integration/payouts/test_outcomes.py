"""Every way in which a contest may end: who is owed what, when it may be paid, and that nothing is lost on the way."""

from collections import Counter

import pytest
from django.db import connection
from django.db.models import Sum

from contests.models import Contest, Handover
from contests.services.judging import cancel_contest
from payouts import ledger
from payouts.models import Escrow, Obligation, Settlement
from payouts.policy import replay
from payouts.services.settlement_rows import _increments
from tests.fixtures.worlds import (
    NOON,
    award,
    close_entries,
    draft_contest,
    enter,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db

FLOOR = 16_828


def owed(contest: Contest, **which: object) -> int:
    rows = Obligation.objects.filter(contest=contest, cancelled_at=None, **which)
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def check_books(contest: Contest) -> None:
    """Both columns sum alike, the escrow is empty, and the stored facts give the stored settlement again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    rows = ledger.trial_balance()
    assert sum(row.debit_minor for row in rows) == sum(row.credit_minor for row in rows)
    escrow = Escrow.objects.get(contest=contest)
    assert ledger.balance(escrow.account_id) == 0
    for settlement in Settlement.objects.filter(contest=contest).select_related("policy"):
        again = replay(settlement.policy.document, settlement.terms, settlement.facts)
        stored = list(settlement.lines.order_by("position").values_list("rule", "amount_minor", "formula"))
        assert [(line.rule, line.amount_minor, line.formula) for line in again.lines] == stored


def test_award_pays_floors_now_and_prizes_after_the_handover() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(6)]
    shortlist(contest, entries[:4])
    award(contest, entries[1], entries[2])

    assert owed(contest, kind="earned", released_at__isnull=False) == 4 * FLOOR
    assert owed(contest, kind="prize", released_at=None) == 150_000
    assert owed(contest, entry=entries[1]) == FLOOR + 100_000
    assert owed(contest, entry=entries[5]) == 0
    check_books(contest)

    Handover.objects.filter(award__contest=contest).update(delivered_at=NOON)
    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)
    assert contest.state == "handover"
    assert owed(contest, kind="prize", released_at=None) == 150_000
    pass_time(contest, contest.deadlines.get(kind="acceptance_due", due_state="waiting").due_at)
    assert contest.state == "settled"
    assert owed(contest, released_at=None) == 0
    check_books(contest)


def test_silence_after_the_shortlist_shares_the_prizes_over_it() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(6)]
    shortlist(contest, entries[:3])
    pass_time(contest, "lapses_at")

    assert contest.state == "lapsed"
    for entry in entries[:3]:
        assert owed(contest, entry=entry) == FLOOR + 50_000
    assert owed(contest, entry=entries[4]) == 0
    check_books(contest)


def test_silence_without_a_shortlist_pays_everybody_who_entered() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(7)]
    pass_time(contest, "lapses_at")

    assert contest.state == "lapsed"
    envelope = 5 * FLOOR
    assert owed(contest, kind="earned") == envelope + 150_000
    amounts = [owed(contest, entry=entry) for entry in entries]
    assert max(amounts) - min(amounts) <= 1
    check_books(contest)


@pytest.mark.parametrize(("stage", "expected"), [("open", 2500), ("shortlisting", 3300), ("final_round", 10_000)])
def test_cancelling_costs_more_the_later_it_comes(stage: str, expected: int) -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(5)]
    if stage != "open":
        close_entries(contest)
    if stage == "final_round":
        shortlist(contest, entries[:3])
    cancel_contest(owner_of(contest.brand), contest.pk, "The product was dropped.", now=contest.closes_at)
    contest.refresh_from_db()

    whole = 5 * FLOOR + 150_000
    assert owed(contest, kind="earned") == -(-whole * expected // 10_000)
    if stage == "final_round":
        assert all(owed(contest, entry=entry) >= FLOOR for entry in entries[:3])
    check_books(contest)


def test_without_entries_everything_goes_back() -> None:
    contest = open_contest()
    held = ledger.balance(Escrow.objects.get(contest=contest).account_id)
    close_entries(contest)

    assert contest.state == "cancelled"
    assert owed(contest, kind="refund", released_at__isnull=False) == held
    check_books(contest)


def test_a_winner_who_does_not_deliver_keeps_the_floor_and_the_prize_passes_on() -> None:
    contest = open_contest(prizes=(100_000,))
    entries = [enter(contest) for _ in range(4)]
    shortlist(contest, entries[:3])
    award(contest, entries[0], entries[1])
    assert owed(contest, entry=entries[0]) == FLOOR + 100_000

    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)

    assert contest.state == "awarded"
    assert owed(contest, entry=entries[0]) == FLOOR
    assert owed(contest, entry=entries[1]) == FLOOR + 100_000
    check_books(contest)


def test_a_team_is_paid_by_its_signed_weights() -> None:
    contest = open_contest()
    team = [make_creative() for _ in range(3)]
    entries = [enter(contest, team[0], team=team), enter(contest), enter(contest)]
    shortlist(contest, entries)
    award(contest, entries[0])

    shares = sorted(owed(contest, payee_user=member, kind="earned") for member in team)
    assert sum(shares) >= FLOOR
    assert shares[-1] - shares[0] <= 1
    check_books(contest)


def test_a_draft_owes_nothing_and_has_no_escrow() -> None:
    contest = draft_contest()
    assert not Escrow.objects.filter(contest=contest).exists()


def test_a_larger_sum_never_takes_a_cent_from_a_member_of_a_team() -> None:
    old = Counter({1: 4, 2: 4, 3: 2})
    new = Counter({1: 5, 2: 5, 3: 1})
    assert _increments(old, new, 1) == {1: 0, 2: 1}
