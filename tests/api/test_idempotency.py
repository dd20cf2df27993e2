"""The same request any number of times, at once or one after the other, has one effect and one reply."""

import threading
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from api.models import IdempotencyRecord
from contests.models import Question
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.worlds import make_creative, open_contest

AT_ONCE = 100
ASKED = {"body": "Which colours does the house use already?"}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_have_one_effect() -> None:
    contest, maker = open_contest(now=timezone.now()), make_creative()
    callers = [Caller(maker) for _ in range(4)]
    gate = threading.Barrier(len(callers))
    path = f"contests/{contest.pk}/questions"

    def hammer(caller: Caller) -> list[HttpResponse]:
        gate.wait()
        try:
            return [caller.send("POST", path, ASKED, key="once") for _ in range(AT_ONCE // len(callers))]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(callers)) as pool:
        replies = [reply for some in pool.map(hammer, callers) for reply in some]

    assert len(replies) == AT_ONCE
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.content for reply in replies}) == 1
    assert sum("Idempotent-Replayed" not in reply.headers for reply in replies) == 1
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_needed_and_is_one_callers_own() -> None:
    contest, maker = open_contest(now=timezone.now()), make_creative()
    path = f"contests/{contest.pk}/questions"
    caller = Caller(maker)
    missing = caller.client.post(f"/api/v1/{path}", orjson.dumps(ASKED), content_type="application/json")
    assert (missing.status_code, missing.json()["code"]) == (400, "idempotency-key-missing")
    first = caller.post(path, ASKED, key="k", status=201)
    assert caller.send("POST", path, ASKED, key="k").headers["Idempotent-Replayed"] == "true"
    assert Caller(make_creative()).post(path, ASKED, key="k", status=201) != first
    program = Caller(token=token_of(maker, "entries:write"))
    assert program.post(path, {"body": "And which typefaces, if any?"}, key="k", status=201) != first
    assert Question.objects.count() == 3


@pytest.mark.django_db
def test_a_reply_that_an_earlier_version_kept_as_an_object_is_repeated_too() -> None:
    contest, caller = open_contest(now=timezone.now()), Caller(make_creative())
    first = caller.post(f"contests/{contest.pk}/questions", ASKED, key="k", status=201)
    IdempotencyRecord.objects.update(reply=first)
    assert caller.post(f"contests/{contest.pk}/questions", ASKED, key="k", status=201) == first


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused() -> None:
    contest, maker = open_contest(now=timezone.now()), make_creative()
    caller = Caller(maker)
    caller.post(f"contests/{contest.pk}/questions", ASKED, key="k", status=201)
    other = {"body": "And which typefaces, if any?"}
    told = caller.post(f"contests/{contest.pk}/questions", other, key="k", status=422)
    assert told["code"] == "idempotency-key-reused"
    second = open_contest(now=timezone.now())
    caller.post(f"contests/{second.pk}/questions", ASKED, key="k", status=422)
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_request_may_be_corrected_under_its_key() -> None:
    contest, caller = open_contest(now=timezone.now()), Caller(make_creative())
    path = f"contests/{contest.pk}/questions"
    caller.post(path, {"body": "?"}, key="k", status=400)
    caller.post(path, ASKED, key="k", status=201)
