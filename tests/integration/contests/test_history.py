"""Events and deadlines: the public sees moves, the brand and the platform who did what, and blind ones stay blind."""

from datetime import timedelta

import pytest

from contests.errors import NotVisible
from contests.models import Deadline
from contests.selectors.history import contest_events, deadlines_of, list_deadlines, list_events
from contests.services.entries import withdraw_entry
from contests.services.reviewing import disqualify_entry
from tests.fixtures.contests import submit
from tests.fixtures.worlds import (
    DAY,
    NOON,
    award,
    close_entries,
    draft_contest,
    enter,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db


def kinds(page):
    return [event.kind for event in page.items]


def test_the_public_sees_moves_without_names_or_details():
    contest = open_contest()
    submit(contest)
    others = [submit(contest) for _ in range(3)]
    disqualify_entry(owner_of(contest.brand), others[0].pk, "It shows somebody else's mark.", now=NOON)
    for viewer in (None, make_creative()):
        page = contest_events(viewer, contest.pk)
        assert kinds(page) == ["request_funding", "open"]
        assert all(event.actor is None and event.data == {} for event in page.items)


def test_the_details_of_a_decision_are_not_for_the_public():
    contest = open_contest(visibility="private")
    shortlist(contest, [enter(contest) for _ in range(3)])
    inside, outside = (
        next(event for event in contest_events(viewer, contest.pk).items if event.kind == "confirm_shortlist")
        for viewer in (owner_of(contest.brand), make_creative())
    )
    assert len(inside.data["entries"]) == 3
    assert (outside.data, outside.actor) == ({}, None)


def test_the_brand_and_the_platform_see_who_did_what():
    contest, author = open_contest(), make_creative("ada")
    submit(contest, author)
    for viewer in (owner_of(contest.brand), make_user(staff_role="auditor"), make_user(staff_role="admin")):
        page = contest_events(viewer, contest.pk)
        assert kinds(page) == ["request_funding", "open", "entry_submitted"]
        assert page.items[-1].actor.handle == author.handle
        assert page.items[-1].data["code"] == contest.entries.get().code


def test_a_blind_contest_says_nothing_of_entries_until_it_is_decided():
    contest, author = open_contest(visibility="blind"), make_creative("canary")
    entries = [submit(contest, author), *(submit(contest) for _ in range(3))]
    withdraw_entry(entries[3].author, entries[3].pk, now=NOON)
    watchers = [owner_of(contest.brand), make_user(staff_role="auditor")]
    for viewer in watchers:
        for page in (contest_events(viewer, contest.pk), list_events(viewer)):
            assert not any(kind.startswith("entry_") for kind in kinds(page))
            assert "canary" not in repr(page)
    assert "entry_submitted" in kinds(contest_events(make_user(staff_role="admin"), contest.pk))
    shortlist(contest, entries[:3])
    award(contest, entries[0])
    for viewer in watchers:
        assert kinds(contest_events(viewer, contest.pk)).count("entry_submitted") == 4
        assert "canary" in repr(contest_events(viewer, contest.pk))


def test_the_history_is_read_in_pages_from_its_beginning_or_from_its_end():
    contest = open_contest()
    owner = owner_of(contest.brand)
    for _ in range(3):
        submit(contest)
    whole = [event.id for event in contest_events(owner, contest.pk).items]
    first = contest_events(owner, contest.pk, limit=3)
    rest = contest_events(owner, contest.pk, after=first.next)
    assert [event.id for event in (*first.items, *rest.items)] == whole == sorted(whole)
    assert [event.id for event in list_events(owner, contest_id=contest.pk).items] == sorted(whole, reverse=True)
    assert set(kinds(list_events(owner, kind="entry_submitted"))) == {"entry_submitted"}


def test_what_is_not_shown_has_no_history():
    contest = draft_contest()
    for viewer in (None, make_creative()):
        with pytest.raises(NotVisible):
            contest_events(viewer, contest.pk)
        with pytest.raises(NotVisible):
            deadlines_of(viewer, contest.pk)
        assert list_events(viewer).items == ()


def test_a_contests_deadlines_are_shown_in_their_order_past_ones_too():
    contest = open_contest()
    enter(contest)
    assert ("entries_close", "waiting") in [(d.kind, d.state) for d in deadlines_of(None, contest.pk)]
    close_entries(contest)
    shown = deadlines_of(None, contest.pk)
    assert [d.due_at for d in shown] == sorted(d.due_at for d in shown)
    assert ("entries_close", "done") in [(d.kind, d.state) for d in shown]
    assert ("lapse", "waiting") in [(d.kind, d.state) for d in shown]


def test_the_platform_lists_deadlines_of_all_contests():
    contest, other = open_contest(), open_contest(now=NOON + DAY)
    auditor = make_user(staff_role="auditor")
    everything = list_deadlines(auditor)
    assert len(everything.items) == Deadline.objects.count()
    first = list_deadlines(auditor, limit=1)
    assert first.items[0].id == everything.items[0].id
    assert list_deadlines(auditor, after=first.next).items == everything.items[1:]
    soon = contest.closes_at + timedelta(seconds=1)
    waiting = list_deadlines(auditor, state="waiting", kind="entries_close", due_before=soon)
    assert [d.contest_id for d in waiting.items] == [contest.pk]
    assert {d.contest_id for d in list_deadlines(auditor, contest_id=other.pk).items} == {other.pk}


def test_lists_cost_one_query_beside_the_readers(django_assert_num_queries):
    open_contest()
    auditor = make_user(staff_role="auditor")
    with django_assert_num_queries(2):
        list_events(auditor)
    with django_assert_num_queries(2):
        list_deadlines(auditor)
