"""The published fairness figures over whole contests: worked out by hand, and against a recount in plain Python."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contests.models import Contest, Entry, EntryShare, EntryState, ShortlistPlace
from contests.services.judging import cancel_contest
from payouts.fairness import percentile
from payouts.fairness.figures import pay_by_rank
from payouts.models import FairnessFigure, Obligation, RailNotice, Settlement
from payouts.policy import hourly_minimum
from payouts.selectors.fairness import brand_record
from payouts.services.fairness import count_figures, refresh_fairness
from payouts.services.notices import process_notices, store_notice
from tests.fixtures.payday import PAYDAY, Payday, decided_contest
from tests.fixtures.worlds import (
    DAY,
    NOON,
    award,
    close_entries,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)
FLOOR = 16_828
"""480 minutes of a logo at 12.02 € and 1.75, in cents, rounded up."""


def test_an_awarded_contest_counted_by_hand() -> None:
    contest = open_contest(prizes=(100_000, 50_000))
    first, second, third, *others = (enter(contest) for _ in range(5))
    withdrawn = enter(contest)
    Entry.objects.filter(pk=withdrawn.pk).update(state=EntryState.WITHDRAWN)
    Entry.objects.filter(pk=third.pk).update(minutes_spent=240)
    Entry.objects.filter(pk=others[0].pk).update(minutes_spent=60)
    award(shortlist(contest, [first, second, third]), first, second)
    later = contest.closes_at + timedelta(hours=1)

    refresh_fairness(later)

    figure = FairnessFigure.objects.get(month=MARCH, category="logo")
    pays = (FLOOR + 100_000, FLOOR + 50_000, FLOOR, 0, 0)
    assert (figure.contests, figure.entrants, figure.entries, figure.paid_entries) == (1, 5, 5, 3)
    assert figure.pay_minor == figure.entrants_pay_minor == sum(pays) == 200_484
    # The third of five by pay per hour is the third entry: its floor for four hours, by 12.02 €.
    assert figure.hourly_median_bps == FLOOR * 10_000 // (4 * 1202) == 35_000
    assert (figure.reported_entries, figure.minutes, figure.unpaid_minutes) == (2, 3 * 480 + 240 + 60, 480 + 60)
    assert figure.entrants_pay_by_rank == 3 * FLOOR + 4 * (FLOOR + 50_000) + 5 * (FLOOR + 100_000)
    fee = Settlement.objects.get(contest=contest).fee_minor
    assert 0 < figure.fee_minor == fee and figure.spend_minor == 200_484 + fee
    assert (figure.answerable_contests, figure.kept_contests) == (1, 1)
    # Prizes wait for the handover: their clock does not run yet.
    assert (figure.debts, figure.paid_debts, figure.overdue_debts) == (3, 0, 0)
    assert (figure.time_to_pay_p50_seconds, figure.time_to_pay_p95_seconds, figure.youngest_unpaid_seconds) == (
        3600,
    ) * 3
    assert not figure.suppressed and figure.computed_at == later


def test_a_total_is_of_all_categories_and_of_all_months() -> None:
    twice, april = make_creative(), NOON
    for category, opened in (("logo", NOON), ("poster", NOON), ("logo", NOON + 30 * DAY)):
        contest = open_contest(category=category, now=opened)
        april = contest.closes_at
        entries = [enter(contest, twice, now=contest.opens_at), *(enter(contest) for _ in range(5))]
        award(shortlist(contest, entries[:3]), entries[0])
    refresh_fairness(april + DAY)
    found = {
        (figure.month, figure.category): (figure.contests, figure.entries, figure.entrants)
        for figure in FairnessFigure.objects.all()
    }
    assert found == {
        (MARCH, "logo"): (1, 6, 6),
        (MARCH, "poster"): (1, 6, 6),
        (MARCH, ""): (2, 12, 11),
        (date(2026, 4, 1), "logo"): (1, 6, 6),
        (date(2026, 4, 1), ""): (1, 6, 6),
        (None, "logo"): (2, 12, 11),
        (None, "poster"): (1, 6, 6),
        (None, ""): (3, 18, 16),
    }
    assert not FairnessFigure.objects.filter(suppressed=True).exists()


def test_a_small_group_takes_with_it_what_would_betray_it() -> None:
    for category, entrants in (("logo", 6), ("poster", 3), ("naming", 7)):
        contest = open_contest(category=category)
        entries = [enter(contest) for _ in range(entrants)]
        award(shortlist(contest, entries[:3]), entries[0])
    refresh_fairness(NOON + 60 * DAY)
    hidden = set(FairnessFigure.objects.filter(suppressed=True).values_list("month", "category"))
    assert hidden == {(MARCH, "logo"), (MARCH, "poster"), (None, "logo"), (None, "poster")}


def test_only_a_brand_that_decides_in_time_has_kept_its_word() -> None:
    brand = make_brand()

    def with_three(**terms: Any) -> tuple[Contest, list[Entry]]:
        contest = open_contest(brand, **terms)
        return contest, [enter(contest) for _ in range(3)]

    kept, entries = with_three()
    award(shortlist(kept, entries), entries[0])
    silent, entries = with_three()
    pass_time(shortlist(silent, entries), "lapses_at")
    cancelled, _ = with_three()
    close_entries(cancelled)
    cancel_contest(owner_of(brand), cancelled.pk, "The shop closed.", now=cancelled.closes_at)
    close_entries(open_contest(brand))  # Nobody entered: there was nothing to decide.
    late = NOON + 200 * DAY
    refresh_fairness(late)

    figure = FairnessFigure.objects.get(month=None, category="")
    assert (figure.contests, figure.answerable_contests, figure.kept_contests) == (4, 3, 1)
    record = brand_record(brand.pk, late)
    assert (record.contests, record.kept) == (3, 1)
    assert record.reliability_bps == 614
    assert brand_record(make_brand().pk, late).reliability_bps is None


def test_unpaid_debts_count_with_the_time_they_have_waited(payday: Payday) -> None:
    contest = decided_contest(make_creative(), make_creative(), make_creative(payout_account=False))
    payday.pay(PAYDAY)
    payday.bank.advance()
    for one in payday.bank.board.wait_for(2):
        store_notice("sandbox", one.headers, one.body, timezone.now())
    RailNotice.objects.update(due_at=PAYDAY)  # Payday is when the tests began, which may be long ago.
    process_notices(PAYDAY + timedelta(minutes=10))

    refresh_fairness(PAYDAY + 8 * DAY)

    figure = FairnessFigure.objects.get(month=None, category="")
    eight_days = 8 * 24 * 3600
    assert (figure.debts, figure.paid_debts, figure.overdue_debts) == (3, 2, 1)
    assert (figure.time_to_pay_p50_seconds, figure.time_to_pay_p95_seconds) == (600, eight_days)
    assert figure.youngest_unpaid_seconds == eight_days
    assert (
        Obligation.objects.filter(contest=contest, paid_at=None, released_at__isnull=False, kind="earned").count() == 1
    )


def test_refreshing_again_rewrites_and_costs_the_same_however_much_there_is() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            refresh_fairness(NOON + 60 * DAY)
        return len(caught)

    small_world(Random(1), contests=1)
    before = queries()
    assert queries() == before
    groups = FairnessFigure.objects.count()
    small_world(Random(2), contests=6)
    assert queries() == before <= 10
    assert FairnessFigure.objects.count() > groups


def test_without_any_decision_there_is_no_figure() -> None:
    open_contest()
    assert refresh_fairness(NOON) == 0


def test_the_command_and_the_task_refresh() -> None:
    from payouts.tasks import refresh_fairness as task

    small_world(Random(3), contests=2)
    call_command("refresh_fairness", stdout=StringIO())
    assert FairnessFigure.objects.count() == task.run() > 0


def small_world(random: Random, *, contests: int) -> None:
    """Contests with random entries, hours, teams and endings, over two months."""
    people = [make_creative() for _ in range(9)]
    for number in range(contests):
        category = random.choice(("logo", "poster", "naming"))
        now = NOON - random.choice((0, 20)) * DAY
        contest = open_contest(category=category, prizes=(90_000, 30_001), now=now)
        authors = random.sample(people, random.randint(0, 9))
        entries = []
        for author in authors:
            entry = enter(contest, author, now=now, team=random.choice(([], random.sample(people, 2))))
            Entry.objects.filter(pk=entry.pk).update(minutes_spent=random.choice((None, 0, 45, 900)))
            entries.append(entry)
        for entry in entries[5:]:
            Entry.objects.filter(pk=entry.pk).update(state=random.choice((EntryState.SUBMITTED, EntryState.WITHDRAWN)))
        chosen = entries[:4]
        ending = "lapse" if len(chosen) < 4 else ("award", "lapse", "silence", "cancel")[number % 4]
        if ending in ("award", "lapse") and chosen:
            shortlist(contest, chosen)
        if ending == "award":
            award(contest, *chosen[:2])
        elif ending == "cancel":
            close_entries(contest)
            cancel_contest(owner_of(contest.brand), contest.pk, "No need any more.", now=contest.closes_at)
        else:
            pass_time(contest, "closes_at")
            pass_time(contest, "lapses_at")
        if number % 3 == 0:
            entry_id = chosen[0].pk if chosen else None
            Entry.objects.filter(pk=entry_id).update(state=EntryState.DISQUALIFIED, disqualified_because="Copied.")


@pytest.mark.parametrize("seed", range(3))
def test_the_statements_count_what_a_plain_recount_counts(seed: int) -> None:
    small_world(Random(seed), contests=8)
    now = NOON + 50 * DAY
    counted = count_figures(now)
    assert counted == recount(now)
    assert sum(1 for figures in counted.values() if figures["paid_entries"]) > 3


def recount(now: datetime) -> dict[Any, dict[str, Any]]:
    """All figures again, one contest, entry and debt after another."""
    groups: dict[Any, list[Contest]] = defaultdict(list)
    for contest in Contest.objects.filter(decided_at__isnull=False).select_related("brief", "escrow"):
        month, category = contest.decided_at.date().replace(day=1), contest.brief.category_id
        for of_month in (month, None):
            for of_category in (category, ""):
                groups[contest.currency, of_month, of_category].append(contest)
    return {group: figures_of(members, now) for group, members in groups.items()}


def figures_of(contests: list[Contest], now: datetime) -> dict[str, Any]:
    settlements = [Settlement.objects.filter(contest=contest).latest("sequence") for contest in contests]
    answerable = [one for one, settled in zip(contests, settlements, strict=True) if settled.outcome != "void"]
    kept = [one for one in answerable if one.state in ("awarded", "handover", "settled")]
    entries = [entry for contest in contests for entry in competing(contest)]
    pays = [pay_of(entry=entry) for entry in entries]
    minutes = [entry.minutes_spent or entry.contest.escrow.terms["effort_minutes"] for entry in entries]
    floors = [hourly_minimum("FR", entry.contest.decided_at.date()).amount_minor for entry in entries]
    hourly = [pay * 600_000 // (time * least) for pay, time, least in zip(pays, minutes, floors, strict=True)]
    people: dict[int, int] = defaultdict(int)
    for share in EntryShare.objects.filter(entry__in=entries):
        people[share.user_id] += pay_of(entry=share.entry, payee_user=share.user)
    debts = Obligation.objects.filter(
        contest__in=contests, entry__isnull=False, cancelled_at=None, released_at__isnull=False
    )
    waited = [int(((debt.paid_at or now) - debt.released_at).total_seconds()) for debt in debts]
    unpaid = [time for debt, time in zip(debts, waited, strict=True) if debt.paid_at is None]
    return {
        "contests": len(contests),
        "fee_minor": sum(settled.fee_minor for settled in settlements),
        "spend_minor": sum(settled.fee_minor + settled.owed_minor for settled in settlements),
        "answerable_contests": len(answerable),
        "kept_contests": len([one for one in kept if one.decided_at <= one.decide_by]),
        "entries": len(entries),
        "paid_entries": sum(pay > 0 for pay in pays),
        "pay_minor": sum(pays),
        "hourly_median_bps": percentile(hourly, 5000),
        "reported_entries": sum(bool(entry.minutes_spent) for entry in entries),
        "minutes": sum(minutes),
        "unpaid_minutes": sum(time for pay, time in zip(pays, minutes, strict=True) if not pay),
        "entrants": len(people),
        "entrants_pay_minor": sum(people.values()),
        "entrants_pay_by_rank": pay_by_rank(list(people.values())),
        "debts": len(waited),
        "paid_debts": len(waited) - len(unpaid),
        "overdue_debts": sum(debt.paid_at is None and debt.pay_by < now for debt in debts),
        "time_to_pay_p50_seconds": percentile(waited, 5000),
        "time_to_pay_p95_seconds": percentile(waited, 9500),
        "youngest_unpaid_seconds": min(unpaid, default=None),
    }


def competing(contest: Contest) -> list[Entry]:
    entries = Entry.objects.filter(contest=contest).select_related("contest__escrow")
    places = set(ShortlistPlace.objects.filter(contest=contest).values_list("entry_id", flat=True))
    return [entry for entry in entries if entry.state == EntryState.SUBMITTED or entry.pk in places]


def pay_of(**whose: Any) -> int:
    return sum(Obligation.objects.filter(**whose, cancelled_at=None).values_list("amount_minor", flat=True))
