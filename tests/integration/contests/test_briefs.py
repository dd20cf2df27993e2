"""Writing a brief: by whom, and what is kept of it."""

from datetime import timedelta

import pytest

from accounts.models import MemberRole
from contests.errors import InvalidBrief, NotPermitted, NotVisible, WrongMoment
from contests.models import Contest
from contests.services.briefs import create_contest, delete_draft, draft_of, duplicate_contest, update_draft
from contests.services.transitions import lock_contest
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.contests import brief_draft
from tests.fixtures.worlds import NOON, add_member, make_brand, make_creative, make_user, open_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _categories(db):
    publish_reference_data(now=NOON)


@pytest.fixture
def brand():
    return make_brand()


def create(brand, **changes):
    return create_contest(owner_of(brand), brand.pk, brief_draft(**changes), now=NOON)


def test_a_draft_is_kept_as_it_was_written(brand):
    draft = brief_draft(
        visibility="blind", shortlist_max=4, entries_period=timedelta(minutes=2), language="fr", rights_years=5
    )
    contest = create_contest(owner_of(brand), brand.pk, draft, now=NOON)
    assert draft_of(Contest.objects.get(pk=contest.pk)) == draft
    assert (contest.state, contest.brand_id, contest.created_by) == ("draft", brand.pk, owner_of(brand))


def test_words_are_kept_without_stray_spaces(brand):
    contest = create(brand, title="  A mark  ", deliverables=(" Vector ", "  "))
    assert contest.brief.title == "A mark"
    assert contest.brief.deliverables == ["Vector"]


@pytest.mark.parametrize("role", [MemberRole.JUDGE, MemberRole.FINANCE])
def test_only_owners_and_managers_write_briefs(brand, role):
    create_contest(add_member(brand, MemberRole.MANAGER), brand.pk, brief_draft(), now=NOON)
    with pytest.raises(NotPermitted):
        create_contest(add_member(brand, role), brand.pk, brief_draft(), now=NOON)


def test_strangers_write_no_briefs_for_a_brand(brand):
    for stranger in (make_user(), make_creative(), owner_of(make_brand()), make_user(staff_role="admin")):
        with pytest.raises(NotPermitted):
            create_contest(stranger, brand.pk, brief_draft(), now=NOON)


def test_every_problem_is_named_and_nothing_is_kept(brand):
    with pytest.raises(InvalidBrief) as refused:
        create(brand, title="", category="no-such", prizes=(-1,))
    assert [problem.field for problem in refused.value.problems] == ["category", "title", "prizes"]
    assert not Contest.objects.exists()


def test_a_draft_is_changed_as_a_whole(brand):
    contest = create(brand, prizes=(90_000, 80_000, 70_000))
    changed = brief_draft(title="Another mark", prizes=(100_000,), shortlist_max=2)
    update_draft(owner_of(brand), contest.pk, changed, now=NOON)
    assert draft_of(Contest.objects.get(pk=contest.pk)) == changed


def test_another_brands_draft_does_not_exist_for_strangers(brand):
    contest = create(brand)
    for stranger in (make_user(), make_creative(), owner_of(make_brand())):
        for service in (
            lambda who: update_draft(who, contest.pk, brief_draft(), now=NOON),
            lambda who: delete_draft(who, contest.pk, now=NOON),
            lambda who: duplicate_contest(who, contest.pk, now=NOON),
        ):
            with pytest.raises(NotVisible):
                service(stranger)


@pytest.mark.parametrize("role", [MemberRole.JUDGE, MemberRole.FINANCE])
def test_members_who_do_not_decide_change_nothing(brand, role):
    contest, member = create(brand), add_member(brand, role)
    for service in (
        lambda: update_draft(member, contest.pk, brief_draft(), now=NOON),
        lambda: delete_draft(member, contest.pk, now=NOON),
        lambda: duplicate_contest(member, contest.pk, now=NOON),
    ):
        with pytest.raises(NotPermitted):
            service()


def test_an_opened_brief_cannot_be_changed_or_thrown_away(brand):
    contest = open_contest(brand)
    with pytest.raises(WrongMoment):
        update_draft(owner_of(brand), contest.pk, brief_draft(), now=NOON)
    with pytest.raises(WrongMoment):
        delete_draft(owner_of(brand), contest.pk, now=NOON)


def test_a_brief_that_waits_for_funds_must_come_back_to_draft_first(brand):
    contest = create(brand)
    request_funding(owner_of(brand), contest.pk, now=NOON)
    with pytest.raises(WrongMoment):
        update_draft(owner_of(brand), contest.pk, brief_draft(), now=NOON)


def test_a_draft_is_thrown_away(brand):
    contest = create(brand)
    delete_draft(owner_of(brand), contest.pk, now=NOON)
    assert not Contest.objects.exists()


def test_a_draft_that_was_once_sent_for_funding_keeps_its_history(brand):
    contest = create(brand)
    request_funding(owner_of(brand), contest.pk, now=NOON)
    withdraw_from_funding(owner_of(brand), contest.pk, now=NOON)
    with pytest.raises(WrongMoment):
        delete_draft(owner_of(brand), contest.pk, now=NOON)
    assert lock_contest(contest.pk).state == "draft"


def test_a_copy_is_a_draft_of_its_own(brand):
    source = open_contest(brand, visibility="blind", prizes=(70_000,), shortlist_max=3)
    copy = duplicate_contest(owner_of(brand), source.pk, now=NOON)
    copied, original = draft_of(copy), draft_of(source)
    assert copy.pk != source.pk
    assert (copy.state, copy.entry_cap, copy.opens_at) == ("draft", None, None)
    assert copied.title != original.title
    assert (copied.prizes, copied.visibility, copied.description) == (
        original.prizes,
        original.visibility,
        original.description,
    )
