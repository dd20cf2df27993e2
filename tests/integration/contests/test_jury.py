"""A jury from its invitations to its result: drawn, scored, replaced, closed; never stuck, never told too much."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from accounts.models import MemberRole, Membership, StaffRole
from contests.errors import (
    AwardRefused,
    InvalidBallot,
    NotVisible,
    WrongMoment,
)
from contests.models import ContestEvent, Deadline, Juror, Jury, JuryBallot, JuryConflict
from contests.selectors.entries import entries_of
from contests.selectors.entry_pages import get_entry
from contests.selectors.history import contest_events
from contests.selectors.jury.desk import jury_desk, jury_standings, suggested_ranks
from contests.selectors.jury.own import juror_table, own_ballot
from contests.selectors.jury.results import entry_result
from contests.services.judging import award_contest
from contests.services.jury.scoring import abstain
from contests.services.jury.seats import accept_seat, declare_conflict, leave_jury
from contests.services.suspension import resume_contest, suspend_contest
from tests.fixtures.juries import (
    ballots_of,
    begin_judging,
    invite,
    judging_contest,
    jury_for,
    let_jury_pass,
    mails,
    score,
    seat,
    state_of,
)
from tests.fixtures.worlds import (
    enter,
    make_brand,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=1)


def test_a_whole_jury_from_the_draw_to_what_the_entrants_read():
    contest, entries, jurors, _ = judging_contest(jurors=3, entries=3)
    now = contest.state_since + SOON
    assert mails("jury_ballots") == {juror.email for juror in jurors}
    # The first entry is best, the second second, the last worst, to a strict, a kind and a middling juror.
    by_entry = {entries[0].pk: 9, entries[1].pk: 6, entries[2].pk: 3}
    for shift, juror in zip((-2, 0, 1), jurors, strict=True):
        for ballot in ballots_of(contest, juror):
            points = by_entry[ballot.entry_id] + shift
            score(juror, ballot, (points, points), comment=f"Said of {ballot.entry_id}", now=now)
    assert state_of(contest) == "complete"
    owner = owner_of(contest.brand)
    assert mails("jury_complete") == {owner.email}
    assert suggested_ranks(owner, contest.pk) == {entry.pk: n for n, entry in enumerate(entries, start=1)}
    standings = jury_standings(owner, contest.pk)
    assert [row.entry.id for row in standings.rows] == [entry.pk for entry in entries]
    assert [row.score for row in standings.rows] == [1, 0.5, 0]
    assert {row.spread.mean for row in standings.spreads} == {4, 6, 7}

    with pytest.raises(AwardRefused) as refused:
        award_contest(owner, contest.pk, {entries[1].pk: 1}, now=now)
    assert refused.value.field == "reason"
    why = "The second one can be printed on every package we have."
    award_contest(owner, contest.pk, {entries[1].pk: 1}, now=now, reason=why)
    event = ContestEvent.objects.get(contest=contest, kind="award")
    assert (event.data["jury"], event.data["reason"]) == ("departed", why)

    result = entry_result(entries[2].author, entries[2].pk)
    assert (result.rank, result.judged, result.jurors, result.ballots) == (3, 3, 3, 3)
    assert [one.mean for one in result.criteria] == [pytest.approx(8 / 3), pytest.approx(8 / 3)]
    assert [one.text for one in result.comments] == [f"Said of {entries[2].pk}"] * 3
    assert {one.juror for one in result.comments} == {""}
    assert (result.named, result.award, result.reason) == ((), "departed", why)
    with pytest.raises(NotVisible):
        entry_result(make_creative(), entries[2].pk)
    with pytest.raises(NotVisible):
        entry_result(entries[0].author, entries[2].pk)


def test_an_award_that_follows_the_jury_needs_no_reason():
    contest, entries, jurors, _ = judging_contest(jurors=2, entries=2)
    for juror in jurors:
        for ballot in ballots_of(contest, juror):
            mark = 8 if ballot.entry_id == entries[1].pk else 2
            score(juror, ballot, (mark, mark), now=contest.state_since + SOON)
    award_contest(owner_of(contest.brand), contest.pk, {entries[1].pk: 1}, now=contest.state_since + SOON)
    assert ContestEvent.objects.get(contest=contest, kind="award").data["jury"] == "followed"


def test_a_juror_who_vanishes_is_reminded_then_replaced_and_blocks_nothing():
    contest, entries, (present, absent), (reserve,) = judging_contest(
        jurors=2, entries=2, ballots_per_entry=2, stand_ins=1
    )
    deadlines = list(Deadline.objects.filter(contest=contest).values_list("kind", "due_at", "due_state"))
    for ballot in ballots_of(contest, present):
        score(present, ballot, (7, 7), now=contest.state_since + SOON)
    assert ballots_of(contest, reserve) == []
    jury = Jury.objects.get(contest=contest)
    let_jury_pass(contest, jury.ballots_by - SOON)
    assert mails("jury_reminder") == {absent.email}
    jury = let_jury_pass(contest, "ballots_by")
    assert len(ballots_of(contest, absent, "missed")) == len(entries)
    assert mails("jury_relieved") == {absent.email}
    passed_on = ballots_of(contest, reserve)
    assert {one.entry_id for one in passed_on} == {entry.pk for entry in entries}
    assert all(one.stands_in_for.juror.user == absent for one in passed_on)
    with pytest.raises(WrongMoment):
        score(absent, JuryBallot.objects.get(pk=passed_on[0].stands_in_for_id), (9, 9), now=jury.ballots_by)
    for ballot in passed_on:
        score(reserve, ballot, (5, 5), now=jury.ballots_by + SOON)
    assert state_of(contest) == "complete"
    assert list(Deadline.objects.filter(contest=contest).values_list("kind", "due_at", "due_state")) == deadlines


def test_without_a_stand_in_the_absent_are_passed_over_and_below_the_quorum_the_brand_decides_alone():
    contest, entries, (present, _absent), _ = judging_contest(jurors=2, entries=2, ballots_per_entry=2)
    for ballot in ballots_of(contest, present):
        score(present, ballot, (7, 7), now=contest.state_since + SOON)
    jury = let_jury_pass(contest, "ballots_by")
    assert jury.state == "inquorate"
    assert jury.ballots_by < contest.decide_by
    owner = owner_of(contest.brand)
    assert mails("jury_inquorate") == {owner.email}
    assert suggested_ranks(owner, contest.pk) == {}
    award_contest(owner, contest.pk, {entries[0].pk: 1}, now=contest.decide_by)


def test_a_stand_in_who_vanishes_too_ends_with_the_jury():
    contest, _, _, _ = judging_contest(jurors=1, entries=1, quorum=1, ballots_per_entry=1, stand_ins=1)
    let_jury_pass(contest, "ballots_by")
    jury = let_jury_pass(contest, "closes_at")
    assert jury.state == "inquorate"
    assert not JuryBallot.objects.filter(state="open").exists()
    assert not jury.deadlines.filter(due_state="waiting").exists()


def test_a_jury_that_nobody_joined_is_out_of_the_way_at_once():
    contest = open_contest()
    entry = enter(contest)
    jury_for(contest)
    shortlist(contest, [entry])
    begin_judging(contest)
    assert state_of(contest) == "inquorate"
    award_contest(owner_of(contest.brand), contest.pk, {entry.pk: 1}, now=contest.state_since)


def test_who_accepts_late_takes_what_is_missing():
    contest = open_contest()
    entry, late = enter(contest), make_user("late")
    jury_for(contest, quorum=1, ballots_per_entry=2)
    early, seat_of_late = seat(contest), invite(contest, late)
    shortlist(contest, [entry])
    begin_judging(contest)
    accept_seat(late, seat_of_late.pk, may_be_named=False, releases_comments=False, now=contest.state_since)
    assert len(ballots_of(contest, early)) == len(ballots_of(contest, late)) == 1
    assert Juror.objects.get(pk=seat_of_late.pk).is_stand_in


def test_the_system_itself_finds_own_work_and_colleagues_and_hands_the_entry_to_others():
    contest = open_contest(visibility="blind")
    agency = make_brand(name="An agency")
    colleague, maker = make_user("colleague"), make_creative()
    for person in (colleague, maker):
        Membership.objects.create(brand=agency, user=person, role=MemberRole.MANAGER)
    theirs, other = enter(contest, maker), enter(contest)
    jury_for(contest, quorum=1, ballots_per_entry=1)
    seat(contest, colleague)
    independent = seat(contest)
    shortlist(contest, [theirs, other])
    begin_judging(contest)
    assert [one.entry_id for one in ballots_of(contest, independent)] == [theirs.pk]
    assert [one.entry_id for one in ballots_of(contest, colleague)] == [other.pk]
    assert JuryConflict.objects.get().kind == "colleague"
    assert "colleague" not in repr(jury_desk(owner_of(contest.brand), contest.pk).jurors).replace(
        colleague.email, ""
    ).replace(colleague.display_name, "")
    with pytest.raises(NotVisible):
        get_entry(colleague, theirs.pk)


def test_in_a_blind_contest_no_count_name_or_lot_tells_who_has_a_conflict():
    contest = open_contest(visibility="blind")
    agency = make_brand(name="An agency")
    colleague, maker = make_user("colleague"), make_creative()
    for person in (colleague, maker):
        Membership.objects.create(brand=agency, user=person, role=MemberRole.MANAGER)
    entries = [enter(contest, maker), enter(contest), enter(contest)]
    jury_for(contest, quorum=1, ballots_per_entry=2)
    people = [seat(contest, colleague), seat(contest)]
    shortlist(contest, entries)
    begin_judging(contest)
    owner, admin = owner_of(contest.brand), make_user(staff_role=StaffRole.ADMIN)

    def desk_of(viewer):
        return {(card.ballots, card.submitted, card.has_sent_all) for card in jury_desk(viewer, contest.pk).jurors}

    assert desk_of(owner) == {(None, None, False)}
    assert desk_of(admin) == {(2, 0, False), (3, 0, False)}
    for person in people:
        for ballot in ballots_of(contest, person):
            score(person, ballot, (7, 7), comment="Good.", now=contest.closes_at + SOON)
    assert desk_of(owner) == {(None, None, True)}
    blind = jury_standings(owner, contest.pk)
    assert (blind.seed, {row.ballots for row in blind.rows}, {one.ballots for one in blind.spreads}) == (
        "",
        {None},
        {None},
    )
    assert {who for row in blind.rows for who, _text in row.comments} == {""}
    drawn = [event.data for event in contest_events(owner, contest.pk).items if event.kind == "jury_drawn"]
    assert drawn == [{}]
    assert {row.ballots for row in jury_standings(admin, contest.pk).rows} == {1, 2}

    award_contest(owner, contest.pk, {blind.rows[0].entry.id: 1}, now=contest.closes_at + SOON)
    told = jury_standings(owner, contest.pk)
    assert told.seed and {row.ballots for row in told.rows} == {1, 2} and desk_of(owner) == {(2, 2, True), (3, 3, True)}
    assert "" not in {who for row in told.rows for who, _text in row.comments}


def test_a_declared_conflict_voids_even_a_sent_ballot_and_a_stand_in_judges_anew():
    contest, _entries, (juror,), (reserve,) = judging_contest(
        jurors=1, entries=2, quorum=1, ballots_per_entry=1, stand_ins=1
    )
    now = contest.state_since + SOON
    first, second = ballots_of(contest, juror)
    score(juror, first, (10, 10), now=now)
    declare_conflict(juror, contest.pk, first.entry_id, "We share a studio.", now=now)
    first.refresh_from_db()
    assert first.state == "recused"
    assert [one.entry_id for one in ballots_of(contest, reserve)] == [first.entry_id]
    assert [one.entry_id for one in ballots_of(contest, juror)] == [second.entry_id]
    with pytest.raises(NotVisible):
        declare_conflict(juror, contest.pk, enter_elsewhere().pk, "Another contest's.", now=now)


def enter_elsewhere():
    return enter(open_contest())


def test_abstaining_needs_a_reason_and_passes_the_ballot_on():
    contest, _, (juror,), (reserve,) = judging_contest(jurors=1, entries=1, quorum=1, ballots_per_entry=1, stand_ins=1)
    (ballot,) = ballots_of(contest, juror)
    with pytest.raises(InvalidBallot):
        abstain(juror, ballot.pk, " ", now=contest.state_since)
    abstain(juror, ballot.pk, "I cannot read its language.", now=contest.state_since)
    assert len(ballots_of(contest, reserve)) == 1
    leave_jury(reserve, contest.pk, now=contest.state_since)
    assert state_of(contest) == "inquorate"


def test_points_are_saved_as_one_goes_and_sent_once_whole():
    contest, _, (juror, other), _ = judging_contest(jurors=2, entries=1, ballots_per_entry=2)
    (ballot,), now = ballots_of(contest, juror), contest.state_since + SOON
    idea, craft = ballot.juror.jury.criteria.all()
    score(juror, ballot, (7, None), comment="A thought.", send=False, now=now)
    assert own_ballot(juror, ballot.pk).points == {idea.pk: 7}
    with pytest.raises(InvalidBallot) as missing:
        score(juror, ballot, (7, None), now=now)
    assert [one.field for one in missing.value.problems] == [f"points_{craft.pk}"]
    with pytest.raises(InvalidBallot):
        score(juror, ballot, (11, 3), now=now)
    with pytest.raises(NotVisible):
        score(other, ballot, (5, 5), now=now)
    score(juror, ballot, (7, 8), now=now)
    with pytest.raises(WrongMoment):
        score(juror, ballot, (1, 1), now=now)
    # Until the jury is over nobody reads a score, not even the brand or whoever has sent theirs.
    for reader in (owner_of(contest.brand), other, juror):
        with pytest.raises(NotVisible):
            jury_standings(reader, contest.pk)
    with pytest.raises(NotVisible):
        own_ballot(other, ballot.pk)


@pytest.mark.parametrize("visibility", ["private", "blind"])
def test_an_outside_juror_sees_the_shortlist_without_makers_until_the_jury_is_over_and_nothing_else(visibility):
    contest, entries, (juror,), _ = judging_contest(jurors=1, entries=2, quorum=1, visibility=visibility)
    left_out = enter(contest)
    shown = entries_of(juror, contest.pk).items
    assert {card.id for card in shown} == {entry.pk for entry in entries}
    assert {(card.author, card.submitted_at, card.rating) for card in shown} == {(None, None, None)}
    page = get_entry(juror, entries[0].pk)
    assert (page.team, page.statement, page.sources) == ((), "", "")
    with pytest.raises(NotVisible):
        get_entry(juror, left_out.pk)
    with pytest.raises(NotVisible):
        jury_desk(juror, contest.pk)
    table = juror_table(juror, contest.pk)
    assert len(table.ballots) == 2
    assert all(entry.author.handle not in repr(table) for entry in entries)
    for ballot in ballots_of(contest, juror):
        score(juror, ballot, (5, 5), now=contest.state_since + SOON)
    assert state_of(contest) == "complete"
    assert entries_of(juror, contest.pk).items == ()
    assert [one.entry for one in juror_table(juror, contest.pk).ballots] == [None, None]


def test_a_suspended_contest_s_jury_stands_still():
    contest, _, jurors, _ = judging_contest(jurors=2, entries=1, ballots_per_entry=2)
    admin = make_user("admin", staff_role=StaffRole.ADMIN)
    jury = Jury.objects.get(contest=contest)
    suspended_at = jury.ballots_by - timedelta(hours=1)
    suspend_contest(admin, contest.pk, "A dispute.", now=suspended_at)
    (ballot,) = ballots_of(contest, jurors[0])
    with pytest.raises(WrongMoment):
        score(jurors[0], ballot, (5, 5), now=suspended_at + SOON)
    let_jury_pass(contest, jury.closes_at + SOON)
    assert state_of(contest) == "scoring"
    resume_contest(admin, contest.pk, now=suspended_at + timedelta(days=10))
    later = Jury.objects.get(contest=contest)
    assert later.ballots_by - jury.ballots_by == timedelta(days=10)
    contest.refresh_from_db()
    assert later.closes_at < contest.decide_by
    score(jurors[0], ballot, (5, 5), now=later.ballots_by - SOON)
    assert let_jury_pass(contest, "ballots_by").state == "inquorate"


def test_deciding_before_the_jury_has_needs_a_reason_and_ends_it():
    contest, entries, (juror, *_), _ = judging_contest()
    owner = owner_of(contest.brand)
    with pytest.raises(AwardRefused):
        award_contest(owner, contest.pk, {entries[0].pk: 1}, now=contest.state_since)
    award_contest(
        owner, contest.pk, {entries[0].pk: 1}, now=contest.state_since, reason="The fair was moved forward by a week."
    )
    assert state_of(contest) == "overtaken"
    assert ballots_of(contest, juror) == []


@pytest.mark.django_db(transaction=True)
def test_two_last_ballots_at_once_close_the_jury_once():
    contest, _, jurors, _ = judging_contest(jurors=2, entries=1, ballots_per_entry=2)
    now = contest.state_since + SOON
    papers = [(juror, ballots_of(contest, juror)[0]) for juror in jurors]

    def send(pair):
        try:
            return score(*pair, (5, 5), now=now).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, papers)) == ["submitted", "submitted"]
    assert state_of(contest) == "complete"
    assert ContestEvent.objects.filter(contest=contest, kind="jury_closed").count() == 1


def test_a_juror_s_table_costs_the_same_however_many_ballots(django_assert_num_queries):
    small, _, (one,), _ = judging_contest(jurors=1, entries=1, quorum=1)
    large, _, (other,), _ = judging_contest(jurors=1, entries=5, quorum=1)
    for user, contest in ((one, small), (other, large)):
        with django_assert_num_queries(5):
            juror_table(user, contest.pk)


def test_brands_are_not_told_that_another_brand_s_contest_has_a_jury():
    contest = open_contest()
    jury_for(contest)
    with pytest.raises(NotVisible):
        jury_desk(owner_of(make_brand()), contest.pk)
