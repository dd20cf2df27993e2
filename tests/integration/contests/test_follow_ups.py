"""Briefs for one maker: a work is bought or a job given, on funded terms, by both sides' word and for nobody else."""

import threading

import pytest
from django.db import Error, connection, transaction

from accounts.models import MemberRole, OutgoingMail, User
from contests.errors import AdmissionRefused, EntriesClosed, FollowUpRefused, NotPermitted, NotVisible, WrongMoment
from contests.follow_up_rules import ANSWER_WITHIN, Purpose, least_price
from contests.lifecycle import State
from contests.models import (
    Award,
    Contest,
    Entry,
    FollowUp,
    FollowUpConsent,
    Guest,
    Prize,
    RightsDeed,
)
from contests.selectors.follow_ups import beginnings_of, follow_up_of
from contests.services.briefing.guests import invite_creatives
from contests.services.entries import EntryDraft, submit_entry
from contests.services.following_up.answering import accept_purchase, decline
from contests.services.following_up.beginning import begin_follow_up
from contests.services.handover import accept_handovers, deliver
from contests.services.judging import award_contest
from payouts.models import Obligation, Settlement
from payouts.policy import FAIR_2
from payouts.policy.rules.buyout import Buyout
from payouts.services.audit import run_checks
from tests.fixtures.kinds import bind, open_draft, open_of_kind
from tests.fixtures.rights import consent
from tests.fixtures.votes import let_vote_pass, vote_of, voted_contest
from tests.fixtures.worlds import (
    DAY,
    NOON,
    add_member,
    award,
    enter,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db
LATER = NOON + 40 * DAY
FIRST_PRIZE = 100_000


def decided(author: User, *team: User, **terms: object) -> Entry:
    """A shortlisted entry of this author's that did not win, in a contest that is decided."""
    contest = open_contest(prizes=[FIRST_PRIZE], **terms)  # type: ignore[arg-type]
    won, lost, third = enter(contest), enter(contest, author, team=team), enter(contest)
    award(shortlist(contest, [won, lost, third]), won)
    lost.refresh_from_db()
    return lost


def offered(entry: Entry, purpose: Purpose = Purpose.PURCHASE, prize: int = 60_000) -> Contest:
    """A brief for its maker, funded and so open."""
    contest = begin_follow_up(owner_of(entry.contest.brand), entry.pk, purpose, prize, now=LATER)
    return open_draft(contest, now=LATER)


def the_books_hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=NOON) if not check.ok] == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_of_a_brief_with_an_award_of_the_community_a_work_is_bought_and_its_maker_hired(purpose: Purpose) -> None:
    contest, entries = voted_contest()
    pass_time(contest, "final_round_ends_at")
    let_vote_pass(contest, vote_of(contest).check_by)
    owner = owner_of(contest.brand)
    award_contest(owner, contest.pk, {entries[0].pk: 1}, now=contest.decide_by)
    begun = begin_follow_up(owner, entries[1].pk, purpose, 60_000, now=LATER)
    assert (begun.brief.community_minor, begun.brief.community_name) == (0, "")


@pytest.mark.parametrize("kind", ["nda", "fast", "two_stage", "zero_spec"])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_it_follows_from_briefs_of_every_kind_that_passes_rights(kind: str, purpose: Purpose) -> None:
    makers = [make_creative() for _ in range(3)]
    contest = open_of_kind(kind)
    if kind == "nda":
        for maker in makers:
            bind(maker, contest)
    entries = [enter(contest, maker) for maker in makers]
    award(shortlist(contest, entries), entries[0])
    begun = begin_follow_up(owner_of(contest.brand), entries[1].pk, purpose, 60_000, now=LATER)
    assert open_draft(begun, now=LATER).state == State.OPEN


