"""Splits offered to a team: who may offer, sign and decline, who is told, what the database refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import MemberRole, Notice
from accounts.services.people import set_blocked
from contests.errors import (
    EntriesClosed,
    InvalidEntry,
    InvalidSplit,
    JurySeatRefused,
    NotEligible,
    NotVisible,
    SplitClosed,
)
from contests.models import Contest, Entry, SplitOffer, SplitPart
from contests.selectors.entries import my_entries
from contests.selectors.splits import get_split, own_splits, splits_of, waiting_splits
from contests.services.briefing.guests import invite_creatives, withdraw_guest
from contests.services.entries import withdraw_entry
from contests.services.jury.seats import leave_jury
from contests.services.splitting.answering import decline_part, sign_part
from contests.services.splitting.offering import offer_split, withdraw_split
from contests.split_rules import MAX_OFFERS, PartDraft, SplitDraft
from payouts.selectors.team_splits import split_amounts
from tests.fixtures.contests import submit
from tests.fixtures.juries import jury_for, seat
from tests.fixtures.kinds import open_of_kind
from tests.fixtures.worlds import (
    NOON,
    add_member,
    close_entries,
    make_creative,
    make_user,
    open_contest,
    owner_of,
)

pytestmark = pytest.mark.django_db


def offered(contest, author, *others, weights=(3, 2, 1), now=NOON):
    parts = tuple(PartDraft(f"@{person.handle}", weight) for person, weight in zip(others, weights[1:], strict=False))
    return offer_split(author, contest.pk, SplitDraft(weights[0], parts), now=now)


def told(person):
    return list(Notice.objects.filter(user=person).order_by("id").values_list("template", flat=True))


def test_a_whole_team_from_the_offer_to_the_entry():
    contest, author, one, two = open_contest(), make_creative(), make_creative(), make_creative()
    offer = offered(contest, author, one, two)
    assert (told(one), told(two), told(author)) == (["split_offered"], ["split_offered"], [])
    assert get_split(one, offer.ref).state == "waiting"
    with pytest.raises(InvalidEntry, match=one.public_name):
        submit(contest, author, split=offer.ref)
    sign_part(one, offer.ref, now=NOON)
    assert told(author) == []
    sign_part(two, offer.ref, now=NOON + timedelta(hours=1))
    sign_part(two, offer.ref, now=NOON + timedelta(hours=2))
    assert told(author) == ["split_complete"]
    entry = submit(contest, author, split=offer.ref, now=NOON + timedelta(hours=3))
    assert {(s.user_id, s.weight, s.consented_at) for s in entry.shares.all()} == {
        (author.pk, 3, NOON + timedelta(hours=3)),
        (one.pk, 2, NOON),
        (two.pk, 1, NOON + timedelta(hours=1)),
    }
    assert get_split(two, offer.ref).state == "used"
    assert [own.entry.id for own in my_entries(one).items] == [entry.pk]
    with pytest.raises(InvalidEntry, match="Another entry"):
        submit(contest, author, split=offer.ref, now=NOON + timedelta(hours=4))
    for undo in (lambda: decline_part(one, offer.ref, now=NOON), lambda: withdraw_split(author, offer.ref, now=NOON)):
        with pytest.raises(SplitClosed):
            undo()


def test_the_picture_divides_to_the_cent_as_the_money_will_be():
    contest, author, one, two = open_contest(), make_creative(), make_creative(), make_creative()
    offer = offered(contest, author, one, two, weights=(1, 1, 1))
    (parts,) = split_amounts(offer.ref, [10_000])
    assert parts == {author.handle: 3334, one.handle: 3333, two.handle: 3333}


def test_who_declines_is_told_of_and_may_change_their_mind():
    contest, author, member = open_contest(), make_creative(), make_creative()
    offer = offered(contest, author, member)
    sign_part(member, offer.ref, now=NOON)
    decline_part(member, offer.ref, now=NOON)
    decline_part(member, offer.ref, now=NOON)
    assert told(author) == ["split_complete", "split_declined"]
    assert get_split(author, offer.ref).state == "declined"
    with pytest.raises(InvalidEntry):
        submit(contest, author, split=offer.ref)
    sign_part(member, offer.ref, now=NOON)
    assert submit(contest, author, split=offer.ref).shares.count() == 2


def test_nobody_but_its_people_knows_of_a_split():
    contest, author, member = open_contest(), make_creative(), make_creative()
    offer = offered(contest, author, member)
    others = (make_creative(), owner_of(contest.brand), add_member(contest.brand, MemberRole.MANAGER))
    staff = (make_user(staff_role="admin"), make_user(staff_role="auditor"), None)
    for reader in (*others, *staff):
        with pytest.raises(NotVisible):
            get_split(reader, offer.ref)
        assert splits_of(reader).items == ()
    for person in (*others, *staff[:2]):
        for act in (sign_part, decline_part, withdraw_split):
            with pytest.raises(NotVisible):
                act(person, offer.ref, now=NOON)
        assert told(person) == []
    with pytest.raises(NotVisible):
        withdraw_split(member, offer.ref, now=NOON)
    with pytest.raises(SplitClosed):
        decline_part(author, offer.ref, now=NOON)


def test_who_comes_to_the_brand_sees_its_offers_no_more_and_signs_none():
    contest, author, member = open_contest(), make_creative(), make_creative()
    offer = offered(contest, author, member)
    contest.brand.memberships.create(user=member, role=MemberRole.MANAGER)
    with pytest.raises(NotVisible):
        get_split(member, offer.ref)
    with pytest.raises(NotEligible):
        sign_part(member, offer.ref, now=NOON)


def test_whoever_cannot_join_is_named_and_nobody_is_asked():
    contest, author, member = open_contest(), make_creative(), make_creative()
    for unfit in (make_user(), owner_of(contest.brand), make_user(staff_role="admin")):
        with pytest.raises(InvalidSplit, match=unfit.handle):
            offered(contest, author, member, unfit)
    with pytest.raises(InvalidSplit, match="nobody-here"):
        offer_split(author, contest.pk, SplitDraft(1, (PartDraft("nobody-here", 1),)), now=NOON)
    assert told(member) == [] and not SplitOffer.objects.exists()


def test_the_title_of_a_brief_by_invitation_is_told_to_its_guests_only():
    author, outsider = make_creative(), make_creative()
    contest = open_of_kind("invited", author)
    with pytest.raises(InvalidSplit):
        offered(contest, author, outsider)
    invite_creatives(owner_of(contest.brand), contest.pk, [outsider.handle], now=NOON)
    offer = offered(contest, author, outsider)
    withdraw_guest(owner_of(contest.brand), contest.pk, outsider.handle, now=NOON)
    with pytest.raises(NotVisible):
        get_split(outsider, offer.ref)
    with pytest.raises(NotVisible):
        sign_part(outsider, offer.ref, now=NOON)


def test_a_juror_signs_nothing():
    contest, author, juror = open_contest(), make_creative(), make_creative()
    offer = offered(contest, author, juror)
    jury_for(contest)
    seat(contest, juror)
    with pytest.raises(JurySeatRefused):
        sign_part(juror, offer.ref, now=NOON)


def test_who_signed_and_then_takes_a_seat_or_is_blocked_does_not_enter_by_their_signature():
    contest, author, juror, other = open_contest(), make_creative(), make_creative(), make_creative()
    offers = {person: offered(contest, author, person) for person in (juror, other)}
    for person, offer in offers.items():
        sign_part(person, offer.ref, now=NOON)
    jury_for(contest)
    seat(contest, juror)
    set_blocked(make_user(staff_role="admin"), other, True, now=NOON)
    for offer in offers.values():
        with pytest.raises(InvalidEntry, match="cannot take part"):
            submit(contest, author, split=offer.ref)
    leave_jury(juror, contest.pk, now=NOON)
    assert submit(contest, author, split=offers[juror].ref).shares.filter(user=juror).exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SplitDraft(0, (PartDraft("a", 1),)), "own_weight"),
        (SplitDraft(1, ()), "others"),
        (SplitDraft(1, (PartDraft("a", 0),)), "others"),
        (SplitDraft(1, (PartDraft("a", 1), PartDraft("@A", 1))), "others"),
        (SplitDraft(1, tuple(PartDraft(f"a{n}", 1) for n in range(8))), "others"),
    ],
)
def test_each_field_of_a_split_is_looked_at(draft, field):
    with pytest.raises(InvalidSplit) as refused:
        offer_split(make_creative(), open_contest().pk, draft, now=NOON)
    assert {problem.field for problem in refused.value.problems} == {field}


def test_offers_end_with_the_entries_and_are_not_without_end():
    contest, author, member = open_contest(), make_creative(), make_creative()
    for _ in range(MAX_OFFERS):
        offer = offered(contest, author, member)
    with pytest.raises(InvalidSplit, match="Take one back"):
        offered(contest, author, member)
    withdraw_split(author, offer.ref, now=NOON)
    withdraw_split(author, offer.ref, now=NOON)
    last = offered(contest, author, member)
    with pytest.raises(SplitClosed):
        sign_part(member, offer.ref, now=NOON)
    with pytest.raises(SplitClosed):
        sign_part(member, last.ref, now=contest.closes_at)
    with pytest.raises(EntriesClosed):
        offered(contest, author, member, now=contest.closes_at)
    assert len(own_splits(author, contest.pk)) == MAX_OFFERS
    close_entries(contest)
    assert waiting_splits(member) == ()


def test_a_withdrawn_entry_does_not_free_its_signatures():
    contest, author, member = open_contest(), make_creative(), make_creative()
    offer = offered(contest, author, member)
    sign_part(member, offer.ref, now=NOON)
    withdraw_entry(author, submit(contest, author, split=offer.ref).pk, now=NOON)
    with pytest.raises(InvalidEntry):
        submit(contest, author, split=offer.ref)


class TestTheDatabaseItselfRefuses:
    PART, OFFER = "UPDATE contests_splitpart SET ", "UPDATE contests_splitoffer SET "

    @pytest.fixture
    def offer(self):
        contest, author, member = open_contest(), make_creative(), make_creative()
        return offered(contest, author, member)

    def refuses(self, because, sql, *params):
        with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)

    def test_to_change_what_was_offered(self, offer):
        other = make_creative()
        self.refuses("stands as it was signed", self.PART + "weight = 9 WHERE offer_id = %s", offer.pk)
        self.refuses(
            "stands as it was signed",
            self.PART + "person_id = %s WHERE offer_id = %s",
            other.pk,
            offer.pk,
        )
        self.refuses("stands as it was made", self.OFFER + "people = 3 WHERE id = %s", offer.pk)
        self.refuses("stands as it was made", self.OFFER + "author_id = %s WHERE id = %s", other.pk, offer.pk)

    def test_to_let_somebody_join_behind_the_others(self, offer):
        with pytest.raises(IntegrityError, match="has all of its people"), transaction.atomic():
            SplitPart.objects.create(offer=offer, person=make_creative(), weight=1)

    def test_to_use_what_not_everybody_signed_or_what_the_entry_does_not_pay(self, offer):
        alone = submit(Contest.objects.get(pk=offer.contest_id), offer.author)
        use = "UPDATE contests_splitoffer SET entry_id = %s WHERE id = %s"
        self.refuses("is not signed by everybody", use, alone.pk, offer.pk)
        SplitPart.objects.filter(offer=offer).update(signed_at=NOON)
        self.refuses("is not signed by everybody", use, alone.pk, offer.pk)
        strangers = submit(Contest.objects.get(pk=offer.contest_id))
        self.refuses("is not signed by everybody", use, strangers.pk, offer.pk)

    def test_to_change_an_answer_once_an_entry_stands_on_it(self, offer):
        member = offer.parts.exclude(person=offer.author_id).get().person
        sign_part(member, offer.ref, now=NOON)
        entry: Entry = submit(Contest.objects.get(pk=offer.contest_id), offer.author, split=offer.ref)
        self.refuses("stands as it was signed", self.PART + "signed_at = NULL WHERE offer_id = %s", offer.pk)
        self.refuses("stands as it was made", self.OFFER + "entry_id = NULL WHERE entry_id = %s", entry.pk)
        self.refuses("Cannot delete", "DELETE FROM contests_splitpart WHERE offer_id = %s", offer.pk)
