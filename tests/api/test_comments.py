"""Comments over the API: a whole talk, by the brand and the maker, each problem by its code."""

from uuid import uuid4

import pytest

from accounts.models import MemberRole
from contests.models import Comment, Entry
from tests.fixtures.calls import ApiClock, Caller, token_of
from tests.fixtures.contests import submit_examined
from tests.fixtures.worlds import (
    DAY,
    add_member,
    award,
    make_brand,
    make_creative,
    open_contest,
    owner_of,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(api_clock: ApiClock) -> Entry:
    return submit_examined(open_contest(visibility="blind"), make_creative())


def test_a_talk_from_the_first_pin_to_its_release(entry: Entry, api_clock: ApiClock) -> None:
    brand, maker = Caller(owner_of(entry.contest.brand)), Caller(entry.author)
    judge = Caller(add_member(entry.contest.brand, MemberRole.JUDGE))
    path, ref = f"entries/{entry.pk}/comments", str(entry.versions.get().files.get().ref)
    pinned = {"body": "Too thin.", "file": ref, "anchor": {"x": 420, "y": 310, "width": 120, "height": 80}}
    first = brand.post(path, pinned, status=201)
    assert (first["thread"], first["version"], first["side"], first["anchor"]) == (1, 1, "brand", pinned["anchor"])
    answer = maker.post(f"comments/{first['id']}/replies", {"body": "It holds in print."}, status=201)
    assert (answer["parent"], answer["place"], answer["is_own"]) == (first["id"], 1, True)
    assert answer["author"]["handle"] == entry.author.handle
    maker.post(path, {"body": "Which paper?"}, status=201)
    page = brand.get(path, limit=2)
    assert [(row["thread"], row["place"]) for row in page["results"]] == [(1, 0), (1, 1)]
    assert page["results"][1]["author"] is None
    rest = brand.client.get(page["next"]).json()
    assert ([row["body"] for row in rest["results"]], rest["next"]) == (["Which paper?"], None)
    assert judge.post(f"comments/{first['id']}/resolve")["resolved_at"] is not None
    assert judge.post(f"comments/{answer['id']}/reopen")["resolved_at"] is None
    gone = maker.post(f"comments/{answer['id']}/withdraw")
    assert (gone["body"], gone["is_withdrawn"]) == ("", True)
    assert brand.get(f"entries/{entry.pk}")["card"]["comments"] == 2
    assert Caller().get(path, status=404)["code"] == "not-found"
    too_soon = brand.post(f"contests/{entry.contest_id}/release-comments", status=409)
    assert too_soon["code"] == "wrong-moment"
    contest = award(shortlist(entry.contest, [entry]), entry)
    brand.post(f"contests/{contest.pk}/release-comments")
    shown = Caller().get(path)["results"]
    assert [row["author"] is None for row in shown if row["side"] == "brand"] == [True]
    api_clock.now = contest.closes_at + 90 * DAY
    pass_time(contest, api_clock.now)
    assert brand.post(path, {"body": "Later."}, status=409)["code"] == "wrong-moment"


def test_the_same_key_says_it_once(entry: Entry) -> None:
    brand = Caller(owner_of(entry.contest.brand))
    path = f"entries/{entry.pk}/comments"
    replies = {brand.post(path, {"body": "Too thin."}, status=201, key="once")["id"] for _ in range(3)}
    assert len(replies) == 1
    assert Comment.objects.count() == 1
    assert brand.post(path, {"body": "Other words."}, status=422, key="once")["code"] == "idempotency-key-reused"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid", "body"),
        ({"body": "x", "version": 7}, "invalid-comment", "version"),
        ({"body": "x", "file": "00000000-0000-4000-8000-000000000000"}, "invalid-comment", "file"),
        ({"body": "x", "anchor": {"x": 1, "y": 1}}, "invalid-comment", "file"),
        ({"body": "x", "anchor": {"x": 1}}, "invalid", "anchor.y"),
        ({"body": "x", "anchor": {"x": 1001, "y": 1}}, "invalid", "anchor.x"),
        (
            {"body": "x", "file": "own", "anchor": {"x": 999, "y": 1, "width": 2, "height": 2}},
            "invalid-comment",
            "anchor",
        ),
    ],
)
def test_a_mistake_is_told_by_its_field(entry: Entry, body: dict[str, object], code: str, field: str) -> None:
    if body.get("file") == "own":
        body = body | {"file": str(entry.versions.get().files.get().ref)}
    problem = Caller(owner_of(entry.contest.brand)).post(f"entries/{entry.pk}/comments", body, status=400)
    assert (problem["code"], [error["field"] for error in problem["errors"]]) == (code, [field])


def test_a_program_of_the_brand_speaks_for_it_and_for_nobody_else(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    path = f"entries/{entry.pk}/comments"
    brand = Caller(token=token_of(owner, "contests:read", "contests:write"))
    first = brand.post(path, {"body": "Too thin."}, status=201)
    brand.post(f"comments/{first['id']}/replies", {"body": "Much too thin."}, status=201)
    brand.post(f"comments/{first['id']}/resolve")
    brand.post(f"comments/{first['id']}/withdraw")
    Caller(token=token_of(owner, "entries:write")).post(path, {"body": "As before."}, status=201)
    Caller(token=token_of(owner, "contests:read", "money:read")).post(path, {"body": "Too thin."}, status=403)
    maker = Caller(token=token_of(entry.author, "contests:read", "contests:write"))
    rival = Caller(token=token_of(owner_of(make_brand()), "contests:read", "contests:write"))
    for stranger in (maker, rival):
        for address in (path, f"entries/{uuid4()}/comments", f"comments/{first['id']}/replies"):
            refused = stranger.post(address, {"body": "It holds."}, status=403)
            assert "entries:write" in refused["detail"], "it tells nothing of what is there"
    Caller(token=token_of(entry.author, "entries:write")).post(path, {"body": "It holds."}, status=201)
