"""The rules of who sees what, in Python and in SQL, say the same of every reader and every entry."""

import pytest

from accounts.models import MemberRole, Membership, StaffRole
from contests.models import CommentRelease, Entry, Visibility
from contests.selectors.paging import fetch_all
from contests.selectors.roles import may_see_contest, may_see_entry, read_as, role_on, sees_author, view_of
from contests.services.commenting.marking import release_comments
from contests.services.entries import withdraw_entry
from contests.services.jury.seats import declare_conflict, leave_jury
from contests.services.reviewing import disqualify_entry
from contests.visibility import (
    OWN_ENTRIES,
    OWN_SHARE,
    SEES_AUTHOR,
    SEES_COMMENTS,
    SEES_CONTEST,
    SEES_ENTRY,
    SEES_RATING,
    reader_params,
    sees_comments,
    sees_rating,
)
from tests.fixtures.juries import judging_contest
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db

SQL = f"""
    SELECT {SEES_CONTEST}, {SEES_ENTRY}, {SEES_AUTHOR}, {SEES_RATING}, {OWN_ENTRIES}, {SEES_COMMENTS}
    FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE}
    WHERE e.id = %(entry)s
"""


def worlds(brand, visibility, author, member):
    """One contest under way and one decided, each with an entry in every condition; at last with comments released."""
    for decided in (False, True):
        contest = open_contest(brand, visibility=visibility)
        entries = [enter(contest, author), enter(contest, team=[author, member]), *(enter(contest) for _ in range(4))]
        withdraw_entry(entries[4].author, entries[4].pk, now=NOON)
        disqualify_entry(owner_of(brand), entries[5].pk, "It shows somebody else's mark.", now=NOON)
        if decided:
            shortlist(contest, entries[:4])
            award(contest, entries[0], entries[2])
        Entry.objects.filter(pk__in=[entries[2].pk, entries[3].pk]).update(hidden_at=NOON)
        yield from entries
        if decided:
            release_comments(owner_of(brand), contest.pk, now=NOON)
            yield from entries


@pytest.mark.parametrize("visibility", list(Visibility))
def test_sql_and_python_agree_on_every_reader_and_entry(visibility):
    brand, author, member = make_brand(), make_creative("author"), make_creative("member")
    admin, auditor = make_user(staff_role=StaffRole.ADMIN), make_user(staff_role=StaffRole.AUDITOR)
    insider = make_user(staff_role=StaffRole.ADMIN)
    Membership.objects.create(brand=brand, user=insider, role=MemberRole.JUDGE)
    people = [None, make_user(), make_creative(), author, member, admin, auditor, insider, owner_of(brand)]
    people += [add_member(brand, role) for role in (MemberRole.MANAGER, MemberRole.JUDGE, MemberRole.FINANCE)]
    seen = set()
    for entry in worlds(brand, visibility, author, member):
        entry.refresh_from_db()
        for person in people:
            view = view_of(entry, person)
            expected = (
                may_see_contest(entry.contest, person),
                may_see_entry(entry, person),
                sees_author(entry, person),
                sees_rating(view),
                view.is_own,
                sees_comments(view, is_released=CommentRelease.objects.filter(pk=entry.contest_id).exists()),
            )
            (row,) = fetch_all(SQL, {**reader_params(read_as(person)), "entry": entry.pk})
            in_sql = (row[0], row[1], row[1] and row[2], *row[3:])
            assert in_sql == expected, f"{person} and {entry} ({view})"
            seen.add(expected)
    assert len(seen) > 2, "the worlds must hold both what is shown and what is not"


def test_a_draft_is_there_for_its_brand_and_the_platform_only():
    brand = make_brand()
    contest = draft_contest(brand)
    for person, expected in [
        (None, False),
        (make_creative(), False),
        (owner_of(make_brand()), False),
        (owner_of(brand), True),
        (add_member(brand, MemberRole.FINANCE), True),
        (make_user(staff_role=StaffRole.AUDITOR), True),
    ]:
        assert may_see_contest(contest, person) is expected
        sql = f"SELECT {SEES_CONTEST} FROM contests_contest c WHERE c.id = %(contest)s"
        ((in_sql,),) = fetch_all(sql, {**reader_params(read_as(person)), "contest": contest.pk})
        assert in_sql is expected


def test_a_reader_is_loaded_in_one_query(django_assert_num_queries):
    brand = make_brand()
    contest, owner = draft_contest(brand), owner_of(brand)
    with django_assert_num_queries(1):
        assert role_on(contest, owner) == "owner"
    with django_assert_num_queries(0):
        assert role_on(contest, None) == "stranger"


def test_somebody_whose_account_was_closed_is_nobody():
    brand = make_brand()
    owner = owner_of(brand)
    owner.is_active = False
    assert role_on(draft_contest(brand), owner) == "stranger"


@pytest.mark.parametrize("visibility", list(Visibility))
def test_sql_and_python_agree_on_what_a_juror_sees(visibility):
    contest, entries, (juror, other), _ = judging_contest(jurors=2, entries=3, visibility=visibility)
    entries = [*entries, enter(contest)]
    declare_conflict(juror, contest.pk, entries[0].pk, "A friend's hand, I think.", now=contest.state_since)
    resigned = other
    leave_jury(resigned, contest.pk, now=contest.state_since)
    elsewhere, _, (stranger,), _ = judging_contest(jurors=1, entries=1, quorum=1)
    seen = []
    for entry in [*entries, *Entry.objects.filter(contest=elsewhere)]:
        for person in (juror, resigned, stranger):
            ((may_see, author),) = fetch_all(
                f"""SELECT {SEES_ENTRY}, {SEES_AUTHOR} FROM contests_entry e
                JOIN contests_contest c ON c.id = e.contest_id
                LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL {OWN_SHARE}
                WHERE e.id = %(entry)s""",
                {**reader_params(read_as(person)), "entry": entry.pk},
            )
            entry.refresh_from_db()
            assert may_see == may_see_entry(entry, person)
            assert (may_see and author) == sees_author(entry, person)
            seen.append(may_see)
    if visibility != Visibility.PUBLIC:
        # Of four entries: the one of the conflict and the one off the shortlist are hidden from the juror, and all
        # from who has left; the stranger sees the public contest on whose jury they sit, as everybody does.
        assert seen == [*[False] * 3, *[True, False, False] * 2, *[False] * 3, *[True] * 3]
