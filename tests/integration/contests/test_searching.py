"""Briefs are found by their words in their own language, by what they pay and by what is left; nothing hidden is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from contests.models import Brief, Contest
from contests.selectors.browsing import SHOWN_TO_ALL, BrowseFilters, narrowed, order_for
from contests.selectors.contests import browse_contests
from contests.services.entries import withdraw_entry
from payouts.selectors.expected_pay import expected_pay_of
from tests.fixtures.contests import submit
from tests.fixtures.worlds import (
    NOON,
    close_entries,
    draft_contest,
    enter,
    open_contest,
    open_if_funded,
    owner_of,
    pay_in,
    request_funding,
)

pytestmark = pytest.mark.django_db


def opened(**words: Any) -> Contest:
    """A brief that says this, open."""
    draft = draft_contest(now=timezone.now())
    Brief.objects.filter(contest=draft).update(**words)
    escrow = request_funding(owner_of(draft.brand), draft.pk, now=timezone.now())
    pay_in(draft, escrow.liability_minor)
    assert open_if_funded(draft.pk, now=timezone.now())
    return draft


def found(order: str = "closing", **filters: Any) -> list[UUID]:
    return [card.id for card in browse_contests(BrowseFilters(**filters), order=order).items]


def test_words_are_found_by_their_stems_in_the_language_of_the_brief() -> None:
    french = opened(title="Une affiche pour le théâtre", description="Dessinée à la main pour l’été.", language="fr")
    english = opened(title="Posters for running shoes", description="Drawn by hand for a summer.", language="en")
    for words, expected in [
        ("affiches", [french.pk]),
        ("THEATRE", [french.pk]),
        ("théâtres", [french.pk]),
        ("dessinées", [french.pk]),
        ("poster", [english.pk]),
        ("run", [english.pk]),
        ('"running shoes"', [english.pk]),
        ('"shoes running"', []),
        ("poster -shoes", []),
        ("nothing or affiche", [french.pk]),
        ("' & | ! <-> :* \\", []),
    ]:
        assert found(words=words) == expected, words


def test_the_closest_match_comes_first_and_pages_join() -> None:
    deep = opened(title="A mark", description="For a harbour that smells of tar. " * 9)
    named = opened(title="A harbour", summary="The harbour of a small town")
    opened(title="A mountain")
    assert found("best", words="harbours") == [named.pk, deep.pk]
    first = browse_contests(BrowseFilters(words="harbour"), order="best", limit=1)
    rest = browse_contests(BrowseFilters(words="harbour"), order="best", after=first.next, limit=1)
    assert [first.items[0].id, rest.items[0].id, rest.next] == [named.pk, deep.pk, None]


def test_what_is_not_shown_is_not_found() -> None:
    hidden = draft_contest(now=timezone.now())
    Brief.objects.filter(contest=hidden).update(title="A zeppelin nobody may know of")
    request_funding(owner_of(hidden.brand), hidden.pk, now=timezone.now())
    for filters in [{"words": "zeppelin"}, {"brand": hidden.brand.slug}, {"least_floor": 1}, {"state": "draft"}]:
        assert found(**filters) == [], filters


def test_an_hour_s_pay_is_the_engine_s_after_every_entry() -> None:
    contest = open_contest(prizes=[100_000], shortlist_max=3, now=timezone.now())
    entries = []
    for _ in range(contest.entry_cap or 0):
        contest.refresh_from_db()
        assert contest.hourly_minor == expected_pay_of([contest.pk])[contest.pk].hourly_minor > 0
        entries.append(submit(contest, now=timezone.now()))
    contest.refresh_from_db()
    assert contest.hourly_minor == expected_pay_of([contest.pk])[contest.pk].hourly_minor
    crowded = contest.hourly_minor
    for entry in entries[:7]:
        withdraw_entry(entry.author, entry.pk, now=timezone.now())
    contest.refresh_from_db()
    assert contest.hourly_minor == expected_pay_of([contest.pk])[contest.pk].hourly_minor > crowded


def test_filters_by_pay_time_and_chances() -> None:
    now = timezone.now()
    small = open_contest(prizes=[20_000], shortlist_max=3, now=now)
    large = open_contest(prizes=[900_000], visibility="blind", now=now - timedelta(days=12))
    hourly = large.hourly_minor
    for _ in range(3):
        enter(small, now=now)
    for filters, expected in [
        ({"least_hourly_pay": hourly}, {large.pk}),
        ({"least_hourly_pay": hourly + 1}, set()),
        ({"least_floor": min(small.floor_minor, large.floor_minor)}, {small.pk, large.pk}),
        ({"least_floor": max(small.floor_minor, large.floor_minor) + 1}, set()),
        ({"closes_within": 3}, {large.pk}),
        ({"closes_within": 15}, {small.pk, large.pk}),
        ({"places_left": 10}, {large.pk}),
        ({"places_left": 9}, {small.pk, large.pk}),
        ({"uncrowded": True}, {large.pk}),
        ({"visibility": "blind"}, {large.pk}),
        ({"language": "fr"}, set()),
        ({"language": "en", "visibility": "public"}, {small.pk}),
    ]:
        assert set(found(**filters)) == expected, filters
    close_entries(large)
    assert found(uncrowded=True) == [] and found(closes_within=3) == []


def test_pages_by_pay_join_without_a_gap_while_ties_stand() -> None:
    made = {open_contest(prizes=[50_000 + 1_000 * (n % 3)], now=NOON).pk for n in range(7)}
    whole, mark = [], None
    while True:
        page = browse_contests(BrowseFilters(phase="open"), order="pay", after=mark, limit=2)
        whole += [(card.id, card.prize_total) for card in page.items]
        mark = page.next
        if mark is None:
            break
    assert [total for _, total in whole] == sorted((total for _, total in whole), reverse=True)
    assert {key for key, _ in whole} == made and len(whole) == 7


@pytest.mark.parametrize(("order", "index"), [("pay", "contest_open_hourly"), ("prizes", "contest_open_prizes")])
def test_open_briefs_are_ordered_by_an_index(order: str, index: str) -> None:
    kept = BrowseFilters(phase="open")
    where, params = narrowed(kept)
    sql = f"SELECT c.id FROM contests_contest c WHERE {where} ORDER BY {order_for(kept, order).by} LIMIT 13"
    assert index in plan_of(sql, params, "seqscan", "sort")


def test_words_are_found_by_an_index() -> None:
    where, params = narrowed(BrowseFilters(words="harbour"))
    sql = f"SELECT b.title FROM contests_brief b WHERE {where.removeprefix(f'{SHOWN_TO_ALL} AND ')}"
    assert "brief_search" in plan_of(sql, params, "seqscan", "indexscan")


def plan_of(sql: str, params: dict[str, Any], *without: str) -> str:
    """How it would be done in a table too large for these ways."""
    with connection.cursor() as cursor:
        for way in without:
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())
