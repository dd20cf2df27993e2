"""Lists of entries: what each reader finds in them, in which order, and with how few queries."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import MemberRole
from contests.entry_rules import Share
from contests.errors import NotVisible
from contests.models import Entry
from contests.selectors.entries import EntryFilters, entries_of, list_entries, my_entries
from contests.selectors.entry_pages import get_entry
from contests.selectors.paging import read_mark
from contests.selectors.roles import read_as
from contests.services.entries import add_version, withdraw_entry
from contests.services.examining import examine_files
from contests.services.reviewing import disqualify_entry, rate_entry
from contests.services.teams import sign_split
from tests.fixtures.contests import PDF, picture, submit, submit_examined, upload, version_draft
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    draft_contest,
    enter,
    make_creative,
    make_user,
    open_contest,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def found(page):
    return [card.id for card in page.items]


def keys(*entries):
    return [entry.pk for entry in entries]


def test_a_card_tells_what_the_public_may_know():
    contest, author = open_contest(), make_creative("ada")
    entry = submit_examined(contest, author, title="Fox", now=NOON + HOUR)
    rate_entry(owner_of(contest.brand), entry.pk, 5, now=NOON)
    (card,) = entries_of(None, contest.pk).items
    assert (card.id, card.code, card.title, card.version) == (entry.pk, entry.code, "Fox", 1)
    assert card.author.handle == author.handle
    assert (card.submitted_at, card.rating, card.is_own) == (NOON + HOUR, None, False)
    assert (card.image.width, card.image.widths) == (400, (320, 400))


def test_the_rating_is_for_the_brand_the_author_and_the_platform():
    contest, author = open_contest(), make_creative()
    entry = enter(contest, author)
    rate_entry(owner_of(contest.brand), entry.pk, 5, now=NOON)
    for viewer, expected in [
        (owner_of(contest.brand), 5),
        (add_member(contest.brand, MemberRole.FINANCE), 5),
        (author, 5),
        (make_user(staff_role="auditor"), 5),
        (make_creative(), None),
        (None, None),
    ]:
        assert entries_of(viewer, contest.pk).items[0].rating == expected


def test_the_image_is_of_the_latest_version_that_is_ready():
    contest, author = open_contest(), make_creative()
    entry = submit_examined(contest, author)
    first = entries_of(None, contest.pk).items[0].image
    wide = [upload("notes.pdf", PDF), upload("new.png", picture(700, 500))]
    add_version(author, entry.pk, version_draft(files=wide), now=NOON)
    assert entries_of(None, contest.pk).items[0].image == first
    examine_files(NOON)
    card = entries_of(None, contest.pk).items[0]
    assert (card.version, card.image.width) == (2, 700)


def test_a_gallery_costs_two_queries_however_many_entries(django_assert_num_queries):
    contest = open_contest()
    reader = read_as(owner_of(contest.brand))
    for expected in (2, 12):
        while contest.entries.count() < expected:
            submit_examined(contest)
        with django_assert_num_queries(2):
            page = entries_of(reader, contest.pk, limit=24)
        assert len(page.items) == expected
        assert all(card.image for card in page.items)


def test_the_standing_comes_first_then_the_newest():
    contest = open_contest(shortlist_max=4)
    entries = [enter(contest, now=NOON + number * HOUR) for number in range(6)]
    assert found(entries_of(None, contest.pk)) == keys(*reversed(entries))
    shortlist(contest, [entries[3], entries[0], entries[1]])
    assert found(entries_of(None, contest.pk)) == keys(*(entries[n] for n in (3, 0, 1, 5, 4, 2)))
    award(contest, entries[1], entries[0])
    assert found(entries_of(None, contest.pk)) == keys(*(entries[n] for n in (1, 0, 3, 5, 4, 2)))


def test_the_order_by_rating_is_the_brands_alone():
    contest = open_contest()
    owner = owner_of(contest.brand)
    entries = [enter(contest, now=NOON + number * HOUR) for number in range(3)]
    rate_entry(owner, entries[0].pk, 5, now=NOON)
    rate_entry(owner, entries[1].pk, 2, now=NOON)
    assert found(entries_of(owner, contest.pk, order="rating")) == keys(entries[0], entries[1], entries[2])
    assert found(entries_of(None, contest.pk, order="rating")) == keys(entries[2], entries[1], entries[0])
    assert found(entries_of(owner, contest.pk, EntryFilters(least_rating=3))) == keys(entries[0])
    assert found(entries_of(owner, contest.pk, EntryFilters(unrated=True))) == keys(entries[2])
    for hidden in (EntryFilters(least_rating=1), EntryFilters(unrated=True)):
        assert found(entries_of(make_creative(), contest.pk, hidden)) == []


@pytest.mark.parametrize("order", ["standing", "newest", "rating"])
@pytest.mark.parametrize("visibility", ["public", "blind"])
def test_pages_follow_each_other_without_gap_or_repetition(order, visibility):
    contest = open_contest(visibility=visibility)
    owner = owner_of(contest.brand)
    for number in range(7):
        entry = enter(contest, now=NOON + (number // 2) * HOUR)
        rate_entry(owner, entry.pk, 1 + number % 3, now=NOON)
    whole = found(entries_of(owner, contest.pk, order=order))
    pages, mark = [], None
    while True:
        page = entries_of(owner, contest.pk, order=order, after=mark, limit=3)
        pages += found(page)
        mark = page.next
        if mark is None:
            break
    assert pages == whole
    assert len(set(whole)) == 7


def test_filters_narrow_what_is_seen():
    contest, author = open_contest(), make_creative()
    owner = owner_of(contest.brand)
    entries = [enter(contest, author), *(enter(contest) for _ in range(4))]
    disqualify_entry(owner, entries[4].pk, "It shows somebody else's mark.", now=NOON)
    shortlist(contest, entries[:3])
    assert found(entries_of(owner, contest.pk, EntryFilters(state="disqualified"))) == keys(entries[4])
    assert found(entries_of(None, contest.pk, EntryFilters(state="disqualified"))) == []
    assert found(entries_of(None, contest.pk, EntryFilters(shortlisted=True))) == keys(*entries[:3])
    assert found(entries_of(None, contest.pk, EntryFilters(shortlisted=False))) == keys(entries[3])
    assert found(entries_of(author, contest.pk, EntryFilters(own=True))) == keys(entries[0])
    award(contest, entries[1])
    assert found(entries_of(None, contest.pk, EntryFilters(awarded=True))) == keys(entries[1])


def test_a_private_gallery_holds_for_rivals_their_own_only():
    contest, author = open_contest(visibility="private"), make_creative()
    own, other = enter(contest, author), enter(contest)
    assert found(entries_of(author, contest.pk)) == keys(own)
    assert found(entries_of(make_creative(), contest.pk)) == []
    assert set(found(entries_of(owner_of(contest.brand), contest.pk))) == {own.pk, other.pk}
    assert entries_of(owner_of(contest.brand), contest.pk).items[0].author


def test_what_is_not_there_is_not_told_from_what_is_hidden():
    contest = draft_contest()
    for key in (contest.pk, uuid4()):
        with pytest.raises(NotVisible):
            entries_of(make_creative(), key)
    hidden = enter(open_contest(visibility="private"))
    for key in (hidden.pk, uuid4()):
        with pytest.raises(NotVisible):
            get_entry(make_creative(), key)


class TestOwnEntries:
    def test_mine_are_found_with_their_contests_withdrawn_or_not(self, django_assert_num_queries):
        author = make_creative()
        blind, public = open_contest(visibility="blind"), open_contest()
        kept, left = submit_examined(blind, author), submit_examined(public, author, now=NOON + HOUR)
        withdraw_entry(author, left.pk, now=NOON)
        submit(public)
        with django_assert_num_queries(3):
            page = my_entries(author)
        assert [(own.entry.id, own.contest.id, own.entry.state) for own in page.items] == [
            (left.pk, public.pk, "withdrawn"),
            (kept.pk, blind.pk, "submitted"),
        ]
        assert all(own.entry.author and own.entry.image for own in page.items)

    def test_a_team_members_too(self):
        contest, author, member = open_contest(visibility="blind"), make_creative(), make_creative()
        consent = sign_split(member, contest.pk, author.pk, {author.pk: 1, member.pk: 1}, now=NOON)
        entry = submit(contest, author, shares=(Share(author.pk, 1), Share(member.pk, 1, consent)))
        assert [own.entry.id for own in my_entries(member).items] == [entry.pk]
        assert [weight for _, weight in get_entry(member, entry.pk).team] == [1, 1]

    def test_nobody_has_none(self):
        enter(open_contest())
        assert my_entries(None).items == ()


class TestListAcrossContests:
    def test_the_newest_come_first_and_pages_go_deep(self):
        contests = [open_contest(), open_contest()]
        entries = [enter(contests[n % 2], now=NOON + n * HOUR) for n in range(6)]
        first = list_entries(None, limit=4)
        assert found(first) == keys(*reversed(entries[2:]))
        assert found(list_entries(None, after=first.next)) == keys(entries[1], entries[0])

    def test_each_sees_what_is_theirs(self):
        public, private, blind = (open_contest(visibility=name) for name in ("public", "private", "blind"))
        author = make_creative()
        p, q, b = enter(public), enter(private, author), enter(blind, author)
        for viewer, expected in [
            (None, {p.pk}),
            (make_creative(), {p.pk}),
            (author, {p.pk, q.pk, b.pk}),
            (owner_of(private.brand), {p.pk, q.pk}),
            (owner_of(blind.brand), {p.pk}),
            (make_user(staff_role="auditor"), {p.pk, q.pk}),
            (make_user(staff_role="admin"), {p.pk, q.pk, b.pk}),
        ]:
            assert set(found(list_entries(viewer))) == expected

    def test_it_costs_two_queries(self, django_assert_num_queries):
        contest = open_contest()
        for _ in range(3):
            enter(contest)
        viewer = make_creative()
        with django_assert_num_queries(2):
            list_entries(viewer)

    def test_filters_apply(self):
        contest, other = open_contest(), open_contest()
        entry = enter(contest)
        enter(other)
        assert found(list_entries(None, EntryFilters(contest=contest.pk))) == keys(entry)


class TestBlindContest:
    """Whatever could tell an author is asked for by everybody who must not know, and looked through for canaries."""

    CANARY = "canary"

    @pytest.fixture
    def contest(self):
        return open_contest(visibility="blind")

    @pytest.fixture
    def author(self):
        author = make_creative(self.CANARY)
        author.display_name = f"{self.CANARY.title()} Doe"
        author.save()
        return author

    @pytest.fixture
    def entry(self, contest, author):
        files = [upload(f"{self.CANARY}.png"), upload(f"{self.CANARY}.pdf", PDF)]
        return submit_examined(contest, author, title="Fox", files=files, now=NOON + HOUR, minutes_spent=77)

    def test_no_canary_in_any_page_for_the_brand_or_the_auditor(self, contest, author, entry):
        readers = [owner_of(contest.brand), make_user(staff_role="auditor")]
        readers += [add_member(contest.brand, role) for role in (MemberRole.JUDGE, MemberRole.FINANCE)]
        for viewer in readers:
            page = get_entry(viewer, entry.pk)
            (card,) = entries_of(viewer, contest.pk).items
            assert self.CANARY not in repr((page, card)).lower()
            assert (card.author, card.submitted_at, page.team) == (None, None, ())
            assert page.versions[0].created_at is None
            assert str(NOON + HOUR) not in repr(page)
            names = {file.name for file in page.versions[0].files}
            assert names == {f"{entry.code}-v1-1.png", f"{entry.code}-v1-2.pdf"}

    def test_the_author_and_the_admin_know(self, contest, author, entry):
        for viewer in (author, make_user(staff_role="admin")):
            assert get_entry(viewer, entry.pk).card.author.handle == author.handle
            assert entries_of(viewer, contest.pk).items[0].submitted_at == NOON + HOUR

    def test_the_order_is_chance_and_not_that_of_coming(self, contest):
        for number in range(8):
            enter(contest, now=NOON + number * HOUR)
        by_code = list(Entry.objects.filter(contest=contest).order_by("code").values_list("pk", flat=True))
        for order in ("standing", "newest"):
            assert found(entries_of(owner_of(contest.brand), contest.pk, order=order)) == by_code

    def test_a_page_mark_tells_no_more_than_codes(self, contest):
        for number in range(4):
            enter(contest, now=NOON + number * HOUR)
        mark = entries_of(owner_of(contest.brand), contest.pk, limit=2).next
        codes = set(Entry.objects.values_list("code", flat=True))
        assert read_mark(mark, 2)[1] in codes

    def test_once_decided_the_brand_knows_all_and_the_public_the_winners(self, contest, author, entry):
        rivals = [enter(contest) for _ in range(2)]
        shortlist(contest, [entry, *rivals])
        award(contest, entry)
        assert len(entries_of(owner_of(contest.brand), contest.pk).items) == 3
        assert all(card.author for card in entries_of(owner_of(contest.brand), contest.pk).items)
        (winner,) = entries_of(None, contest.pk).items
        assert (winner.id, winner.author.handle) == (entry.pk, author.handle)
        with pytest.raises(NotVisible):
            get_entry(None, rivals[0].pk)


class TestEntryPage:
    def test_words_to_the_brand_are_for_the_brand(self):
        contest, author = open_contest(), make_creative()
        entry = submit(contest, author, statement="Dear brand", sources="My own font", minutes_spent=45)
        assert get_entry(owner_of(contest.brand), entry.pk).statement == "Dear brand"
        assert get_entry(owner_of(contest.brand), entry.pk).minutes_spent is None
        assert get_entry(author, entry.pk).minutes_spent == 45
        public = get_entry(None, entry.pk)
        assert (public.statement, public.sources, public.minutes_spent) == ("", "", None)

    def test_versions_come_latest_first_with_a_constant_number_of_queries(self, django_assert_num_queries):
        contest, author = open_contest(), make_creative()
        entry = submit_examined(contest, author)
        reader = read_as(author)
        for number in (2, 3):
            with django_assert_num_queries(7):
                get_entry(reader, entry.pk)
            add_version(author, entry.pk, version_draft(note=f"Version {number}"), now=NOON)
            examine_files(NOON)
        page = get_entry(None, entry.pk)
        assert [(version.number, version.note) for version in page.versions] == [
            (3, "Version 3"),
            (2, "Version 2"),
            (1, ""),
        ]
        assert all(version.files[0].image for version in page.versions)

    def test_why_an_entry_was_ruled_out_is_told_to_its_author(self):
        contest, author = open_contest(), make_creative()
        entries = [enter(contest, author), *(enter(contest) for _ in range(3))]
        disqualify_entry(owner_of(contest.brand), entries[0].pk, "It shows somebody else's mark.", now=NOON)
        assert "somebody else" in get_entry(author, entries[0].pk).disqualified_because
        with pytest.raises(NotVisible):
            get_entry(None, entries[0].pk)
