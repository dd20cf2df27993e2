"""Who may open the brand's pages, and who may act on them: everybody in every capacity."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest
from payouts.services.funding import request_funding
from tests.fixtures.worlds import draft_contest, enter, open_contest, owner_of, shortlist
from tests.integration.frontend.brand_world import PLATFORM, STRANGERS, TEAM, World, make_world

pytestmark = pytest.mark.django_db
WRITERS = {"owner", "manager"}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("name", ["brand", "brand_settings", "brand_members"])
def test_a_brand_is_seen_by_its_team_and_the_platform(world: World, name: str) -> None:
    assert world.readers(reverse(f"pages:{name}", args=[world.brand.pk])) == TEAM | PLATFORM


def test_only_owners_and_managers_write_briefs(world: World) -> None:
    answers = world.answers(reverse("pages:brief_new", args=[world.brand.pk]))
    assert {who for who, status in answers.items() if status == 200} == WRITERS
    assert {who for who, status in answers.items() if status == 404} == STRANGERS
    assert {who for who, status in answers.items() if status == 403} == (TEAM | PLATFORM) - WRITERS


@pytest.mark.parametrize("name", ["brief_edit", "brief_review"])
def test_a_draft_is_worked_on_by_its_writers_only(world: World, name: str) -> None:
    contest = draft_contest(world.brand)
    assert world.readers(reverse(f"pages:{name}", args=[contest.pk])) == WRITERS


@pytest.mark.parametrize("name", ["discard", "ask_for_funds"])
def test_nobody_else_moves_a_draft(world: World, name: str) -> None:
    contest = draft_contest(world.brand)
    address = reverse("pages:brief_discard" if name == "discard" else "pages:ask_for_funds", args=[contest.pk])
    for who in STRANGERS | PLATFORM | {"judge", "finance", "nobody"}:
        world.client(who).post(address)
        contest.refresh_from_db()
        assert contest.state == "draft", who


def test_funding_is_seen_by_the_team_and_the_platform(world: World) -> None:
    contest = draft_contest(world.brand)
    request_funding(world.people["owner"], contest.pk, now=timezone.now())
    assert world.readers(reverse("pages:funding", args=[contest.pk])) == TEAM | PLATFORM


@pytest.mark.parametrize("name", ["contest_money", "choose", "answers", "decide", "review", "cancel"])
def test_a_running_contest_is_worked_on_by_its_team(world: World, name: str) -> None:
    contest = open_contest(world.brand, now=timezone.now())
    assert world.readers(reverse(f"pages:{name}", args=[contest.pk])) == TEAM | PLATFORM


@pytest.mark.parametrize("name", ["choose", "answers", "decide", "review", "cancel"])
def test_a_draft_has_no_such_page(world: World, name: str) -> None:
    contest = draft_contest(world.brand)
    assert world.readers(reverse(f"pages:{name}", args=[contest.pk])) == set()


def judged(world: World) -> Contest:
    contest = open_contest(world.brand)
    return shortlist(contest, [enter(contest) for _ in range(3)])


def test_strangers_and_the_rest_of_the_team_decide_nothing(world: World) -> None:
    contest = judged(world)
    entry = contest.entries.first()
    attempts = [
        (reverse("pages:decide", args=[contest.pk]), {"end_round": "1"}),
        (reverse("pages:decide", args=[contest.pk]), {f"rank-{entry.pk}": "1", "confirm": "1"}),
        (reverse("pages:cancel", args=[contest.pk]), {"reason": "We have changed our minds about it."}),
        (reverse("pages:review", args=[contest.pk]), {}),
        (reverse("pages:disqualify", args=[entry.pk]), {"reason": "It breaks a rule of the brief, we think."}),
    ]
    for who in STRANGERS | {"judge", "finance", "auditor", "nobody"}:
        for address, data in attempts:
            assert world.client(who).post(address, data).status_code in (302, 403, 404, 422), (who, address)
    contest.refresh_from_db()
    assert contest.state == "final_round"
    assert not contest.entries.exclude(state="submitted").exists()


def test_ratings_are_given_by_those_who_judge(world: World) -> None:
    contest = open_contest(world.brand, now=timezone.now())
    entry = enter(contest)
    for who in STRANGERS | {"finance", "auditor", "admin", "nobody"}:
        world.client(who).post(reverse("pages:rate", args=[entry.pk]), {"stars": "5"})
        entry.refresh_from_db()
        assert entry.rating is None, who
    for who in ("owner", "manager", "judge"):
        answer = world.client(who).post(
            reverse("pages:rate", args=[entry.pk]), {"stars": "4"}, headers={"hx-request": "true"}
        )
        assert answer.status_code == 204
    entry.refresh_from_db()
    assert entry.rating == 4


def test_one_brands_owner_is_a_stranger_to_anothers_entries(world: World) -> None:
    contest = open_contest(world.brand, now=timezone.now(), visibility="private")
    entry = enter(contest)
    other = world.client("other owner")
    assert other.get(reverse("pages:disqualify", args=[entry.pk])).status_code == 404
    assert other.post(reverse("pages:rate", args=[entry.pk]), {"stars": "1"}).status_code == 404


def test_the_dashboard_leads_to_the_only_brand_or_to_the_first(world: World) -> None:
    own = reverse("pages:brand", args=[world.brand.pk])
    assert world.client("judge").get(reverse("pages:dashboard"))["Location"] == own
    assert world.client("creative").get(reverse("pages:dashboard"))["Location"] == reverse("pages:brand_new")
    assert owner_of(world.brand) == world.people["owner"]
