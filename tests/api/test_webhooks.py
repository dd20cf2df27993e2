"""Webhooks over HTTP: made with a secret that is shown once, read, changed, replayed, removed; by its keepers."""

from typing import Any

import orjson
import pytest

from accounts.models import MemberRole, StaffRole
from accounts.services.api_clients import withdraw_clients
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.hooks import Receiver, collect
from tests.fixtures.people import hire
from tests.fixtures.tables import every_row
from tests.fixtures.worlds import NOON, add_member, make_brand, make_creative, open_contest, owner_of
from webhooks.events import ALL
from webhooks.models import Delivery, Endpoint
from webhooks.services.sending import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("api_clock")]
WANTED = {"url": "https://hooks.example/in", "events": ["contest.opened", "entry.submitted"]}
CREATED, ACCEPTED = 201, 202


@pytest.fixture
def caller() -> Caller:
    return Caller(make_creative())


def make(caller: Caller, **changes: Any) -> dict[str, Any]:
    return caller.post("webhooks", WANTED | changes, status=CREATED)


def test_everybody_may_read_what_there_is_to_hear_of() -> None:
    rows = Caller().get("webhook-events")["results"]
    assert [row["name"] for row in rows] == [one.name for one in ALL]
    assert {row["scope"] for row in rows if row["auditors_only"]} == {"audit:read"}
    assert all(row["says"] for row in rows)


def test_a_secret_is_shown_once(caller: Caller) -> None:
    made = make(caller, description="For  the till")
    assert made["secret"].startswith("whsec_")
    assert (made["url"], made["description"], made["brand"]) == (WANTED["url"], "For the till", None)
    seen = [caller.get(f"webhooks/{made['id']}"), *caller.get("webhooks")["results"]]
    assert [one["id"] for one in seen] == [made["id"]] * 2
    assert "secret" not in seen[0] and "secret" not in seen[1]
    assert [one["expires_at"] for one in seen[0]["secrets"]] == [None]
    newer = caller.post(f"webhooks/{made['id']}/secret")
    assert newer["secret"] not in (made["secret"], None)
    assert len(caller.get(f"webhooks/{made['id']}")["secrets"]) == 2


@pytest.mark.parametrize("what", ["create", "rotate"])
def test_whoever_repeats_the_request_gets_the_same_webhook_without_its_secret(caller: Caller, what: str) -> None:
    path, body, status = "webhooks", WANTED, CREATED
    if what == "rotate":
        path, body, status = f"webhooks/{make(caller)['id']}/secret", {}, 200
    first, again = (caller.post(path, body, status=status, key="once") for _ in range(2))
    assert first["secret"] and again == first | {"secret": None}
    assert Endpoint.objects.count() == 1
    assert [table for table, text in every_row() if first["secret"][6:] in text] == []


def test_a_webhook_is_changed_switched_off_and_on_and_removed(caller: Caller) -> None:
    path = f"webhooks/{make(caller)['id']}"
    changed = caller.patch(path, {"events": ["contest.awarded"], "reach": "all"})
    assert (changed["events"], changed["reach"], changed["url"]) == (["contest.awarded"], "all", WANTED["url"])
    assert caller.patch(path, {"active": False})["disabled_because"] == "owner"
    assert caller.post(f"{path}/test", status=409)["code"] == "webhook-is-off"
    assert caller.patch(path, {"active": True})["disabled_at"] is None
    assert caller.send("DELETE", path).status_code == 204
    caller.get(path, 404)


def test_a_test_its_log_and_its_replay(caller: Caller, receiver: Receiver) -> None:
    path = f"webhooks/{make(caller, url=receiver.url())['id']}"
    sent = caller.post(f"{path}/test", status=ACCEPTED)
    assert (sent["event"], sent["outcome"], sent["log"]) == ("webhook.test", "", [])
    send_due(NOON)
    (row,) = caller.get(f"{path}/deliveries")["results"]
    assert (row["id"], row["outcome"], row["last_status"], row["next_try_at"]) == (sent["id"], "delivered", 200, None)
    shown = caller.get(f"{path}/deliveries/{row['id']}")
    assert [(one["status"], one["answer"]) for one in shown["log"]] == [(200, "thank you")]
    assert orjson.loads(shown["body"])["type"] == "webhook.test"
    assert caller.post(f"{path}/deliveries/{row['id']}/replay", status=ACCEPTED)["outcome"] == ""
    assert caller.post(f"{path}/deliveries/msg_none/replay", status=404)["code"] == "no-such-delivery"
    assert caller.get(f"{path}/deliveries", outcome="waiting")["results"][0]["id"] == row["id"]
    assert caller.get(f"{path}/deliveries", outcome="delivered")["results"] == []


