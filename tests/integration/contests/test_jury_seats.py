"""Who may sit on a jury, who is asked and asked again, and how a seat is taken, refused and left."""

from datetime import timedelta

import pytest

from accounts.models import MemberRole, OutgoingMail, StaffRole, User
from contests.entry_rules import EntryDraft
from contests.errors import (
    InvalidJury,
    JurySeatRefused,
    NotPermitted,
    NotVisible,
    WrongMoment,
)
from contests.models import Juror, Jury, JuryBallot
from contests.selectors.jury.own import juror_table, my_seats
from contests.selectors.roles import may_see_contest
from contests.services.entries import submit_entry
from contests.services.jury.preparing import CriterionDraft, JuryDraft, excuse_juror, invite_juror, set_up_jury
from contests.services.jury.scoring import abstain
from contests.services.jury.seats import accept_seat, declare_conflict, decline_seat, leave_jury
from tests.fixtures.juries import (
    CRITERIA,
    ballots_of,
    begin_judging,
    invite,
    judging_contest,
    jury_for,
    mails,
    score,
    seat,
)
from tests.fixtures.kinds import bind, open_of_kind
from tests.fixtures.worlds import (
    NOON,
    add_member,
    enter,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db

SOON = timedelta(minutes=1)


def test_who_may_sit_and_who_may_enter():
    contest = open_contest()
    jury_for(contest)
    entrant = make_creative()
    enter(contest, entrant)
    with pytest.raises(JurySeatRefused):
        seat(contest, entrant)
    with pytest.raises(JurySeatRefused):
        seat(contest, make_user("boss", staff_role=StaffRole.ADMIN))
    juror = seat(contest, make_creative("judging"))
    with pytest.raises(JurySeatRefused):
        submit_entry(juror, contest.pk, EntryDraft(title="Mine", files=tuple(_image())), now=NOON)
    invited, thief = invite(contest, make_user("invited")), make_user("thief")
    with pytest.raises(NotPermitted):
        accept_seat(thief, invited.pk, may_be_named=False, releases_comments=False, now=NOON)


def test_who_was_blocked_or_has_left_gets_no_ballots_and_the_others_judge_all():
    contest = open_contest()
    entries = [enter(contest) for _ in range(3)]
    jury_for(contest, quorum=1, ballots_per_entry=1)
    able, blocked, gone = seat(contest), seat(contest), seat(contest)
    reserve = seat(contest, is_stand_in=True)
    User.objects.filter(pk__in=(blocked.pk, reserve.pk)).update(blocked_at=NOON)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    shortlist(contest, entries)
    begin_judging(contest)
    assert len(ballots_of(contest, able)) == 3
    abstain(able, ballots_of(contest, able)[0].pk, "I know this one.", now=contest.closes_at + SOON)
    assert not JuryBallot.objects.filter(juror__user__in=(blocked, gone, reserve)).exists()


def test_a_jury_of_which_nobody_can_come_is_over_at_once():
    contest = open_contest()
    entries = [enter(contest) for _ in range(3)]
    jury_for(contest, quorum=1, ballots_per_entry=1)
    User.objects.filter(pk=seat(contest).pk).update(blocked_at=NOON)
    shortlist(contest, entries)
    begin_judging(contest)
    assert Jury.objects.get(contest=contest).state == "inquorate"


@pytest.mark.parametrize("kind", ["invited", "nda"])
def test_the_jury_of_a_closed_contest_takes_its_seats_and_leaves_them_and_sees_nothing_before_the_draw(kind):
    makers = [make_creative() for _ in range(2)]
    contest = open_of_kind(kind, *(makers if kind == "invited" else ()))
    if kind == "nda":
        for maker in makers:
            bind(maker, contest)
    jury_for(contest, quorum=1, ballots_per_entry=1)
    expert, gone, declining = seat(contest), seat(contest, make_creative()), make_user("declining")
    decline_seat(declining, invite(contest, declining).pk, now=NOON)
    leave_jury(gone, contest.pk, now=NOON)
    assert Juror.objects.filter(jury__contest=contest, excused_at=None, declined_at=None).get().user == expert
    assert juror_table(expert, contest.pk).ballots == ()
    assert not may_see_contest(contest, expert)
    for stranger in (gone, declining, make_user()):
        with pytest.raises(NotVisible):
            juror_table(stranger, contest.pk)
    shortlist(contest, [enter(contest, maker) for maker in makers])
    begin_judging(contest)
    assert may_see_contest(contest, expert)
    for ballot in ballots_of(contest, expert):
        score(expert, ballot, (7, 7), now=contest.closes_at + SOON)
    assert Jury.objects.get(contest=contest).state == "complete"


def _image():
    from tests.fixtures.contests import upload

    return [upload("leaf.png")]


def test_who_said_no_left_or_was_taken_off_can_be_asked_again_but_not_for_ever():
    contest = open_contest()
    jury_for(contest)
    owner, person = owner_of(contest.brand), make_user("undecided")
    decline_seat(person, invite(contest, person).pk, now=NOON)
    with pytest.raises(WrongMoment):
        accept_seat(person, Juror.objects.get().pk, may_be_named=False, releases_comments=False, now=NOON)
    invite(contest, person, now=NOON + SOON)
    with pytest.raises(InvalidJury):
        invite(contest, person, now=NOON + SOON)
    accept_seat(person, Juror.objects.get().pk, may_be_named=True, releases_comments=False, now=NOON)
    excuse_juror(owner, Juror.objects.get().pk, now=NOON)
    again = invite(contest, person, is_stand_in=True, now=NOON + 2 * SOON)
    assert (again.user, again.accepted_at, again.is_stand_in, again.may_be_named) == (None, None, True, False)
    assert OutgoingMail.objects.filter(template="jury_invited").count() == 3
    accept_seat(person, again.pk, may_be_named=False, releases_comments=False, now=NOON)
    leave_jury(person, contest.pk, now=NOON)
    with pytest.raises(InvalidJury):
        invite(contest, person, now=NOON + 3 * SOON)
    assert Juror.objects.count() == 1


def test_who_has_a_conflict_with_the_contest_is_not_asked_again():
    contest = open_contest()
    jury_for(contest)
    person = seat(contest)
    declare_conflict(person, contest.pk, None, "I work for the brand's printer.", now=NOON)
    with pytest.raises(InvalidJury):
        invite(contest, person, now=NOON + SOON)


def test_only_the_brands_deciders_prepare_a_jury_and_only_until_it_is_drawn():
    contest, _, (juror, *_rest), _ = judging_contest()
    draft = JuryDraft(CRITERIA)
    owner = owner_of(contest.brand)
    with pytest.raises(WrongMoment):
        set_up_jury(owner, contest.pk, draft, now=NOON)
    with pytest.raises(WrongMoment):
        invite_juror(owner, contest.pk, email="late@people.example", is_stand_in=True, now=NOON)
    with pytest.raises(WrongMoment):
        excuse_juror(owner, Juror.objects.get(user=juror).pk, now=NOON)
    another = open_contest()
    for person in (add_member(another.brand, MemberRole.JUDGE), add_member(another.brand, MemberRole.FINANCE), juror):
        with pytest.raises(NotPermitted):
            set_up_jury(person, another.pk, draft, now=NOON)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (JuryDraft(()), "criteria"),
        (JuryDraft((CriterionDraft(" "),)), "criterion_1"),
        (JuryDraft((CriterionDraft("Idea"), CriterionDraft("idea "))), "criterion_2"),
        (JuryDraft((CriterionDraft("Idea", weight=0),)), "criterion_1"),
        (JuryDraft(CRITERIA, quorum=3, ballots_per_entry=2), "quorum"),
        (JuryDraft(CRITERIA, quorum=0), "quorum"),
    ],
)
def test_what_a_jury_cannot_work_with_is_said_beside_its_field(draft, field):
    contest = open_contest()
    with pytest.raises(InvalidJury) as refused:
        set_up_jury(owner_of(contest.brand), contest.pk, draft, now=NOON)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_declining_tells_the_brand_and_is_final():
    contest = open_contest()
    jury_for(contest)
    user = make_user("shy")
    juror = invite(contest, user)
    assert [one.seat.id for one in my_seats(user)] == [juror.pk]
    decline_seat(user, juror.pk, now=NOON)
    assert mails("jury_declined") == {owner_of(contest.brand).email}
    with pytest.raises(WrongMoment):
        accept_seat(user, juror.pk, may_be_named=True, releases_comments=True, now=NOON)
    assert my_seats(user) == ()
