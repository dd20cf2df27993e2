"""Ratings and disqualifications: by whom, when, and never as a way to pay nobody."""

import pytest

from accounts.models import MemberRole, OutgoingMail
from contests.errors import (
    DisqualificationRefused,
    InvalidEntry,
    NotPermitted,
    NotVisible,
    ShortlistedStays,
    WrongMoment,
)
from contests.models import Entry
from contests.services.entries import withdraw_entry
from contests.services.reviewing import disqualify_entry, rate_entry
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db
REASON = "It shows a mark that belongs to somebody else."


@pytest.fixture
def contest():
    return open_contest()


@pytest.fixture
def entries(contest):
    return [enter(contest) for _ in range(4)]


def state_of(entry):
    return Entry.objects.get(pk=entry.pk).state


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.MANAGER, MemberRole.JUDGE])
def test_the_brand_rates_and_takes_it_back(contest, entries, role):
    member = add_member(contest.brand, role)
    assert rate_entry(member, entries[0].pk, 4, now=NOON).rating == 4
    assert rate_entry(member, entries[0].pk, None, now=NOON).rating is None


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_is_one_to_five_stars(contest, entries, stars):
    with pytest.raises(InvalidEntry):
        rate_entry(owner_of(contest.brand), entries[0].pk, stars, now=NOON)


def test_nobody_else_rates(contest, entries):
    for person in (
        add_member(contest.brand, MemberRole.FINANCE),
        make_creative(),
        entries[0].author,
        make_user(),
        owner_of(make_brand()),
        make_user(staff_role="admin"),
        make_user(staff_role="auditor"),
    ):
        with pytest.raises(NotPermitted):
            rate_entry(person, entries[0].pk, 5, now=NOON)


def test_what_is_not_seen_is_not_rated():
    contest = open_contest(visibility="private")
    entry = enter(contest)
    with pytest.raises(NotVisible):
        rate_entry(make_creative(), entry.pk, 5, now=NOON)
    with pytest.raises(NotVisible):
        disqualify_entry(make_creative(), entry.pk, REASON, now=NOON)
    withdraw_entry(entry.author, entry.pk, now=NOON)
    with pytest.raises(NotVisible):
        rate_entry(owner_of(contest.brand), entry.pk, 5, now=NOON)


def test_a_decided_contest_is_rated_no_more(contest, entries):
    shortlist(contest, entries[:3])
    award(contest, entries[0])
    with pytest.raises(WrongMoment):
        rate_entry(owner_of(contest.brand), entries[0].pk, 5, now=NOON)


def test_an_entry_is_ruled_out_with_a_reason_that_its_author_is_told(contest, entries):
    entry = disqualify_entry(owner_of(contest.brand), entries[0].pk, f" {REASON} ", now=NOON)
    assert (state_of(entry), entry.disqualified_because) == ("disqualified", REASON)
    assert contest.events.get(kind="entry_disqualified").data["reason"] == REASON
    assert OutgoingMail.objects.get(template="entry_disqualified").to == entry.author


def test_its_place_is_not_given_to_another(contest, entries):
    disqualify_entry(owner_of(contest.brand), entries[0].pk, REASON, now=NOON)
    contest.refresh_from_db()
    assert contest.entry_count == len(entries)


@pytest.mark.parametrize("reason", ["", "  ", "Ugly.", "x" * 2001])
def test_without_a_clear_reason_nothing_is_ruled_out(contest, entries, reason):
    with pytest.raises(DisqualificationRefused):
        disqualify_entry(owner_of(contest.brand), entries[0].pk, reason, now=NOON)
    assert state_of(entries[0]) == "submitted"


def test_nobody_else_rules_out(contest, entries):
    for person in (
        add_member(contest.brand, MemberRole.JUDGE),
        add_member(contest.brand, MemberRole.FINANCE),
        make_creative(),
        entries[1].author,
        make_user(),
        owner_of(make_brand()),
        make_user(staff_role="auditor"),
    ):
        with pytest.raises(NotPermitted):
            disqualify_entry(person, entries[0].pk, REASON, now=NOON)


def test_a_brand_cannot_rule_out_everybody_to_pay_nobody(contest, entries):
    owner = owner_of(contest.brand)
    disqualify_entry(owner, entries[0].pk, REASON, now=NOON)
    with pytest.raises(DisqualificationRefused):
        disqualify_entry(owner, entries[1].pk, REASON, now=NOON)
    admissible = contest.entries.filter(state="submitted").count()
    assert admissible == contest.shortlist_min == 3


def test_an_admin_may_still_rule_out_a_fraud(contest, entries):
    admin = make_user(staff_role="admin")
    for entry in entries:
        disqualify_entry(admin, entry.pk, REASON, now=NOON)
    assert {state_of(entry) for entry in entries} == {"disqualified"}


def test_an_admin_who_belongs_to_the_brand_rules_as_its_member_only(contest, entries):
    admin = add_member(contest.brand, MemberRole.JUDGE)
    admin.staff_role = "admin"
    admin.save()
    with pytest.raises(NotPermitted):
        disqualify_entry(admin, entries[0].pk, REASON, now=NOON)


def test_a_shortlisted_entry_is_paid_and_stays(contest, entries):
    shortlist(contest, entries[:3])
    for person in (owner_of(contest.brand), make_user(staff_role="admin")):
        with pytest.raises(ShortlistedStays):
            disqualify_entry(person, entries[0].pk, REASON, now=NOON)
    disqualify_entry(owner_of(contest.brand), entries[3].pk, REASON, now=NOON)
