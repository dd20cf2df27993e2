"""Eliminating an entry is the brand's view of it: its author is told, its part in the money stays as it was."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import MemberRole, OutgoingMail
from contests.errors import InvalidElimination, NotPermitted, NotVisible, ShortlistRefused, WrongMoment
from contests.models import Elimination, ShortlistPick, ShortlistPlace
from contests.selectors.curation import eliminations_of
from contests.services.gallery.curating import keep_picks, pick_entry
from contests.services.gallery.eliminating import eliminate, reinstate
from contests.services.judging import confirm_shortlist
from payouts.facts import facts_so_far
from payouts.models import Obligation
from tests.fixtures.people import hire
from tests.fixtures.worlds import (
    NOON,
    add_member,
    close_entries,
    enter,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db


def test_its_author_is_told_why_and_told_when_it_is_taken_back() -> None:
    contest = open_contest(visibility="blind")
    entry = enter(contest)
    owner = owner_of(contest.brand)
    eliminate(owner, entry.pk, "too_close", "  It is  near another one. ", now=NOON)
    (shown,) = eliminations_of(entry.author, entry.pk)
    assert (shown.reason, shown.words, shown.undone_at) == ("too_close", "It is near another one.", None)
    assert OutgoingMail.objects.get(template="entry_eliminated").to == entry.author
    reinstate(owner, entry.pk, now=NOON + timedelta(minutes=1))
    (shown,) = eliminations_of(entry.author, entry.pk)
    assert shown.undone_at == NOON + timedelta(minutes=1)
    assert OutgoingMail.objects.get(template="entry_reinstated").to == entry.author
    assert [event.kind for event in contest.events.filter(kind__startswith="entry_").order_by("id")] == [
        "entry_eliminated",
        "entry_taken_back",
    ]
    eliminate(owner, entry.pk, "style", now=NOON)
    assert [one.reason for one in eliminations_of(owner, entry.pk)] == ["style", "too_close"]


def test_it_changes_neither_state_nor_money() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    before = facts_so_far(contest)
    for entry in entries:
        eliminate(owner_of(contest.brand), entry.pk, "off_brief", now=NOON)
    assert facts_so_far(contest) == before
    close_entries(contest)
    pass_time(contest, "lapses_at")
    assert contest.state == "lapsed"
    paid = set(Obligation.objects.filter(contest=contest, entry__isnull=False).values_list("entry_id", flat=True))
    assert paid == {entry.pk for entry in entries}


def test_it_is_not_shortlisted_until_it_is_taken_back() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    owner = owner_of(contest.brand)
    eliminate(owner, entries[0].pk, "style", now=NOON)
    close_entries(contest)
    chosen = [entry.pk for entry in entries[:3]]
    with pytest.raises(ShortlistRefused, match="eliminated"):
        confirm_shortlist(owner, contest.pk, chosen, now=contest.closes_at)
    with pytest.raises(IntegrityError, match="cannot be shortlisted"), transaction.atomic():
        ShortlistPlace.objects.create(contest=contest, slot=1, entry=entries[0])
    with pytest.raises(WrongMoment):
        pick_entry(owner, entries[0].pk, picked=True, now=NOON)
    reinstate(owner, entries[0].pk, now=NOON)
    confirm_shortlist(owner, contest.pk, chosen, now=contest.closes_at)
    with pytest.raises(WrongMoment, match="shortlist"):
        eliminate(owner, entries[0].pk, "style", now=NOON)
    with pytest.raises(IntegrityError, match="cannot be eliminated"), transaction.atomic():
        Elimination.objects.create(entry=entries[0], reason="style", eliminated_by=owner)


def test_who_may_and_when() -> None:
    contest = open_contest()
    entry = enter(contest)
    owner, judge = owner_of(contest.brand), add_member(contest.brand, MemberRole.JUDGE)
    manager = add_member(contest.brand, MemberRole.MANAGER)
    for other in (judge, add_member(contest.brand, MemberRole.FINANCE), entry.author, make_creative(), hire()):
        with pytest.raises(NotPermitted):
            eliminate(other, entry.pk, "style", now=NOON)
    for reason, words in (("", ""), ("nonsense", ""), ("other", " "), ("other", "x" * 501), ("style", "a\0b")):
        with pytest.raises(InvalidElimination):
            eliminate(owner, entry.pk, reason, words, now=NOON)
    with pytest.raises(WrongMoment):
        reinstate(owner, entry.pk, now=NOON)
    eliminate(manager, entry.pk, "other", "A logo was asked for.", now=NOON)
    with pytest.raises(WrongMoment):
        eliminate(owner, entry.pk, "style", now=NOON)
    for reader in (make_creative(), None, owner_of(open_contest().brand)):
        with pytest.raises(NotVisible):
            eliminations_of(reader, entry.pk)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE contests_elimination SET words = 'Something else'",
        "UPDATE contests_elimination SET undone_at = NULL, undone_by_id = NULL",
        "UPDATE contests_elimination SET undone_at = undone_at + interval '1 day'",
        "DELETE FROM contests_elimination",
        "INSERT INTO contests_elimination (entry_id, reason, words, eliminated_by_id, eliminated_at) "
        "SELECT entry_id, 'other', '', eliminated_by_id, now() FROM contests_elimination",
    ],
)
def test_the_database_keeps_what_an_author_was_told(change: str) -> None:
    contest = open_contest()
    entry = enter(contest)
    eliminate(owner_of(contest.brand), entry.pk, "style", now=NOON)
    reinstate(owner_of(contest.brand), entry.pk, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_pick_goes_with_its_elimination_and_with_the_shortlist() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(5)]
    owner = owner_of(contest.brand)
    with pytest.raises(WrongMoment):
        pick_entry(owner, entries[0].pk, picked=True, now=NOON)
    close_entries(contest)
    eliminate(owner, entries[4].pk, "style", now=NOON)
    keep_picks(owner, contest.pk, [entry.pk for entry in entries], now=NOON)
    assert ShortlistPick.objects.count() == 4
    eliminate(owner, entries[3].pk, "style", now=NOON)
    pick_entry(owner, entries[2].pk, picked=False, now=NOON)
    assert set(ShortlistPick.objects.values_list("entry_id", flat=True)) == {entries[0].pk, entries[1].pk}
    shortlist(contest, entries[:3])
    assert not ShortlistPick.objects.exists()
