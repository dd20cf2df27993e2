"""Messages over the API: a whole conversation, read, marked and listed, each problem by its code."""

import pytest

from accounts.models import AuditEvent, MemberRole, StaffRole
from contests.models import Entry, Message
from tests.fixtures.calls import ApiClock, Caller, token_of
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import hire
from tests.fixtures.worlds import add_member, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(api_clock: ApiClock) -> Entry:
    return submit_examined(open_contest(visibility="blind"), make_creative())


def test_a_conversation_from_its_beginning_to_its_report(entry: Entry) -> None:
    brand, maker = Caller(owner_of(entry.contest.brand)), Caller(entry.author)
    judge = Caller(add_member(entry.contest.brand, MemberRole.JUDGE))
    path = f"entries/{entry.pk}/messages"
    assert maker.get(f"entries/{entry.pk}/conversation")["is_begun"] is False
    assert maker.get(path, status=404)["code"] == "not-found"
    first = maker.post(path, {"body": " Which paper do you use? "}, status=201)
    assert (first["number"], first["side"], first["body"]) == (1, "maker", "Which paper do you use?")
    assert first["author"]["handle"] == entry.author.handle and first["created_at"] is not None
    brand.post(path, {"body": "Uncoated."}, status=201)
    room = brand.get(f"entries/{entry.pk}/conversation")
    assert (room["is_begun"], room["may_write"], room["last_number"], room["about"]["maker"]) == (True, True, 2, None)
    assert room["is_blind"] is True
    (card,) = brand.get("conversations", unread="true")["results"]
    assert (card["unread"], card["last_is_own"], card["preview"]) == (1, True, "Uncoated.")
    assert (card["about"]["code"], card["about"]["maker"]) == (entry.code, None)
    page = judge.get(path, limit=1)
    assert [row["body"] for row in page["results"]] == ["Uncoated."]
    (rest,) = judge.client.get(page["next"]).json()["results"]
    assert (rest["body"], rest["author"], rest["created_at"]) == ("Which paper do you use?", None, None)
    assert [row["number"] for row in maker.get(path, since=1)["results"]] == [2]
    assert judge.post(path, {"body": "I think"}, status=403)["code"] == "not-permitted"
    assert brand.post(f"{path}/read", {"up_to": 1}) == {"up_to": 1}
    assert brand.post(f"{path}/read", {}) == {"up_to": 2}
    assert brand.get("conversations", unread="true")["results"] == []
    told = {
        "kind": "message",
        "target": first["id"],
        "reason": "spam",
        "words": "It sells paper.",
        "in_good_faith": True,
    }
    assert brand.post("me/reports", told, status=201)["id"]


def test_the_same_key_says_it_once(entry: Entry) -> None:
    brand = Caller(owner_of(entry.contest.brand))
    path = f"entries/{entry.pk}/messages"
    replies = {brand.post(path, {"body": "Hello."}, status=201, key="once")["id"] for _ in range(3)}
    assert len(replies) == Message.objects.count() == 1
    assert brand.post(path, {"body": "Other words."}, status=422, key="once")["code"] == "idempotency-key-reused"


def test_problems_by_their_codes(entry: Entry) -> None:
    path, maker = f"entries/{entry.pk}/messages", Caller(entry.author)
    assert maker.post(path, {"body": " "}, status=400)["code"] == "invalid"
    named = maker.post(path, {"body": f"Yours, {entry.author.display_name}"}, status=400)
    assert (named["code"], named["errors"][0]["field"]) == ("invalid-message", "body")
    Caller(make_creative()).post(path, {"body": "Hello"}, status=404)
    Caller().get(path, status=401)


def test_a_program_needs_its_scopes(entry: Entry) -> None:
    path = f"entries/{entry.pk}/messages"
    reader = Caller(token=token_of(entry.author, "contests:read"))
    writer = Caller(token=token_of(entry.author, "contests:read", "entries:write"))
    writer.post(path, {"body": "Hello."}, status=201)
    assert reader.get(path)["results"][0]["body"] == "Hello."
    reader.post(path, {"body": "And?"}, status=403)
    reader.post(f"{path}/read", {}, status=403)


def test_a_program_of_the_brand_writes_with_the_scope_of_contests(entry: Entry) -> None:
    path = f"entries/{entry.pk}/messages"
    brand = Caller(token=token_of(owner_of(entry.contest.brand), "contests:read", "contests:write"))
    brand.post(path, {"body": "Good morning."}, status=201)
    brand.post(f"{path}/read", {})
    maker = Caller(token=token_of(entry.author, "contests:read", "contests:write"))
    assert "entries:write" in maker.post(path, {"body": "Good morning."}, status=403)["detail"]


def test_a_reported_message_is_read_with_those_around_it_by_whoever_decides(entry: Entry) -> None:
    maker, brand, admin = Caller(entry.author), Caller(owner_of(entry.contest.brand)), Caller(hire(StaffRole.ADMIN))
    path = f"entries/{entry.pk}/messages"
    said = [maker.post(path, {"body": body}, status=201) for body in ("Good morning.", "You fool.", "Anybody?")]
    told = {"kind": "message", "target": said[1]["id"], "reason": "offensive", "words": "It insults us."}
    told["in_good_faith"] = True
    brand.post("me/reports", told, status=201)
    (case,) = admin.get("moderation/cases")["results"]
    around = f"moderation/cases/{case['id']}/conversation"
    rows = admin.get(around)["messages"]
    assert [(row["number"], row["body"], row["is_reported"]) for row in rows] == [
        (1, "Good morning.", False),
        (2, "You fool.", True),
        (3, "Anybody?", False),
    ]
    assert {(row["side"], row["author"], row["is_hidden"]) for row in rows} == {("maker", entry.author.handle, False)}
    assert AuditEvent.objects.get(act="messages.read").channel == "api"
    for other in (brand, maker):
        other.get(around, status=403)
    decision = {"measure": "warn", "facts": "It insults them.", "ground": "terms", "ground_detail": "Clause 9: be kind"}
    admin.post(f"moderation/cases/{case['id']}/decide", {**decision, "closes": True})
    assert admin.get(around, status=409)["code"] == "case-closed"
