"""Orders to the real bank: one key is one movement, whoever repeats it, at once or much later."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from payouts.rails.base import ChargeRequest, RailAnswer, RailStatus, TransferRequest
from tests.fixtures.rails import SandboxBank

TRANSFER = TransferRequest("disbursement-1", 16828, "EUR", "FR7630004000031234567890143", "Poster: floor")


def post(
    bank: SandboxBank, order: dict[str, Any] | bytes, key: str = "k-1", path: str = "/transfers"
) -> httpx.Response:
    """An order sent without the client's help."""
    return httpx.post(
        bank.url + path,
        content=order if isinstance(order, bytes) else json.dumps(order).encode(),
        headers={"Authorization": f"Bearer {bank.secret}", "Idempotency-Key": key},
        trust_env=False,
    )


ORDER = {"amount_minor": 100, "currency": "EUR", "destination": "FR76", "reference": "earned"}


def test_a_transfer_is_accepted_then_paid(sandbox_rail: SandboxBank) -> None:
    sent = sandbox_rail.client.send_transfer(TRANSFER)
    assert (sent.status, sent.reason, sent.amount_minor, sent.currency) == ("accepted", "", 16828, "EUR")
    sandbox_rail.advance()
    fetched = sandbox_rail.client.fetch_transfer(TRANSFER.idempotency_key)
    assert fetched is not None
    assert (fetched.status, fetched.provider_reference) == ("paid", sent.provider_reference)


def test_a_charge_adds_and_a_transfer_takes_away(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.client.create_charge(ChargeRequest("charge-1", 50000, "EUR", "DE89370400440532013000", "Escrow"))
    sandbox_rail.client.send_transfer(TRANSFER)
    sandbox_rail.advance()
    charge = sandbox_rail.client.fetch_charge("charge-1")
    assert charge is not None
    assert charge.status is RailStatus.PAID
    assert sandbox_rail.balances() == {"EUR": 50000 - 16828}


def test_a_key_never_seen_is_none_and_kinds_do_not_mix(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.client.send_transfer(TRANSFER)
    assert sandbox_rail.client.fetch_transfer("disbursement-2") is None
    assert sandbox_rail.client.fetch_charge(TRANSFER.idempotency_key) is None


def test_the_same_order_again_gets_the_same_bytes_even_after_it_was_paid(sandbox_rail: SandboxBank) -> None:
    first = post(sandbox_rail, ORDER)
    sandbox_rail.advance()
    again = post(sandbox_rail, ORDER)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(sandbox_rail.movements()) == 1


@pytest.mark.parametrize(
    "change", [{"amount_minor": 101}, {"currency": "USD"}, {"destination": "DE89"}, {"reference": "prize"}]
)
def test_the_same_key_for_another_order_is_refused(sandbox_rail: SandboxBank, change: dict[str, Any]) -> None:
    post(sandbox_rail, ORDER)
    assert post(sandbox_rail, ORDER | change).status_code == 422
    assert [movement["amount_minor"] for movement in sandbox_rail.movements()] == [100]


def test_a_reused_key_is_unknown_to_the_client_since_the_first_order_may_be_paid(
    sandbox_rail: SandboxBank,
) -> None:
    sandbox_rail.client.send_transfer(TRANSFER)
    other = TransferRequest(TRANSFER.idempotency_key, 1, "EUR", "FR76", "")
    answer = sandbox_rail.client.send_transfer(other)
    assert (answer.status, answer.reason) == ("unknown", "idempotency_key_reused")


def test_fifty_identical_requests_at_once_are_one_movement(sandbox_rail: SandboxBank) -> None:
    with ThreadPoolExecutor(50) as threads:
        replies = list(threads.map(lambda _: post(sandbox_rail, ORDER), range(50)))
    assert {(reply.status_code, reply.content) for reply in replies} == {(201, replies[0].content)}
    assert len(sandbox_rail.movements()) == 1


def test_one_client_serves_many_threads(sandbox_rail: SandboxBank) -> None:
    def send(number: int) -> RailAnswer:
        return sandbox_rail.client.send_transfer(TransferRequest(f"k-{number}", number, "EUR", "FR76", ""))

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(send, range(1, 201)))
    assert [answer.amount_minor for answer in answers] == list(range(1, 201))
    assert sandbox_rail.balances() == {"EUR": -sum(range(1, 201))}


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (b"", "k-1"),
        (b"[]", "k-1"),
        ({**ORDER, "amount_minor": 0}, "k-1"),
        ({**ORDER, "amount_minor": "100"}, "k-1"),
        ({**ORDER, "amount_minor": 1.5}, "k-1"),
        ({**ORDER, "currency": "euro"}, "k-1"),
        ({**ORDER, "destination": None}, "k-1"),
        ({**ORDER, "reference": "two\nlines"}, "k-1"),
        ({**ORDER, "tip": 1}, "k-1"),
        ({**ORDER, "reference": "x" * 100_000}, "k-1"),
        (ORDER, ""),
        (ORDER, "a b"),
    ],
)
def test_a_malformed_order_is_refused_and_not_recorded(
    sandbox_rail: SandboxBank, order: dict[str, Any] | bytes, key: str
) -> None:
    reply = post(sandbox_rail, order, key)
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid_request")
    assert reply.headers["content-type"] == "application/problem+json"
    assert sandbox_rail.movements() == []


