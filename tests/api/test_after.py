"""What follows a decision, by programs: a handover's items, reviews, and how a brand has dealt with its contests."""

import pytest

from contests.review_rules import ASPECTS
from contests.services.handover import accept_handovers
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.rights import hand_over, won_by
from tests.fixtures.worlds import NOON, make_creative, owner_of

pytestmark = pytest.mark.django_db
MARKS = dict.fromkeys(ASPECTS, 5)


def test_items_are_marked_and_answered_over_the_api(api_clock) -> None:
    author = make_creative()
    won = won_by(author)
    maker, brand = Caller(author), Caller(owner_of(won.contest.brand))
    item = won.handover.items.get()
    address = f"contests/{won.contest_id}/handovers/{won.pk}/items/{item.pk}"
    ref = str(won.handover.files.get().ref)
    marked = maker.post(f"{address}/delivered", {"files": [ref], "words": "In the folder."})
    assert (marked["state"], marked["words"], marked["marks"][0]["files"]) == ("delivered", "Vector file", [ref])
    brand.post(f"{address}/tick", status=409)
    hand_over(won)
    problem = brand.post(f"{address}/missing", {"words": " "}, status=400)
    assert problem["errors"][0]["field"] == "words"
    assert brand.post(f"{address}/missing", {"words": "The black version."})["state"] == "missing"
    (seen,) = maker.get(f"contests/{won.contest_id}/handovers")["results"]
    assert [mark["kind"] for mark in seen["items"][0]["marks"]] == ["delivered", "missing"]
    assert brand.post(f"{address}/tick")["state"] == "ticked"
    Caller(make_creative()).post(f"{address}/tick", status=404)
    elsewhere = won_by(author)
    brand.post(f"contests/{elsewhere.contest_id}/handovers/{elsewhere.pk}/items/{item.pk}/tick", status=404)


def test_reviews_are_kept_back_until_both_are_there(api_clock) -> None:
    author = make_creative()
    won = won_by(author)
    hand_over(won)
    accept_handovers(owner_of(won.contest.brand), won.contest_id, now=NOON)
    maker, brand, nobody = Caller(author), Caller(owner_of(won.contest.brand)), Caller()
    address = f"contests/{won.contest_id}/reviews"
    problem = maker.post(address, {"words": "Clear."}, status=400)
    assert {one["field"] for one in problem["errors"]} == set(ASPECTS)
    first = maker.post(address, {"words": "Clear.", "marks": MARKS}, status=201)
    assert (first["hundredths"], first["shown_at"]) == (500, None)
    assert (brand.get(address)["results"], nobody.get(address)["results"]) == ([], [])
    brand.post(f"{address}/{first['id']}/reply", {"words": "Thanks."}, status=404)
    brand.post(address, {"words": "Fast.", "stars": 4, "maker": author.handle}, status=201)
    assert len(nobody.get(address)["results"]) == 2
    assert brand.post(f"{address}/{first['id']}/reply", {"words": "Thanks."})["reply"] == "Thanks."
    slug = won.contest.brand.slug
    assert [row["reply"] for row in nobody.get(f"brands/{slug}/reviews")["results"]] == ["Thanks."]
    assert [row["words"] for row in nobody.get(f"people/{author.handle}/reviews")["results"]] == ["Fast."]


def test_a_program_of_the_brand_ticks_off_reviews_and_replies_with_the_scope_of_contests(api_clock) -> None:
    author = make_creative()
    won = won_by(author)
    hand_over(won)
    owner = owner_of(won.contest.brand)
    brand = Caller(token=token_of(owner, "contests:read", "contests:write"))
    contest, item = f"contests/{won.contest_id}", won.handover.items.get()
    assert brand.post(f"{contest}/handovers/{won.pk}/items/{item.pk}/tick")["state"] == "ticked"
    brand.post(f"{contest}/accept-handover")
    program = Caller(token=token_of(author, "contests:read", "contests:write"))
    program.post(f"{contest}/reviews", {"words": "Clear.", "marks": MARKS}, status=403)
    written = Caller(token=token_of(author, "entries:write")).post(
        f"{contest}/reviews", {"words": "Clear.", "marks": MARKS}, status=201
    )
    brand.post(f"{contest}/reviews", {"words": "Fast.", "stars": 4, "maker": author.handle}, status=201)
    assert brand.post(f"{contest}/reviews/{written['id']}/reply", {"words": "Thanks."})["reply"] == "Thanks."


def test_a_brief_tells_how_its_brand_has_dealt_with_others() -> None:
    won = won_by(make_creative())
    shown = Caller().get(f"contests/{won.contest_id}")["brand_standing"]
    assert (shown["is_new"], shown["decided"]) == (True, None)
    assert Caller().get("contests")["results"][0]["brand_standing"] == shown


def test_of_a_decided_contest_no_more_money_is_awaited(api_clock) -> None:
    won = won_by(make_creative())
    money = Caller(owner_of(won.contest.brand)).get(f"contests/{won.contest_id}/money")
    assert money["held_minor"] < money["liability_minor"]
    assert (money["missing_minor"], money["is_covered"]) == (0, True)
