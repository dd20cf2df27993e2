"""Entering a contest, improving an entry, withdrawing it: by whom, until when, and what is left behind."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.models import MemberRole, Membership, OutgoingMail
from contests.entry_rules import MAX_ENTRIES_PER_AUTHOR, Share
from contests.errors import (
    ContestFull,
    EntriesClosed,
    InvalidEntry,
    NotEligible,
    NotVisible,
    ShortlistedStays,
    TooManyEntries,
    WrongMoment,
)
from contests.lifecycle import State
from contests.models import Contest, Entry, StoredFile
from contests.services.entries import add_version, submit_entry, withdraw_entry
from contests.services.reviewing import disqualify_entry
from contests.services.teams import sign_split
from payouts.models import Obligation
from tests.fixtures.contests import PDF, entry_draft, submit, upload, version_draft
from tests.fixtures.juries import jury_for
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    close_entries,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db


def originals() -> int:
    folder = Path(default_storage.path("originals"))
    return len(list(folder.iterdir())) if folder.exists() else 0


def reread(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def test_an_entry_has_a_version_with_files_a_lone_share_and_an_event():
    contest, author = open_contest(), make_creative()
    entry = submit(contest, author, files=[upload("fox.png"), upload("notes.pdf", PDF)], minutes_spent=90)
    (version,) = entry.versions.all()
    assert [(f.original_name, f.kind, f.state) for f in version.files.all()] == [
        ("fox.png", "image", "pending"),
        ("notes.pdf", "attachment", "pending"),
    ]
    assert [(s.user, s.weight, s.consented_at) for s in entry.shares.all()] == [(author, 1, NOON)]
    assert contest.events.get(kind="entry_submitted").data == {"entry": str(entry.pk), "code": entry.code}
    contest.refresh_from_db()
    assert contest.entry_count == 1


@pytest.mark.parametrize("role", list(MemberRole))
def test_the_brands_people_do_not_enter(role):
    contest = open_contest()
    creative = make_creative()
    Membership.objects.create(brand=contest.brand, user=creative, role=role)
    with pytest.raises(NotEligible):
        submit(contest, creative)


@pytest.mark.parametrize("staff_role", ["admin", "auditor"])
def test_the_platforms_people_do_not_enter(staff_role):
    creative = make_creative()
    creative.staff_role = staff_role
    creative.save()
    with pytest.raises(NotEligible):
        submit(open_contest(), creative)


def test_who_is_no_creative_does_not_enter_and_nothing_is_stored():
    contest, before = open_contest(), originals()
    with pytest.raises(NotEligible):
        submit(contest, make_user())
    assert originals() == before


def test_a_draft_does_not_exist_for_creatives():
    with pytest.raises(NotVisible):
        submit(draft_contest())


def test_entries_are_taken_until_the_closing_time_even_if_no_worker_has_come_yet():
    contest = open_contest()
    submit(contest, now=contest.closes_at - timedelta(seconds=1))
    with pytest.raises(EntriesClosed):
        submit(contest, now=contest.closes_at)


def test_a_closed_contest_takes_no_entries():
    contest = open_contest()
    enter(contest)
    close_entries(contest)
    with pytest.raises(EntriesClosed):
        submit(contest)


def test_a_full_contest_takes_no_entries_and_keeps_no_files():
    contest = open_contest(shortlist_max=3)
    Contest.objects.filter(pk=contest.pk).update(entry_count=contest.entry_cap)
    before = originals()
    with pytest.raises(ContestFull):
        submit(contest)
    assert originals() == before


def test_nobody_takes_all_the_places():
    contest, author = open_contest(), make_creative()
    for _ in range(MAX_ENTRIES_PER_AUTHOR):
        last = submit(contest, author)
    with pytest.raises(TooManyEntries):
        submit(contest, author)
    withdraw_entry(author, last.pk, now=NOON)
    submit(contest, author)


def test_files_of_an_entry_that_is_refused_under_the_lock_are_gone(monkeypatch):
    contest, before = open_contest(), originals()
    real = Contest.objects.filter

    # Between the first look and the lock, the last place is taken.
    from contests.services import entries

    def take_the_last_place(*args, **kwargs):
        stored = entries_store(*args, **kwargs)
        real(pk=contest.pk).update(entry_count=contest.entry_cap)
        return stored

    entries_store = entries.store_uploads
    monkeypatch.setattr(entries, "store_uploads", take_the_last_place)
    with pytest.raises(ContestFull):
        submit(contest)
    assert originals() == before
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"statement": "x" * 4001}, "statement"),
        ({"sources": "x\0"}, "sources"),
        ({"minutes_spent": -1}, "minutes_spent"),
        ({"files": []}, "files"),
        ({"files": [upload("a.pdf", PDF)]}, "files"),
        ({"shares": (Share(1, 0),)}, "shares"),
        ({"shares": (Share(1, 1), Share(1, 2))}, "shares"),
    ],
)
def test_each_field_of_an_entry_is_looked_at(changes, field):
    contest, author = open_contest(), make_creative()
    with pytest.raises(InvalidEntry) as refused:
        submit_entry(author, contest.pk, entry_draft(**changes), now=NOON)
    assert {problem.field for problem in refused.value.problems} == {field}


def test_a_new_version_follows_the_first_while_the_contest_is_open():
    contest, author = open_contest(), make_creative()
    entry = submit(contest, author, minutes_spent=30)
    version = add_version(author, entry.pk, version_draft(note="Bolder", minutes_spent=75), now=NOON)
    assert version.number == 2
    assert reread(entry).minutes_spent == 75
    assert contest.events.get(kind="entry_version").data["version"] == 2


def test_only_the_author_adds_a_version():
    contest = open_contest()
    entry = submit(contest)
    for other in (make_creative(), owner_of(contest.brand), make_user(staff_role="admin")):
        with pytest.raises(NotVisible):
            add_version(other, entry.pk, version_draft(), now=NOON)


def test_in_the_final_round_only_the_shortlisted_are_worked_on():
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    shortlist(contest, entries[:3])
    within = contest.final_round_ends_at - timedelta(seconds=1)
    add_version(entries[0].author, entries[0].pk, version_draft(), now=within)
    with pytest.raises(EntriesClosed):
        add_version(entries[3].author, entries[3].pk, version_draft(), now=within)
    with pytest.raises(EntriesClosed):
        add_version(entries[0].author, entries[0].pk, version_draft(), now=contest.final_round_ends_at)


def test_between_the_rounds_nothing_is_changed():
    contest = open_contest()
    entry = enter(contest)
    close_entries(contest)
    with pytest.raises(EntriesClosed):
        add_version(entry.author, entry.pk, version_draft(), now=contest.closes_at)


def test_a_withdrawn_entry_leaves_its_place_to_another():
    contest, author = open_contest(), make_creative()
    entry = submit(contest, author)
    withdraw_entry(author, entry.pk, now=NOON)
    withdraw_entry(author, entry.pk, now=NOON)
    contest.refresh_from_db()
    assert (reread(entry).state, contest.entry_count) == ("withdrawn", 0)
    assert contest.events.filter(kind="entry_withdrawn").count() == 1
    with pytest.raises(WrongMoment):
        add_version(author, entry.pk, version_draft(), now=NOON)


def test_when_the_last_entry_is_withdrawn_before_the_choice_the_contest_is_over_with_its_jury():
    contest = open_contest()
    jury_for(contest)
    entries = [enter(contest) for _ in range(2)]
    close_entries(contest)
    withdraw_entry(entries[0].author, entries[0].pk, now=contest.closes_at)
    contest.refresh_from_db()
    assert contest.state == State.SHORTLISTING
    withdraw_entry(entries[1].author, entries[1].pk, now=contest.closes_at)
    contest.refresh_from_db()
    assert (contest.state, contest.jury.state) == (State.CANCELLED, "overtaken")
    owed = Obligation.objects.get(contest=contest)
    assert (owed.kind, owed.amount_minor) == ("refund", contest.escrow.liability_minor)
    assert OutgoingMail.objects.filter(template="contest_emptied", to=owner_of(contest.brand)).exists()


def test_one_that_was_ruled_out_may_be_let_in_again_and_keeps_the_contest():
    contest = open_contest()
    entries = [enter(contest) for _ in range(2)]
    close_entries(contest)
    disqualify_entry(make_user(staff_role="admin"), entries[0].pk, "Traced from a film poster.", now=contest.closes_at)
    withdraw_entry(entries[1].author, entries[1].pk, now=contest.closes_at)
    contest.refresh_from_db()
    assert contest.state == State.SHORTLISTING
    assert pass_time(contest, "lapses_at").state == State.LAPSED
    assert Obligation.objects.get(contest=contest).kind == "refund"


def test_a_contest_that_nobody_enters_leaves_no_jury_waiting():
    contest = open_contest()
    jury_for(contest)
    close_entries(contest)
    contest.refresh_from_db()
    assert (contest.state, contest.jury.state) == (State.CANCELLED, "overtaken")


def test_only_the_author_withdraws():
    entry = submit(contest := open_contest())
    for other in (make_creative(), owner_of(contest.brand), add_member(contest.brand, MemberRole.MANAGER)):
        with pytest.raises(NotVisible):
            withdraw_entry(other, entry.pk, now=NOON)


def test_a_shortlisted_entry_cannot_be_withdrawn_out_of_its_pay():
    contest = open_contest()
    entries = [enter(contest) for _ in range(3)]
    shortlist(contest, entries)
    with pytest.raises(ShortlistedStays):
        withdraw_entry(entries[0].author, entries[0].pk, now=NOON)


def test_after_the_shortlist_nothing_is_withdrawn():
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    shortlist(contest, entries[:3])
    with pytest.raises(WrongMoment):
        withdraw_entry(entries[3].author, entries[3].pk, now=NOON)


def test_a_decided_contest_changes_no_more():
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    shortlist(contest, entries[:3])
    award(contest, entries[0])
    with pytest.raises(EntriesClosed):
        add_version(entries[0].author, entries[0].pk, version_draft(), now=contest.closes_at)
    pass_time(contest, "lapses_at")


class TestTeams:
    def split(self, contest, author, member, *, now=NOON, **other):
        parts = {author.pk: 3, member.pk: 2}
        consent = sign_split(member, contest.pk, author.pk, parts, now=now)
        return (Share(author.pk, 3), Share(member.pk, other.get("weight", 2), consent))

    def test_everybody_who_signed_has_a_share(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        shares = self.split(contest, author, member, now=NOON - timedelta(days=1))
        entry = submit(contest, author, shares=shares)
        assert {(s.user, s.weight, s.consented_at) for s in entry.shares.all()} == {
            (author, 3, NOON),
            (member, 2, NOON - timedelta(days=1)),
        }

    def test_a_share_that_was_not_signed_as_it_stands_is_refused(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        good = self.split(contest, author, member)
        elsewhere = self.split(open_contest(), author, member)
        for shares in [
            self.split(contest, author, member, weight=1),
            (Share(author.pk, 9), good[1]),
            (good[0], Share(member.pk, 2)),
            (good[0], Share(member.pk, 2, "forged")),
            elsewhere,
            (good[1],),
        ]:
            with pytest.raises(InvalidEntry):
                submit(contest, author, shares=shares)

    def test_another_author_cannot_use_the_consent(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        shares = self.split(contest, author, member)
        thief = make_creative()
        with pytest.raises(InvalidEntry):
            submit(contest, thief, shares=(Share(thief.pk, 3), shares[1]))

    def test_a_consent_does_not_last_for_ever(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        with pytest.raises(InvalidEntry):
            submit(contest, author, shares=self.split(contest, author, member, now=NOON - timedelta(days=61)))

    def test_the_brands_people_are_in_no_team(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        shares = self.split(contest, author, member)
        Membership.objects.create(brand=contest.brand, user=member, role=MemberRole.JUDGE)
        with pytest.raises(InvalidEntry):
            submit(contest, author, shares=shares)
        with pytest.raises(NotEligible):
            self.split(contest, author, member)


def test_another_brands_people_may_enter_as_creatives():
    creative = make_creative()
    Membership.objects.create(brand=make_brand(), user=creative, role=MemberRole.OWNER)
    assert submit(open_contest(), creative).author == creative
