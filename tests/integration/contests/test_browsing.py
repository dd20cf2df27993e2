"""The public list, a contest's page and a brand's dashboard."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from accounts.models import MemberRole
from contests.errors import BadCursor, NotVisible
from contests.models import Brief, Category, Contest, Entry
from contests.selectors.browsing import BrowseFilters
from contests.selectors.contests import browse_contests, get_contest
from contests.selectors.dashboards import brand_dashboard
from contests.selectors.instances import Columns
from contests.selectors.paging import fetch_all, write_mark
from contests.selectors.roles import read_as
from contests.services.judging import cancel_contest
from contests.services.questions import ask
from contests.services.reviewing import rate_entry
from contests.services.suspension import suspend_contest
from payouts.services.funding import open_if_funded, request_funding
from tests.fixtures.contests import submit_examined
from tests.fixtures.worlds import (
    DAY,
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
    pay_in,
    shortlist,
)

pytestmark = pytest.mark.django_db


def found(filters=None, **options):
    return [card.id for card in browse_contests(filters, **options).items]


def rename(contest, title, summary=""):
    # Before it opened, as the database insists.
    Brief.objects.filter(contest=contest).update(title=title, summary=summary)


class TestPublicList:
    def test_a_card_tells_the_terms(self):
        contest = open_contest(prizes=(90_000, 40_000), shortlist_max=4, visibility="blind")
        (card,) = browse_contests().items
        assert (card.id, card.title, card.brand.name) == (contest.pk, "A mark for a tea house", "Halden Tea")
        assert (card.prizes, card.prize_total, card.currency) == ((90_000, 40_000), 130_000, "EUR")
        assert (card.shortlist_max, card.entry_cap, card.entry_count) == (4, 16, 0)
        assert (card.state, card.visibility, card.closes_at) == ("open", "blind", NOON + 14 * DAY)

    def test_the_category_is_named_in_the_readers_language(self):
        open_contest()
        category = Category.objects.get(slug="logo")
        with translation.override("fr"):
            assert browse_contests().items[0].category.name == category.name_fr
        with translation.override("en"):
            assert browse_contests().items[0].category.name == category.name_en

    def test_what_is_not_funded_is_not_there(self):
        draft_contest()
        assert found() == []

    def test_open_ones_come_first_and_the_soonest_to_close_first_of_all(self):
        closed = open_contest(now=NOON - 30 * DAY)
        enter(closed)
        close_entries(closed)
        late, soon = open_contest(now=NOON + DAY), open_contest(now=NOON - DAY)
        decided = open_contest(now=NOON - 60 * DAY)
        cancel_contest(owner_of(decided.brand), decided.pk, "We have changed our plans.", now=NOON)
        assert found() == [soon.pk, late.pk, closed.pk, decided.pk]
        assert found(order="newest") == [late.pk, soon.pk, closed.pk, decided.pk]

    def test_the_order_by_prizes(self):
        small, large = open_contest(prizes=(50_000,)), open_contest(prizes=(90_000, 20_000))
        middle = open_contest(prizes=(100_000,))
        assert found(order="prizes") == [large.pk, middle.pk, small.pk]

    @pytest.mark.parametrize("order", ["closing", "newest", "prizes"])
    def test_pages_follow_each_other_without_gap_or_repetition(self, order):
        for number in range(5):
            open_contest(now=NOON + (number // 2) * DAY)
        whole, pages, mark = found(order=order), [], None
        while True:
            page = browse_contests(order=order, after=mark, limit=2)
            pages += [card.id for card in page.items]
            mark = page.next
            if mark is None:
                break
        assert pages == whole
        assert len(set(whole)) == 5

    def test_filters_narrow_the_list(self):
        poster = open_contest(category="poster", prizes=(300_000,), visibility="private", now=NOON + DAY)
        logo = open_contest()
        enter(logo)
        close_entries(logo)
        for filters, expected in [
            (BrowseFilters(phase="open"), [poster.pk]),
            (BrowseFilters(phase="deciding"), [logo.pk]),
            (BrowseFilters(phase="no-such"), []),
            (BrowseFilters(state="shortlisting"), [logo.pk]),
            (BrowseFilters(category="poster"), [poster.pk]),
            (BrowseFilters(brand=logo.brand.slug), [logo.pk]),
            (BrowseFilters(visibility="private"), [poster.pk]),
            (BrowseFilters(least_prizes=300_000), [poster.pk]),
            (BrowseFilters(currency="USD"), []),
            (BrowseFilters(category="poster", phase="deciding"), []),
            (BrowseFilters(state="draft"), []),
            (BrowseFilters(category="po\0ster"), [poster.pk]),
        ]:
            assert found(filters) == expected, filters

    def test_words_are_looked_for_and_signs_literally(self):
        draft = draft_contest()
        rename(draft, "A fox for 100% wool", "Warm_and_red")
        escrow = request_funding(owner_of(draft.brand), draft.pk, now=NOON)
        pay_in(draft, escrow.liability_minor)
        assert open_if_funded(draft.pk, now=NOON)
        open_contest()
        signs = [("100%", 1), ("a_d", 0), ("%", 1), ("\\", 0)]
        for words, count in [("FOX", 1), ("warm", 1), (" wool ", 1), ("the", 0), *signs]:
            assert len(found(BrowseFilters(words=words))) == count, words

    def test_a_public_contest_shows_a_cover_its_winner_if_it_has_one(self):
        contest, blind = open_contest(), open_contest(visibility="blind")
        entries = [submit_examined(contest, now=NOON + n * timedelta(hours=1)) for n in range(4)]
        enter(contest, now=NOON + timedelta(hours=9))  # The newest, and without a picture.
        submit_examined(blind)

        def cover(of):
            return {card.id: card.cover for card in browse_contests().items}[of.pk]

        def picture(entry):
            return entry.versions.get().files.get().ref

        assert cover(blind) is None
        assert cover(contest).ref == picture(entries[3])
        shortlist(contest, [entries[2], entries[0], entries[1]])
        assert cover(contest).ref == picture(entries[2])
        award(contest, entries[1])
        assert cover(contest).ref == picture(entries[1])
        Entry.objects.filter(pk=entries[1].pk).update(hidden_at=NOON)
        assert cover(contest).ref == picture(entries[2])

    def test_the_list_costs_two_queries(self, django_assert_num_queries):
        for expected in (1, 3):
            while len(found()) < expected:
                open_contest()
            with django_assert_num_queries(2):
                browse_contests()

    def test_a_page_mark_of_another_order_is_refused(self):
        open_contest()
        with pytest.raises(BadCursor):
            browse_contests(order="newest", after=write_mark(["x", "y"]))
        with pytest.raises(BadCursor):
            browse_contests(order="newest", after=write_mark(["1"]))


class TestContestPage:
    def test_an_instance_of_a_statements_columns_is_the_orms(self):
        """Values that the driver gives otherwise than the model wants them are converted: JSON above all."""
        contest = open_contest(visibility="blind")
        for model, alias, key in ((Contest, "c", contest.pk), (Brief, "b", contest.pk)):
            columns = Columns(model, alias)
            name = model._meta.pk.column
            sql = f"SELECT {columns.sql} FROM {model._meta.db_table} {alias} WHERE {alias}.{name} = %(key)s"
            (row,) = fetch_all(sql, {"key": key})
            made, known = columns.instance(row), model.objects.get(pk=key)
            fields = [field.attname for field in model._meta.concrete_fields]
            assert len(columns) == len(fields)
            assert {name: getattr(made, name) for name in fields} == {name: getattr(known, name) for name in fields}

    def test_it_tells_the_brief_the_timeline_and_the_readers_role(self):
        contest = open_contest(visibility="blind")
        page = get_contest(owner_of(contest.brand), contest.pk)
        assert (page.deliverables, page.rights_territory) == (("Vector file",), "World")
        assert page.timeline.closes_at == contest.closes_at
        assert (page.role, page.is_blind_now, page.shortlist_min) == ("owner", True, 3)
        assert get_contest(None, contest.pk).role == "stranger"

    def test_a_draft_is_for_its_brand(self):
        contest = draft_contest()
        for viewer in (None, make_creative(), owner_of(make_brand())):
            with pytest.raises(NotVisible):
                get_contest(viewer, contest.pk)
        for role in MemberRole:
            assert get_contest(add_member(contest.brand, role), contest.pk).card.state == "draft"

    def test_what_does_not_exist_is_not_there(self):
        with pytest.raises(NotVisible):
            get_contest(make_user(staff_role="admin"), uuid4())

    def test_a_suspended_contest_says_so(self):
        contest = open_contest()
        suspend_contest(make_user(staff_role="admin"), contest.pk, "A dispute.", now=NOON)
        page = get_contest(None, contest.pk)
        assert (page.card.state, page.suspended_from) == ("suspended", "open")

    def test_it_costs_one_query(self, django_assert_num_queries):
        contest = open_contest()
        reader = read_as(owner_of(contest.brand))
        with django_assert_num_queries(1):
            get_contest(reader, contest.pk)


class TestDashboard:
    def test_it_counts_what_waits_for_the_brand(self):
        brand = make_brand()
        draft, running = draft_contest(brand, now=NOON - DAY), open_contest(brand)
        entries = [enter(running) for _ in range(4)]
        rate_entry(owner_of(brand), entries[0].pk, 3, now=NOON)
        ask(make_creative(), running.pk, "May the mark be in two colours?", now=NOON)
        open_contest()
        dashboard = brand_dashboard(owner_of(brand), brand.pk)
        assert (dashboard.brand.id, dashboard.role) == (brand.pk, "owner")
        assert [row.contest.id for row in dashboard.rows] == [running.pk, draft.pk]
        first, second = dashboard.rows
        assert (first.admissible, first.unrated, first.shortlisted, first.unanswered) == (4, 3, 0, 1)
        assert (first.next_deadline.kind, first.next_deadline.due_at) == ("entries_close", running.closes_at)
        assert second.next_deadline is None

    def test_it_is_for_the_brands_people_and_the_platforms(self):
        brand = make_brand()
        for role in MemberRole:
            assert brand_dashboard(add_member(brand, role), brand.pk).role == role
        assert brand_dashboard(make_user(staff_role="auditor"), brand.pk).role == "auditor"
        for viewer in (None, make_creative(), owner_of(make_brand())):
            with pytest.raises(NotVisible):
                brand_dashboard(viewer, brand.pk)
        with pytest.raises(NotVisible):
            brand_dashboard(make_user(staff_role="admin"), uuid4())

    def test_its_queries_do_not_grow(self, django_assert_num_queries):
        brand = make_brand()
        reader = read_as(owner_of(brand))
        for expected in (1, 3):
            while brand.contests.count() < expected:
                open_contest(brand)
            with django_assert_num_queries(5):
                brand_dashboard(reader, brand.pk)