def test_a_work_is_bought_funded_first_and_its_rights_pass_by_the_usual_papers() -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    owner = owner_of(entry.contest.brand)
    draft = begin_follow_up(owner, entry.pk, Purpose.PURCHASE, 60_000, now=LATER)
    with pytest.raises(NotVisible):  # Not before it is funded.
        follow_up_of(ana, draft.pk, now=LATER)
    assert not OutgoingMail.objects.filter(template="purchase_offered").exists()
    contest = open_draft(draft, now=LATER)
    assert OutgoingMail.objects.get(template="purchase_offered").to == ana
    card = follow_up_of(ana, contest.pk, now=LATER)
    assert (card.prize_minor, card.may_accept, card.may_decline, card.entry_id) == (60_000, True, True, entry.pk)
    with pytest.raises(EntriesClosed):
        submit_entry(ana, contest.pk, EntryDraft(title="Something new"), now=LATER)

    accept_purchase(ana, contest.pk, now=LATER)
    accept_purchase(ana, contest.pk, now=LATER)
    contest.refresh_from_db()
    won = Award.objects.get(contest=contest)
    assert (contest.state, won.entry.author, won.entry.title) == (State.AWARDED, ana, entry.title)
    owed = dict(Obligation.objects.filter(contest=contest, payee_user=ana).values_list("kind", "amount_minor"))
    floor = Settlement.objects.get(contest=contest).floor_minor
    assert owed == {"earned": floor, "prize": 60_000}
    assert floor > 0
    assert OutgoingMail.objects.filter(template="purchase_accepted").exists()
    the_books_hold()

    won.handover.files.create(
        kind="attachment", original_name="a.zip", media_type="application/zip", size_bytes=1, sha256="0", due_at=NOON
    )
    deliver(ana, contest.pk, won.pk, "", now=LATER + DAY, rights=consent(ana, won))
    accept_handovers(owner, contest.pk, now=LATER + 2 * DAY, rights=consent(owner, won, "Halden Owner"))
    contest.refresh_from_db()
    assert contest.state == State.SETTLED
    assert RightsDeed.objects.filter(transfer__handover__award=won).exists()
    assert not Obligation.objects.filter(contest=contest, released_at=None).exists()
    the_books_hold()


def test_a_team_sells_only_together_and_shares_as_before() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    entry = decided(ana, ana, ben)
    contest = offered(entry)
    accept_purchase(ben, contest.pk, now=LATER)
    contest.refresh_from_db()
    assert contest.state == State.OPEN
    card = follow_up_of(ben, contest.pk, now=LATER)
    assert (card.may_accept, card.missing) == (False, (ana.public_name,))
    accept_purchase(ana, contest.pk, now=LATER)
    owed = Obligation.objects.filter(contest=contest, kind="prize").values_list("payee_user", "amount_minor")
    assert dict(owed) == {ana.pk: 30_000, ben.pk: 30_000}
    the_books_hold()


@pytest.mark.parametrize("answer", ["no", "silence"])
def test_an_offer_that_is_declined_or_left_unanswered_ends_and_all_goes_back(answer: str) -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    contest = offered(entry)
    if answer == "no":
        decline(ana, contest.pk, now=LATER)
        decline(ana, contest.pk, now=LATER)
        contest.refresh_from_db()
        assert OutgoingMail.objects.filter(template="offer_declined").exists()
    else:
        contest = pass_time(contest, "closes_at")
        assert contest.closes_at == LATER + ANSWER_WITHIN
    assert contest.state == State.CANCELLED
    back = Obligation.objects.get(contest=contest)
    assert (back.kind, back.amount_minor) == ("refund", contest.escrow.liability_minor)
    with pytest.raises(WrongMoment):
        accept_purchase(ana, contest.pk, now=LATER + ANSWER_WITHIN)
    # Another offer may follow: this one is over.
    assert offered(entry).state == State.OPEN
    the_books_hold()


def test_a_job_is_the_usual_brief_for_one_person_and_one_entry() -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    contest = offered(entry, Purpose.JOB, 20_000)
    assert OutgoingMail.objects.get(template="job_offered").to == ana
    assert (contest.entry_cap, contest.shortlist_max, contest.kind) == (1, 1, "invited")
    assert contest.brief.description == entry.contest.brief.description
    own = enter(contest, ana, now=LATER)
    with pytest.raises(Error), transaction.atomic():
        enter(contest, ana, now=LATER)
    with pytest.raises(FollowUpRefused):
        decline(ana, contest.pk, now=LATER)
    award(shortlist(contest, [own]), own)
    assert Obligation.objects.filter(contest=contest, payee_user=ana, kind="prize").get().amount_minor == 20_000
    the_books_hold()


