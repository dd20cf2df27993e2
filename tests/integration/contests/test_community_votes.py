"""The community's vote from the award in the brief to the cent: stuffed, stalled, overtaken, always paid."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from accounts.models import MemberRole, OutgoingMail, StaffRole, User
from contests.community import Bar, bar_of
from contests.errors import AwardRefused, InvalidBrief, InvalidVote, NotEligible, NotVisible, PollClosed
from contests.models import CommunityBallot, CommunityChoice, CommunityMark, CommunityVote, ContestEvent, Entry
from contests.selectors.community import open_votes, vote_page, vote_picture, voter_facts
from contests.selectors.community_desk import marked_ballots
from contests.services.briefs import draft_of, update_draft
from contests.services.community.ruling import rule_on
from contests.services.judging import award_contest, cancel_contest, end_final_round
from contests.services.suspension import resume_contest, suspend_contest
from payouts.errors import TermsRefused
from payouts.models import Escrow, Settlement
from payouts.policy import Facts, Terms, settle
from payouts.policy.rules.voted_award import SUM
from payouts.services.funding import request_funding
from payouts.services.policies import load_policy
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.juries import seat
from tests.fixtures.people import hire
from tests.fixtures.votes import (
    AWARD,
    BEFORE,
    cast,
    contest_with_award,
    let_vote_pass,
    make_voter,
    vote_of,
    voted_contest,
)
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    draft_contest,
    enter,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db
WHY = "Six accounts of one address, made in one hour."


def award_lines(contest):
    """What the last settlement pays of the award, by entry, and whether by votes."""
    settlement = Settlement.objects.filter(contest=contest).latest("sequence")
    lines = settlement.lines.filter(rule__startswith="voted_award")
    assert replayed(settlement)
    return {line.entry_id: line.amount_minor for line in lines}, {line.rule for line in lines}


def replayed(settlement):
    """Whether the engine alone, from what is stored, finds the same."""
    again = settle(
        load_policy(settlement.policy_id), Terms.from_dict(settlement.terms), Facts.from_dict(settlement.facts)
    )
    return again.owed_total_minor == settlement.owed_minor and again.fee_minor == settlement.fee_minor


def decide(contest, *ranked, now=None):
    owner = owner_of(contest.brand)
    contest.refresh_from_db()
    moment = now or contest.decide_by
    if contest.state == "final_round":
        end_final_round(owner, contest.pk, now=moment)
    ranks = {entry.pk: rank for rank, entry in enumerate(ranked, start=1)}
    return award_contest(owner, contest.pk, ranks, now=moment)


def people(count, elsewhere=None):
    elsewhere = elsewhere or open_contest()
    return [make_voter(elsewhere) for _ in range(count)]


def mails(template):
    return sorted(OutgoingMail.objects.filter(template=template).values_list("to_id", flat=True))


def test_from_the_brief_to_the_cent() -> None:
    contest, (first, second, third) = voted_contest()
    escrow = Escrow.objects.select_related("policy").get(contest=contest)
    assert (escrow.policy.slug, escrow.terms["quantities"]) == ("fair-community", {SUM: AWARD})
    ann, ben, cat, dan = people(4)
    cast(contest, ann, first, second)
    cast(contest, ben, second)
    cast(contest, cat, first)
    cast(contest, cat, third, second)
    cast(contest, dan, third)
    assert CommunityChoice.objects.filter(ballot__voter=cat).count() == 2
    assert mails("community_opened") == sorted(entry.author_id for entry in (first, second, third))

    owner = owner_of(contest.brand)
    with pytest.raises(AwardRefused):
        decide(contest, first, now=contest.closes_at + DAY)
    vote = let_vote_pass(contest, "closes_at")
    assert (vote.state, vote.ballots, vote.struck) == ("counted", 4, 0)
    page = vote_page(None, contest.pk, now=vote.closes_at)
    assert {one.entry: (one.votes, one.is_first) for one in page.results} == {
        first.pk: (1, False),
        second.pk: (3, True),
        third.pk: (2, False),
    }
    assert owner.pk in mails("community_counted")
    # The brand's own choice is another: each has what is theirs.
    decide(contest, first, third)
    assert award_lines(contest) == ({second.pk: AWARD}, {"voted_award"})


def test_equally_many_votes_share_it_and_nobody_ever_forfeits_it() -> None:
    contest, (first, second, third) = voted_contest(amount=10_001)
    ann, ben = people(2)
    cast(contest, ann, first)
    cast(contest, ben, second)
    let_vote_pass(contest, "closes_at")
    decide(contest, third)
    paid, rules = award_lines(contest)
    assert (sorted(paid.values()), set(paid), rules) == ([5_000, 5_001], {first.pk, second.pk}, {"voted_award"})


@pytest.mark.parametrize("ending", ["awarded", "lapsed", "cancelled"])
def test_without_a_vote_the_shortlist_shares_it_however_it_ends(ending: str) -> None:
    contest, entries = voted_contest()
    if ending == "awarded":
        let_vote_pass(contest, "closes_at")
        decide(contest, entries[0])
    elif ending == "lapsed":
        contest.refresh_from_db()
        cast(contest, people(1)[0], entries[0])
        pass_time(contest, contest.lapses_at)
    else:
        cast(contest, people(1)[0], entries[0])
        cancel_contest(owner_of(contest.brand), contest.pk, "We were bought.", now=contest.closes_at + DAY)
    vote = vote_of(contest)
    assert vote.state == ("counted" if ending == "awarded" else "overtaken")
    paid, rules = award_lines(contest)
    assert (paid, rules) == (dict.fromkeys([e.pk for e in entries], AWARD // 3), {"voted_award.shared"})
    assert not vote.deadlines.filter(due_state="waiting").exists() or ending == "awarded"


def test_silence_after_the_count_pays_by_the_count() -> None:
    contest, entries = voted_contest()
    cast(contest, people(1)[0], entries[2])
    let_vote_pass(contest, "closes_at")
    contest.refresh_from_db()
    pass_time(contest, contest.lapses_at)
    assert award_lines(contest) == ({entries[2].pk: AWARD}, {"voted_award"})


def test_a_winner_of_the_vote_who_did_not_deliver_keeps_what_the_vote_gave() -> None:
    contest, (first, second, _third) = voted_contest()
    cast(contest, people(1)[0], first)
    let_vote_pass(contest, "closes_at")
    decide(contest, first, second)
    contest.refresh_from_db()
    pass_time(contest, contest.decided_at + 8 * DAY)
    assert Settlement.objects.filter(contest=contest).count() == 2
    assert award_lines(contest) == ({first.pk: AWARD}, {"voted_award"})


def test_whoever_was_ruled_out_leaves_it_to_the_next() -> None:
    contest, (first, second, third) = voted_contest()
    ann, ben, cat = people(3)
    cast(contest, ann, first)
    cast(contest, ben, first)
    cast(contest, cat, second)
    let_vote_pass(contest, "closes_at")
    Entry.objects.filter(pk=first.pk).update(state="disqualified", disqualified_because="A copy.")
    decide(contest, third)
    assert award_lines(contest) == ({second.pk: AWARD}, {"voted_award"})


def test_one_entry_alone_needs_no_vote() -> None:
    contest = contest_with_award()
    entry = enter(contest)
    shortlist(contest, [entry])
    assert not CommunityVote.objects.exists()
    decide(contest, entry)
    assert award_lines(contest) == ({entry.pk: AWARD}, {"voted_award.shared"})


def test_a_stuffed_vote_is_looked_at_struck_and_stays_on_the_record() -> None:
    contest, (first, second, _third) = voted_contest()
    elsewhere = open_contest()
    honest, stuffers = people(2, elsewhere), people(3, elsewhere)
    for number, voter in enumerate(honest):
        cast(contest, voter, second, address=f"203.0.{113 + number}.7")
    for number, voter in enumerate(stuffers):
        cast(contest, voter, first, address=f"198.51.100.{number}")
    admin = hire(StaffRole.ADMIN)
    vote = let_vote_pass(contest, "closes_at")
    assert (vote.state, vote_page(None, contest.pk, now=vote.closes_at).results) == ("checking", ())
    assert mails("community_marked") == [admin.pk]
    with pytest.raises(AwardRefused):
        decide(contest, first, now=vote.closes_at)
    waiting = marked_ballots(admin).items
    assert {one.voter for one in waiting} == {voter.handle for voter in stuffers}
    assert {one.signs for one in waiting} == {("network",)} and len({one.network for one in waiting}) == 1
    assert "198.51" not in str(list(CommunityChoice.objects.values()))
    with pytest.raises(InvalidVote):
        rule_on(admin, waiting[0].id, is_struck=True, reason=" ", now=vote.closes_at)
    for one in waiting[:2]:
        rule_on(admin, one.id, is_struck=True, reason=WHY, now=vote.closes_at)
    assert vote_of(contest).state == "checking"
    rule_on(admin, waiting[2].id, is_struck=False, reason="A colleague, as she told us.", now=vote.closes_at)
    with pytest.raises(PollClosed):
        rule_on(admin, waiting[0].id, is_struck=False, reason=WHY, now=vote.closes_at)
    vote = vote_of(contest)
    assert (vote.state, vote.ballots, vote.struck) == ("counted", 5, 2)
    assert ContestEvent.objects.filter(contest=contest, kind="community_ruled").count() == 3
    assert [one.reason for one in marked_ballots(admin, everything=True).items].count(WHY) == 2
    decide(contest, first)
    assert award_lines(contest) == ({second.pk: AWARD}, {"voted_award"})


def test_many_at_once_are_looked_at_and_without_anybody_looking_nobody_is_called_foul() -> None:
    contest, entries = voted_contest()
    for voter in people(5):
        cast(contest, voter, entries[0])
    vote = let_vote_pass(contest, "closes_at")
    assert set(CommunityMark.objects.values_list("sign", flat=True)) == {"burst"}
    vote = let_vote_pass(contest, "check_by")
    assert (vote.state, vote.ballots) == ("unchecked", None)
    decide(contest, entries[0])
    assert award_lines(contest)[1] == {"voted_award.shared"}


def test_who_votes() -> None:
    contest, entries = voted_contest()
    elsewhere = open_contest()
    opened = vote_of(contest).opened_at

    def bar(user):
        return bar_of(voter_facts(user.pk, contest.pk), opened)

    voter = make_voter(elsewhere)
    blocked = make_voter(elsewhere)
    User.objects.filter(pk=blocked.pk).update(blocked_at=NOON)
    member = make_voter(elsewhere)
    contest.brand.memberships.create(user=member, role=MemberRole.FINANCE)
    unverified = make_voter(elsewhere)
    EmailAddress.objects.filter(user=unverified).update(verified=False)
    new = make_voter(elsewhere, created_at=opened - 29 * DAY)
    nobody_yet = make_voter(elsewhere)
    Entry.objects.filter(author=nobody_yet).update(state="withdrawn")
    teammate = make_voter(elsewhere)
    third = contest_with_award()
    others = [enter(third, team=[make_creative(), teammate]), enter(third)]
    shortlist(third, others)
    juror = make_voter(elsewhere)
    fresh = contest_with_award()
    seat_in = seat_of(fresh, juror)
    owner = owner_of(contest.brand)
    assert [bar(u) for u in (voter, blocked, member, owner, unverified, new, nobody_yet)] == [
        None,
        Bar.BLOCKED,
        Bar.BRAND,
        Bar.BRAND,
        Bar.UNVERIFIED,
        Bar.TOO_NEW,
        Bar.NO_STANDING,
    ]
    for author in (entries[0].author,):
        EmailAddress.objects.create(user=author, email=author.email, verified=True)
        assert bar(author) == Bar.SHORTLISTED
    assert bar_of(voter_facts(teammate.pk, third.pk), opened) == Bar.SHORTLISTED
    assert bar_of(voter_facts(juror.pk, fresh.pk), opened) == Bar.JUROR and seat_in
    assert bar(hire(StaffRole.ADMIN)) == Bar.PLATFORM
    assert bar_of(voter_facts(None, contest.pk), opened) == Bar.UNKNOWN
    for refused in (blocked, member, unverified, new, nobody_yet, entries[0].author):
        with pytest.raises(NotEligible):
            cast(contest, refused, entries[1])
        with pytest.raises(NotVisible):
            vote_picture(refused, contest.pk, entries[1].pk, 640, now=opened)
    assert not CommunityBallot.objects.exists()


def seat_of(contest, juror):
    from tests.fixtures.juries import jury_for

    jury_for(contest)
    return seat(contest, juror)


def test_ballots_that_are_refused() -> None:
    contest, entries = voted_contest(4)
    (ann,) = people(1)
    late = enter(open_contest())
    for wrong in ([], entries, [entries[0], entries[0]], [late]):
        with pytest.raises(InvalidVote):
            cast(contest, ann, *wrong)
    Entry.objects.filter(pk=entries[1].pk).update(hidden_at=NOON)
    with pytest.raises(InvalidVote):
        cast(contest, ann, entries[1])
    with pytest.raises(PollClosed):
        cast(contest, ann, entries[0], now=vote_of(contest).closes_at)
    with pytest.raises(NotVisible):
        cast_elsewhere(ann)


def cast_elsewhere(voter):
    from contests.services.community.voting import cast_ballot

    other = open_contest()
    cast_ballot(voter, other.pk, [enter(other).pk], now=NOON)


def test_a_standstill_lengthens_the_vote() -> None:
    contest, entries = voted_contest()
    admin, (ann,) = hire(StaffRole.ADMIN), people(1)
    vote = vote_of(contest)
    suspend_contest(admin, contest.pk, "Somebody complained.", now=vote.opened_at + DAY)
    with pytest.raises(PollClosed):
        cast(contest, ann, entries[0], now=vote.opened_at + 2 * DAY)
    assert let_vote_pass(contest, vote.closes_at).state == "open"
    resume_contest(admin, contest.pk, now=vote.opened_at + 3 * DAY)
    longer = vote_of(contest)
    assert (longer.closes_at - vote.closes_at, longer.check_by - vote.check_by) == (2 * DAY, 2 * DAY)
    cast(contest, ann, entries[0], now=vote.closes_at + DAY)
    assert let_vote_pass(contest, "closes_at").state == "counted"


def test_a_brief_says_both_name_and_sum_within_bounds() -> None:
    contest = draft_contest()
    owner, draft = owner_of(contest.brand), draft_of(contest)
    wrong = (
        ({"community_minor": AWARD}, "community_name"),
        ({"community_name": "Ours"}, "community_minor"),
        ({"community_minor": AWARD, "community_name": "Ours", "visibility": "private"}, "visibility"),
        (
            {"community_minor": AWARD, "community_name": "Ours", "kind": "invited", "visibility": "blind"},
            "community_minor",
        ),
        (
            {"community_minor": AWARD, "community_name": "Ours", "shortlist_max": 1, "prizes": (100_000,)},
            "shortlist_max",
        ),
    )
    for change, field in wrong:
        with pytest.raises(InvalidBrief) as refusal:
            update_draft(owner, contest.pk, replace(draft, **change), now=NOON)
        assert [problem.field for problem in refusal.value.problems] == [field]
    for amount in (4_999, 75_001):
        update_draft(owner, contest.pk, replace(draft, community_minor=amount, community_name="Ours"), now=NOON)
        with pytest.raises(TermsRefused) as terms:
            request_funding(owner, contest.pk, now=NOON)
        assert [problem.field for problem in terms.value.problems] == ["community_minor"]
    update_draft(owner, contest.pk, replace(draft, community_minor=75_000, community_name="Ours"), now=NOON)
    assert draft_of(contest_anew(contest)).community_minor == 75_000


def contest_anew(contest):
    return type(contest).objects.select_related("brief").get(pk=contest.pk)


CANARY = "zarkovia"


def test_a_blind_vote_tells_voters_no_author_and_nobody_a_count(settings) -> None:
    contest = contest_with_award(visibility="blind")
    makers = [make_creative(CANARY) for _ in range(3)]
    entries = [
        submit_examined(contest, maker, now=NOON, title=f"By {CANARY}", files=[upload(f"{CANARY}.png")])
        for maker in makers
    ]
    shortlist(contest, entries)
    elsewhere = open_contest()
    voters = people(6, elsewhere)
    now = vote_of(contest).opened_at + DAY / 24
    cast(contest, voters[0], entries[0])
    orders = set()
    for voter in voters:
        page = vote_page(voter, contest.pk, now=now)
        orders.add(tuple(one.entry for one in page.choices))
        assert CANARY not in str(page) and {one.code for one in page.choices} == {entry.code for entry in entries}
        assert vote_picture(voter, contest.pk, entries[0].pk, 320, now=now).media_type == "image/webp"
    assert len(orders) > 1
    for reader in (owner_of(contest.brand), add_member(contest.brand, MemberRole.JUDGE), makers[0], None):
        page = vote_page(reader, contest.pk, now=now)
        assert (page.choices, page.results, page.ballots, page.struck) == ((), (), None, None)
        with pytest.raises(NotVisible):
            vote_picture(reader, contest.pk, entries[0].pk, 320, now=now)
    assert [one.contest.id for one in open_votes(now=now).items] == [contest.pk]
    let_vote_pass(contest, "closes_at")
    assert CANARY not in str(vote_page(owner_of(contest.brand), contest.pk, now=vote_of(contest).closes_at))
    with pytest.raises(NotVisible):
        vote_picture(voters[1], contest.pk, entries[0].pk, 320, now=now)


def test_nobody_rules_on_ballots_of_their_own_brand() -> None:
    contest, entries = voted_contest()
    for voter in people(5):
        cast(contest, voter, entries[0])
    let_vote_pass(contest, "closes_at")
    admin = hire(StaffRole.ADMIN)
    (one, *_rest) = marked_ballots(admin).items
    contest.brand.memberships.create(user=admin, role=MemberRole.JUDGE)
    assert marked_ballots(admin).items == ()
    with pytest.raises(Exception, match="admin without a part"):
        rule_on(admin, one.id, is_struck=True, reason=WHY, now=NOON)
    for stranger in (hire(StaffRole.AUDITOR), owner_of(contest.brand), make_creative()):
        assert marked_ballots(stranger).items == ()
        with pytest.raises(NotVisible):
            rule_on(stranger, one.id, is_struck=True, reason=WHY, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_one_person_twice_at_once_has_one_ballot() -> None:
    contest, entries = voted_contest()
    (ann,) = people(1)
    barrier, errors = Barrier(6), []

    def vote(number: int) -> None:
        try:
            barrier.wait()
            cast(contest, ann, entries[number % 3])
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=vote, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    (ballot,) = CommunityBallot.objects.all()
    numbers = list(ballot.choices.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert let_vote_pass(contest, "closes_at").ballots == 1
    assert BEFORE < NOON