def test_a_span_is_replayed(receiver: Receiver, committed: None) -> None:
    contest = open_contest()
    caller = Caller(owner_of(contest.brand))
    path = f"webhooks/{make(caller, url=receiver.url())['id']}"
    collect()
    send_due(NOON)
    assert Delivery.objects.get().outcome == "delivered"
    span = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    assert caller.post(f"{path}/replay", span, status=ACCEPTED) == {"messages": 0}
    moment = Delivery.objects.get().happened_at
    span = {"since": moment.isoformat(), "until": moment.replace(year=moment.year + 1).isoformat()}
    assert caller.post(f"{path}/replay", span, status=400)["code"] == "span-refused"
    span["until"] = moment.replace(day=moment.day + 1).isoformat()
    assert caller.post(f"{path}/replay", span, status=ACCEPTED) == {"messages": 1}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"url": "http://hooks.example/"}, "address-refused"),
        ({"url": "https://10.0.0.1/"}, "address-refused"),
        ({"events": ["journal.posted"]}, "unknown-events"),
    ],
)
def test_refusals_have_codes(caller: Caller, changes: dict[str, Any], code: str) -> None:
    assert caller.post("webhooks", WANTED | changes, status=400)["code"] == code


@pytest.mark.parametrize("changes", [{"events": []}, {"events": ["contest.nothing"]}, {"url": ""}, {"reach": "most"}])
def test_malformed_requests(caller: Caller, changes: dict[str, Any]) -> None:
    caller.post("webhooks", WANTED | changes, status=400)
    assert not Endpoint.objects.exists()


def test_a_brands_webhook_is_its_keepers(caller: Caller) -> None:
    brand = make_brand()
    owner, manager = Caller(owner_of(brand)), Caller(add_member(brand, MemberRole.MANAGER))
    made = make(owner, brand=str(brand.pk))
    assert manager.get(f"webhooks/{made['id']}")["brand"] == str(brand.pk)
    judge = Caller(add_member(brand, MemberRole.JUDGE))
    assert judge.post("webhooks", WANTED | {"brand": str(brand.pk)}, status=403)["code"] == "brand-keepers-only"
    caller.post("webhooks", WANTED | {"brand": str(brand.pk)}, status=404)


def test_to_strangers_it_is_not_there(caller: Caller) -> None:
    path = f"webhooks/{make(caller)['id']}"
    message = caller.post(f"{path}/test", status=ACCEPTED)["id"]
    span = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    for stranger in (Caller(make_creative()), Caller(hire(StaffRole.ADMIN))):
        for page in ("", "/deliveries", f"/deliveries/{message}"):
            stranger.get(path + page, 404)
        for page, body in (("/secret", {}), ("/test", {}), ("/replay", span), (f"/deliveries/{message}/replay", {})):
            stranger.post(path + page, body, status=404)
        assert stranger.send("DELETE", path).status_code == 404
        assert stranger.send("PATCH", path, {"active": False}).status_code == 404
        assert stranger.get("webhooks")["results"] == []
    Caller().get("webhooks", 401)


def test_a_program_keeps_only_what_it_made() -> None:
    owner = make_creative()
    by_hand = make(Caller(owner))
    first, second = (Caller(token=token_of(owner, "webhooks:write", "contests:read")) for _ in range(2))
    made = make(first)
    assert [one["id"] for one in first.get("webhooks")["results"]] == [made["id"]]
    assert second.get("webhooks")["results"] == []
    for caller, one in ((first, by_hand), (second, made)):
        caller.get(f"webhooks/{one['id']}", 404)
        caller.post(f"webhooks/{one['id']}/secret", status=404)
    assert {one["id"] for one in Caller(owner).get("webhooks")["results"]} == {made["id"], by_hand["id"]}


def test_a_program_needs_the_scope() -> None:
    program = Caller(token=token_of(make_creative(), "contests:read", "money:read"))
    program.get("webhooks", 403)
    program.post("webhooks", WANTED, status=403)


def test_a_withdrawn_programs_webhooks_are_still_its_owners_to_remove() -> None:
    owner = make_creative()
    made = make(Caller(token=token_of(owner, "webhooks:write")))
    withdraw_clients(hire(StaffRole.ADMIN), [Endpoint.objects.get().client_id])
    assert Caller(owner).send("DELETE", f"webhooks/{made['id']}").status_code == 204