def test_what_cannot_be_begun_says_why() -> None:
    ana = make_creative("ana")
    entry = decided(ana)
    brand, owner = entry.contest.brand, owner_of(entry.contest.brand)
    least = least_price(FIRST_PRIZE, entry.contest.floor_minor or 0)
    for prize, entry_id in ((least - 1, entry.pk), (FIRST_PRIZE, Award.objects.get(contest=entry.contest).entry_id)):
        with pytest.raises(FollowUpRefused):
            begin_follow_up(owner, entry_id, Purpose.PURCHASE, prize, now=LATER)
    for stranger, refusal in (
        (add_member(brand, MemberRole.JUDGE), NotPermitted),
        (ana, NotPermitted),
        (owner_of(open_contest().brand), NotPermitted),
    ):
        with pytest.raises(refusal):
            begin_follow_up(stranger, entry.pk, Purpose.PURCHASE, FIRST_PRIZE, now=LATER)
    undecided = enter(open_contest(brand))
    with pytest.raises(WrongMoment):
        begin_follow_up(owner, undecided.pk, Purpose.JOB, FIRST_PRIZE, now=LATER)
    begin_follow_up(owner, entry.pk, Purpose.PURCHASE, least, now=LATER)
    with pytest.raises(FollowUpRefused):
        begin_follow_up(owner, entry.pk, Purpose.PURCHASE, least, now=LATER)
    told = beginnings_of(owner, entry.pk)
    assert told is not None
    assert (told.may_buy, told.may_hire, told.least_minor) == (False, True, least)
    assert beginnings_of(ana, entry.pk) is None


def test_the_least_price_is_what_the_published_policies_say() -> None:
    terms_share = FAIR_2.rule(Buyout).share_bps
    assert least_price(100_001, 0) == -(-100_001 * terms_share // 10_000)


def test_nobody_else_meets_it() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    entry = decided(ana)
    contest = offered(entry)
    for act in (accept_purchase, decline):
        with pytest.raises(NotVisible):
            act(ben, contest.pk, now=LATER)
        with pytest.raises(NotPermitted):
            act(owner_of(contest.brand), contest.pk, now=LATER)
    with pytest.raises(NotVisible):
        follow_up_of(ben, contest.pk, now=LATER)
    with pytest.raises(NotVisible):
        follow_up_of(ben, entry.contest_id, now=LATER)
    with pytest.raises(AdmissionRefused):
        invite_creatives(owner_of(contest.brand), contest.pk, [ben.handle], now=LATER)


def test_the_database_refuses_the_same() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    entry = decided(ana)
    owner = owner_of(entry.contest.brand)
    contest = begin_follow_up(owner, entry.pk, Purpose.PURCHASE, 60_000, now=LATER)
    offer = FollowUp.objects.get(contest=contest)

    def refused(act: object) -> None:
        with pytest.raises(Error), transaction.atomic():
            act()  # type: ignore[operator]

    refused(lambda: Guest.objects.create(contest=contest, person=ben, invited_by=owner))
    refused(lambda: FollowUp.objects.filter(pk=offer.pk).update(least_minor=1))
    refused(lambda: FollowUpConsent.objects.create(follow_up=offer, person=ana, given_at=LATER))
    drafts, funding = Contest.objects.filter(pk=contest.pk), {"state": "awaiting_funds", "entry_cap": 1}
    for terms in ({"shortlist_max": 2}, {"entry_cap": 2}, {"kind": "standard"}):
        refused(lambda terms=terms: drafts.update(**funding | terms))
    Prize.objects.filter(contest=contest).update(amount_minor=1)
    refused(lambda: drafts.update(**funding))
    Prize.objects.filter(contest=contest).update(amount_minor=60_000)
    contest = open_draft(contest, now=LATER)
    refused(lambda: FollowUpConsent.objects.create(follow_up=offer, person=ben, given_at=LATER))
    refused(lambda: FollowUp.objects.filter(pk=offer.pk).delete())
    winner = Award.objects.get(contest=entry.contest).entry
    other = begin_follow_up(owner, winner.pk, Purpose.JOB, 10_000, now=LATER)
    FollowUp.objects.filter(contest=other).delete()
    refused(
        lambda: FollowUp.objects.create(
            contest=other, entry=winner, purpose="purchase", least_minor=1, begun_by=owner, begun_at=LATER
        )
    )


@pytest.mark.django_db(transaction=True)
def test_two_of_a_team_who_agree_at_once_sell_once() -> None:
    ana, ben = make_creative("ana"), make_creative("ben")
    contest = offered(decided(ana, ana, ben))
    start, failed = threading.Barrier(2), []

    def agree(person: User) -> None:
        try:
            start.wait()
            accept_purchase(person, contest.pk, now=LATER)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=agree, args=[one]) for one in (ana, ben)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert (Entry.objects.filter(contest=contest).count(), Award.objects.filter(contest=contest).count()) == (1, 1)
