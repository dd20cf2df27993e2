"""How the client reads answers: only what the rail itself says in its own words is definite."""

import json
from typing import Any

import pytest

from payouts.rails.base import RailStatus
from payouts.rails.sandbox.answers import read_fetched, read_page, read_sent

KEY = "k-1"


def movement(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "transfer",
        "idempotency_key": KEY,
        "amount_minor": 16828,
        "currency": "EUR",
        "destination": "FR76",
        "reference": "earned",
        "provider_reference": "sbx_tr_1",
        "status": "accepted",
        "reason": "",
        **changes,
    }


def encode(body: Any) -> bytes:
    return json.dumps(body).encode()


@pytest.mark.parametrize("status", ["accepted", "paid", "returned"])
def test_a_movement_is_believed(status: str) -> None:
    answer = read_sent(201, encode(movement(status=status)), KEY)
    assert (answer.status, answer.provider_reference) == (status, "sbx_tr_1")
    assert (answer.amount_minor, answer.currency) == (16828, "EUR")


def test_a_refusal_by_the_rail_is_rejected_with_its_reason() -> None:
    body = {"code": "rejected", "movement": movement(status="rejected", reason="AC04")}
    answer = read_sent(402, encode(body), KEY)
    assert (answer.status, answer.reason, answer.provider_reference) == ("rejected", "AC04", "sbx_tr_1")


def test_a_malformed_order_is_rejected() -> None:
    answer = read_sent(400, encode({"code": "invalid_request"}), KEY)
    assert (answer.status, answer.reason) == ("rejected", "invalid_request")


@pytest.mark.parametrize(
    ("status_code", "content"),
    [
        (200, b""),
        (200, b"<html>a captive portal</html>"),
        (200, encode([movement()])),
        (200, encode(movement(status="lost"))),
        (200, encode(movement(amount_minor="16828"))),
        (200, encode(movement(amount_minor=True))),
        (200, encode(movement(kind="gift"))),
        (200, encode(movement(idempotency_key="k-2"))),
        (302, encode(movement())),
        (400, b"a proxy's bad request"),
        (400, encode({"code": "rejected"})),
        (401, encode({"code": "unauthorized"})),
        (402, encode({"code": "rejected"})),
        (402, encode(movement())),
        (402, encode({"movement": movement(status="rejected")})),
        (403, b""),
        (404, b""),
        (408, b""),
        (409, encode({"code": "rejected", "movement": movement(status="rejected")})),
        (422, encode({"code": "idempotency_key_reused"})),
        (429, b""),
        (500, encode({"code": "rejected", "movement": movement(status="rejected")})),
        (502, b""),
        (503, encode({"code": "stopping"})),
        (504, b""),
    ],
)
def test_anything_else_is_unknown(status_code: int, content: bytes) -> None:
    answer = read_sent(status_code, content, KEY)
    assert answer.status is RailStatus.UNKNOWN
    assert answer.reason


def test_only_the_rail_can_say_that_it_never_saw_a_key() -> None:
    assert read_fetched(404, encode({"code": "unknown_key", "idempotency_key": KEY}), KEY) is None


@pytest.mark.parametrize(
    ("status_code", "content"),
    [
        (404, b"<h1>Not Found</h1>"),
        (404, encode({"code": "no_such_page", "idempotency_key": KEY})),
        (404, encode({"code": "unknown_key", "idempotency_key": "k-2"})),
        (410, encode({"code": "unknown_key", "idempotency_key": KEY})),
        (401, b""),
        (500, b""),
        (200, encode(movement(idempotency_key="k-2"))),
    ],
)
def test_any_other_failure_to_fetch_is_unknown(status_code: int, content: bytes) -> None:
    answer = read_fetched(status_code, content, KEY)
    assert answer is not None
    assert answer.status is RailStatus.UNKNOWN


def test_a_fetched_rejection_is_rejected() -> None:
    answer = read_fetched(200, encode(movement(status="rejected", reason="AC04")), KEY)
    assert answer is not None
    assert (answer.status, answer.reason) == ("rejected", "AC04")


@pytest.mark.parametrize("content", [b"", b"[]", encode({"movements": [{}], "cursor": "1", "has_more": False})])
def test_a_page_that_is_none_is_an_error(content: bytes) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_page(content)
