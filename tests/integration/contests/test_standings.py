"""How brands have dealt with their contests: counted for all at once, shown with small numbers kept back."""

import pytest

from contests.models import BrandStanding
from contests.review_rules import ASPECTS
from contests.selectors.standings import standings_of
from contests.services.after.reviews import show_due_reviews, write_review
from contests.services.after.standings import refresh_standings
from contests.services.handover import accept_handovers, deliver
from contests.services.judging import cancel_contest
from contests.services.questions import answer, ask
from tests.fixtures.worlds import (
    DAY,
    NOON,
    award,
    enter,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db
LATER = NOON + 90 * DAY


def _won(brand, *, days: int, stars: int) -> None:
    """A contest that the brand decides in time and accepts so many days after delivery; its winner gives so many."""
    winner = make_creative()
    contest = open_contest(brand, prizes=[50_000])
    question = ask(make_creative(), contest.pk, "May it be in two colours?", now=NOON)
    answer(owner_of(brand), question.pk, "Yes.", now=NOON + days * DAY / 24)
    entries = [enter(contest, winner), enter(contest), enter(contest)]
    award(shortlist(contest, entries), entries[0])
    won = contest.awards.get()
    won.handover.files.create(
        kind="attachment", original_name="a.zip", media_type="application/zip", size_bytes=1, sha256="0", due_at=NOON
    )
    delivered = contest.closes_at + DAY
    deliver(winner, contest.pk, won.pk, "", now=delivered)
    accept_handovers(owner_of(brand), contest.pk, now=delivered + days * DAY)
    write_review(winner, contest.pk, "", dict.fromkeys(ASPECTS, stars), now=delivered + days * DAY)


def test_a_brand_s_contests_are_counted() -> None:
    brand, other = make_brand(), make_brand()
    for days, stars in ((1, 5), (2, 4), (5, 2)):
        _won(brand, days=days, stars=stars)
    silent = open_contest(brand)
    enter(silent)
    pass_time(silent, "lapses_at")
    regretted = open_contest(brand)
    enter(regretted)
    cancel_contest(owner_of(brand), regretted.pk, "The shop will not open.", now=NOON + DAY)
    pass_time(open_contest(brand), "closes_at")  # Nobody entered, which is not the brand's doing.
    open_contest(other)
    show_due_reviews(LATER)
    refresh_standings(LATER)
    shown = standings_of([brand.pk, other.pk])
    assert shown[other.pk].is_new
    known = shown[brand.pk]
    assert (known.ended, known.decided, known.decided_in_time, known.lapsed) == (4, 3, 3, 1)
    assert (known.cancelled_open, known.cancelled_shortlisting, known.cancelled_final) == (1, 0, 0)
    assert (known.questions_asked, known.questions_answered, known.answer_minutes) == (3, 3, 120)
    assert (known.handovers, known.accepted_by_silence, known.accept_hours) == (3, 0, 48)
    assert (known.reviews, known.review_hundredths) == (3, 367)


def test_counting_again_replaces_and_never_adds() -> None:
    brand = make_brand()
    contest = open_contest(brand)
    enter(contest)
    pass_time(contest, "lapses_at")
    assert (refresh_standings(LATER), refresh_standings(LATER + DAY)) == (1, 1)
    row = BrandStanding.objects.get(brand=brand)
    assert (row.lapsed, row.counted_at) == (1, LATER + DAY)
    assert standings_of([brand.pk])[brand.pk].is_new  # One contest says nothing.
