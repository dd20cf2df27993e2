"""Asks the two sides of a contest that is over for their reviews: when the time begins, and once more before it ends.

Only those who can write and have not are asked, each once a time; a review is never owed.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from contests.lifecycle import FINAL
from contests.models import Contest, Nudge, NudgeKind, Review, ShortlistPlace
from contests.review_rules import ReviewKind, brand_is_done, kind_for, last_call, refuse
from contests.selectors.reviews import pairs_of
from contests.services.after import review_mails


def plan_asking(contests: Sequence[Contest], *, now: datetime) -> None:
    """Ask those of these contests that had a shortlist; the caller has just ended them, under their locks."""
    if not contests:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO contests_nudge (contest_id, kind, due_state, due_at, fence, attempts, last_error)
            SELECT DISTINCT p.contest_id, %s, 'waiting', %s::timestamptz, 0, 0, ''
            FROM contests_shortlistplace p WHERE p.contest_id = ANY(%s)
            ON CONFLICT DO NOTHING
            """,
            [NudgeKind.REVIEWS_OPEN.value, now, [contest.pk for contest in contests]],
        )


def ask_for_reviews(contest: Contest, kind: NudgeKind, *, now: datetime) -> None:
    """Ask whoever can still write and has not; the first time, plan the second."""
    if contest.state not in FINAL:
        return
    again_at = last_call(contest.state_since)
    if kind == NudgeKind.REVIEWS_OPEN and now < again_at:
        Nudge.objects.create(contest=contest, kind=NudgeKind.REVIEWS_CLOSE, due_at=again_at)
    makers, by_brand = _who_can_write(contest, now)
    written = list(Review.objects.filter(contest=contest).values_list("maker_id", "kind"))
    silent = makers - {maker for maker, written_kind in written if written_kind == ReviewKind.ABOUT_BRAND}
    reviewed = {maker for maker, written_kind in written if written_kind != ReviewKind.ABOUT_BRAND}
    asks_brand = bool(by_brand) and not brand_is_done(winners=_winners(by_brand), written=reviewed)
    review_mails.ask_to_write(contest, kind.value, sorted(silent), to_brand=asks_brand, now=now)


def _who_can_write(contest: Contest, now: datetime) -> tuple[set[int], dict[int, ReviewKind]]:
    """The makers who may still write of the brand; and of whom the brand may still write, and what."""
    shortlisted = ShortlistPlace.objects.filter(contest=contest).values_list("entry__author_id", flat=True)
    makers: set[int] = set()
    by_brand: dict[int, ReviewKind] = {}
    for maker, pair in pairs_of(contest, shortlisted).items():
        if refuse(ReviewKind.ABOUT_BRAND, pair, now=now) is None:
            makers.add(maker)
        kind = kind_for(by_maker=False, is_winner=pair.is_winner)
        if refuse(kind, pair, now=now) is None:
            by_brand[maker] = kind
    return makers, by_brand


def _winners(by_brand: dict[int, ReviewKind]) -> set[int]:
    return {maker for maker, kind in by_brand.items() if kind == ReviewKind.ABOUT_MAKER}