@pytest.mark.parametrize("credentials", ["", "Bearer wrong", "Basic a-secret-for-tests"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/transfers"),
        ("POST", "/charges"),
        ("GET", "/transfers"),
        ("GET", "/transfers/k-1"),
        ("GET", "/book"),
        ("DELETE", "/book"),
        ("POST", "/faults"),
        ("GET", "/faults"),
        ("DELETE", "/faults"),
        ("POST", "/advance"),
    ],
)
def test_strangers_are_turned_away(sandbox_rail: SandboxBank, method: str, path: str, credentials: str) -> None:
    sandbox_rail.client.send_transfer(TRANSFER)
    reply = httpx.request(
        method, sandbox_rail.url + path, headers={"Authorization": credentials}, json=ORDER, trust_env=False
    )
    assert (reply.status_code, reply.json()["code"]) == (401, "unauthorized")
    assert [movement["status"] for movement in sandbox_rail.movements()] == ["accepted"]


def test_a_wrong_secret_is_unknown_rather_than_rejected(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.secret, right = "wrong", sandbox_rail.secret
    stranger = sandbox_rail.new_client()
    sandbox_rail.secret = right
    assert stranger.send_transfer(TRANSFER).reason == "unauthorized"
    answer = stranger.fetch_transfer(TRANSFER.idempotency_key)
    assert answer is not None
    assert answer.status is RailStatus.UNKNOWN


def test_the_book_is_read_in_pages_from_a_cursor_that_stays_good(sandbox_rail: SandboxBank) -> None:
    for number in range(5):
        sandbox_rail.client.send_transfer(TransferRequest(f"k-{number}", 100, "EUR", "FR76", "r"))
        sandbox_rail.client.create_charge(ChargeRequest(f"k-{number}", 100, "EUR", "DE89", "r"))
    first = sandbox_rail.client.list_transfers(limit=3)
    rest = sandbox_rail.client.list_transfers(first.cursor, limit=3)
    assert [movement.idempotency_key for movement in first.movements + rest.movements] == [
        f"k-{number}" for number in range(5)
    ]
    assert (first.has_more, rest.has_more) == (True, False)
    assert sandbox_rail.client.list_transfers(rest.cursor).movements == ()
    sandbox_rail.client.send_transfer(TransferRequest("k-5", 100, "EUR", "FR76", "r"))
    later = sandbox_rail.client.list_transfers(rest.cursor)
    assert [(line.idempotency_key, line.counterparty, line.reference) for line in later.movements] == [
        ("k-5", "FR76", "r")
    ]
    assert {line.counterparty for line in sandbox_rail.client.list_charges().movements} == {"DE89"}


def test_the_book_can_be_searched_by_reference(sandbox_rail: SandboxBank) -> None:
    for number, reference in enumerate(["Café & co", "other", "Café & co"]):
        sandbox_rail.client.send_transfer(TransferRequest(f"k-{number}", 100, "EUR", "FR76", reference))
    assert [movement["idempotency_key"] for movement in sandbox_rail.movements(reference="Café & co")] == [
        "k-0",
        "k-2",
    ]


@pytest.mark.parametrize("query", ["after=x", "after=-1", "limit=٣", "after=" + "9" * 30])
def test_a_cursor_that_is_none_is_a_bad_request(sandbox_rail: SandboxBank, query: str) -> None:
    with pytest.raises(httpx.HTTPStatusError) as caught:
        sandbox_rail.call("GET", f"/book?{query}")
    assert caught.value.response.status_code == 400


def test_people_can_read_the_book(sandbox_rail: SandboxBank) -> None:
    sandbox_rail.client.send_transfer(TRANSFER)
    reply = httpx.get(sandbox_rail.url, trust_env=False)
    assert reply.headers["content-type"].startswith("text/html")
    assert "Poster: floor" in reply.text
    assert "€168.28" in reply.text
    assert TRANSFER.destination not in reply.text
    assert "script-src" not in reply.headers["content-security-policy"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("PUT", "/transfers"), ("DELETE", "/transfers/k")])
def test_other_addresses_are_not_found(sandbox_rail: SandboxBank, method: str, path: str) -> None:
    reply = httpx.request(method, sandbox_rail.url + path, trust_env=False)
    assert (reply.status_code, reply.json()["code"]) == (404, "no_such_page")
