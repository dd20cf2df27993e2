"""Whatever goes wrong under /api/ is answered with a problem document, by the status that says whose turn it is."""

from typing import Any

import pytest
from django.db import DataError, IntegrityError
from django.http import HttpResponse
from django.test import Client

from accounts.models import StaffRole
from api import throttling
from api.views import reference
from tests.fixtures.calls import Caller, image, token_of
from tests.fixtures.people import hire, sign_up
from tests.fixtures.worlds import make_creative, make_user, open_contest

pytestmark = pytest.mark.django_db


def told(reply: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem, after everything that all problems share was looked at."""
    assert (reply.status_code, reply["Content-Type"]) == (status, "application/problem+json"), reply.content
    body: dict[str, Any] = reply.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"].endswith(f"/problems/{code}")
    assert body["title"] and body["detail"]
    return body


@pytest.mark.parametrize("path", ["nothing", "v1", "v1/", "v1/nothing", "v1/contests/", "v2/contests"])
def test_unknown_addresses(client: Client, path: str) -> None:
    told(client.get(f"/api/{path}"), 404, "not-found")
    told(Client(enforce_csrf_checks=True).post(f"/api/{path}"), 404, "not-found")


def test_methods_and_media_types_that_are_not_taken(client: Client) -> None:
    told(client.delete("/api/v1/categories"), 401, "not-authenticated")
    client.force_login(make_user())
    reply = client.delete("/api/v1/categories")
    told(reply, 405, "method-not-allowed")
    assert reply["Allow"] == "GET, HEAD, OPTIONS"
    told(client.get("/api/v1/categories", headers={"Accept": "text/html"}), 406, "not-acceptable")
    told(client.post("/api/v1/quotes", "a=1", content_type="text/plain"), 415, "unsupported-media-type")
    told(client.post("/api/v1/quotes", "{", content_type="application/json"), 400, "malformed")
    told(client.post("/api/v1/quotes", "x" * 1_100_000, content_type="application/json"), 413, "too-large")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"a":' * 900 + "1" + "}" * 900,
        '{"category": ' + "[" * 21 + "]" * 21 + "}",
        '{"category": "\\ud800", "prizes": [1], "shortlist_max": 1}',
        '{"\\udfff": 1}',
    ],
)
def test_content_that_no_answer_could_be_made_of(client: Client, body: str) -> None:
    told(client.post("/api/v1/quotes", body, content_type="application/json"), 400, "malformed")


@pytest.mark.parametrize("said", ["[" * 100_000, '{"ai_use": "\\ud800"}', '{"ai_use": "none", "items": ' + "[" * 30])
def test_a_declaration_that_no_answer_could_be_made_of(said: str) -> None:
    contest = open_contest()
    reply = Caller(make_creative()).upload(
        f"contests/{contest.pk}/entries", {"title": "Leaf", "declaration": said, "files": [image()]}, status=400
    )
    assert reply["errors"][0]["field"] == "declaration"


def test_every_field_at_fault_is_named(client: Client) -> None:
    content = {"category": "logo", "prizes": [0], "shortlist_max": "many"}
    body = told(client.post("/api/v1/quotes", content, content_type="application/json"), 400, "invalid")
    assert {error["field"] for error in body["errors"]} == {"prizes.0", "shortlist_max"}
    assert all(error["code"] and error["message"] for error in body["errors"])


def test_unknown_and_malformed_parameters(client: Client) -> None:
    body = told(client.get("/api/v1/contests", {"sate": "open", "limit": "0"}), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [("sate", "unknown")]
    body = told(client.get("/api/v1/contests", {"limit": "101", "phase": "later"}), 400, "invalid")
    assert {error["field"] for error in body["errors"]} == {"limit", "phase"}
    told(client.get("/api/v1/me", {"x": "1"}), 401, "not-authenticated")


@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIl0", "WzEsMiwzXQ", "bnVsbA", "W251bGxd", "\u00e9"])
def test_cursors_that_nobody_gave_out(client: Client, cursor: str) -> None:
    caller = Caller(hire(StaffRole.AUDITOR))
    for path in ("contests", "entries", "audit/events", "audit/journal-entries", "audit/liabilities"):
        assert caller.get(path, cursor=cursor, status=400)["errors"][0]["field"] == "cursor"


def test_credentials() -> None:
    for header in ("Bearer nothing", "Bearer", "Basic eDp5", "nonsense"):
        reply = Client().get("/api/v1/categories", headers={"Authorization": header})
        told(reply, 401, "bad-credentials")
        assert reply["WWW-Authenticate"] == 'Bearer realm="fairbrief"'
    reply = Client().get("/api/v1/me")
    told(reply, 401, "not-authenticated")
    assert reply["WWW-Authenticate"].startswith("Bearer")
    told(Client().post("/api/v1/contests"), 401, "not-authenticated")
    reader = Caller(token=token_of(sign_up(), "contests:read"))
    assert reader.get("me/earnings", status=403)["detail"].endswith("money:read.")


def test_a_session_needs_its_csrf_token() -> None:
    caller = Caller(make_user(), enforce_csrf_checks=True)
    assert caller.post("contests", {}, status=403)["code"] == "csrf-failed"
    program = Caller(token=token_of(make_user(), "contests:write"), enforce_csrf_checks=True)
    assert program.post("contests", {}, status=400)["code"] == "invalid"


def test_staff_without_a_second_factor() -> None:
    client = Client()
    client.force_login(hire(StaffRole.AUDITOR, second_factor=False))
    told_about = client.get("/api/v1/audit/checks")
    assert (told_about.status_code, told_about.json()["code"]) == (403, "second-factor-needed")


def test_what_is_not_shown_is_not_there() -> None:
    contest, caller = open_contest(), Caller(make_creative())
    caller.get("contests/00000000-0000-4000-8000-000000000000", status=404)
    caller.get("entries/00000000-0000-4000-8000-000000000000", status=404)
    assert caller.get(f"contests/{contest.pk}/money", status=404)["code"] == "not-found"
    caller.get("audit/settlements", status=403)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(IntegrityError(), 409, "conflict"), (DataError(), 400, "invalid"), (RuntimeError(), 500, "internal")],
)
def test_what_the_database_refuses(monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(reference, "published_policies", fail)
    told(Client(raise_request_exception=False).get("/api/v1/policies"), status, code)


def test_too_many_requests(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.throttling.PerCaller.THROTTLE_RATES", {"caller": "9/min", "anonymous": "2/min"})
    one, other = Client(), Client(REMOTE_ADDR="203.0.113.9")
    assert [one.get("/api/v1/policies").status_code for _ in range(3)] == [200, 200, 429]
    invented = one.get("/api/v1/policies", headers={"X-Forwarded-For": "198.51.100.7"})
    told(invented, 429, "throttled")
    assert 0 < int(invented["Retry-After"]) <= 61
    assert other.get("/api/v1/policies").status_code == 200


def test_a_counter_that_is_away_limits_nobody(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens there; that it is really asked is seen by the limit of none at all."""
    monkeypatch.setattr("api.throttling.PerCaller.THROTTLE_RATES", {"caller": "0/min", "anonymous": "0/min"})
    assert Client().get("/api/v1/policies").status_code == 429
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    throttling.counters.cache_clear()
    try:
        assert Client().get("/api/v1/policies").status_code == 200
    finally:
        throttling.counters.cache_clear()
