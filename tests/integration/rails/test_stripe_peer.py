"""The Stripe rail against `localstripe`, somebody else's idea of Stripe: requests, answers and a signed webhook.

localstripe knows PaymentIntents, refunds and webhooks, as Stripe was some years ago. What it lacks of today's is made
up for between the two, and nothing else: transfer groups, the search, and the amount that was received.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest

from payouts.rails.base import ChargeRequest, RailNotice
from payouts.rails.stripe.client import StripeRail
from payouts.rails.stripe.wire import Wire
from tests.fixtures.rails import PATIENCE, NoticeBoard

# On a free port of this machine alone, keeping its book in memory: its own program would do neither.
PROGRAM = """
import socket, sys
from aiohttp import web
from localstripe import resources
from localstripe.server import app
resources.store.dump_to_disk = lambda: None
listener = socket.create_server(("127.0.0.1", 0))
print(f"ready http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
web.run_app(app, sock=listener, print=None)
"""
KEY, SECRET = "sk_test_12345", "whsec_peer"
UNKNOWN_THERE = ("transfer_group", "description", "allowed_payment_method_types")
NOTHING = {"object": "list", "data": [], "has_more": False}


class PeerWire(Wire):
    """Makes up for what localstripe lacks."""

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        address = urlsplit(url)
        if method == "get" and address.path in ("/v1/charges", "/v1/disputes"):
            return json.dumps(NOTHING), 200, {}
        if method == "get" and address.path.endswith("/search"):
            return self._search(url, parse_qs(address.query)["query"][0], headers)
        if post_data:
            sent = [(name, value) for name, value in parse_qsl(post_data) if not name.startswith(UNKNOWN_THERE)]
            post_data = urlencode(sent)
        body, status, received = super().request(method, url, headers, post_data)
        thing = json.loads(body)
        if thing.get("object") == "payment_intent":
            thing["amount_received"] = thing["amount"] if thing["status"] == "succeeded" else 0
        return json.dumps(thing), status, received

    def _search(self, url: str, query: str, headers: Mapping[str, str] | None) -> tuple[str, int, Mapping[str, str]]:
        body, status, received = super().request("get", url.partition("/search")[0], headers)
        key = query.rsplit("'", 2)[1]
        found = [one for one in json.loads(body)["data"] if one["metadata"].get("fairbrief_key") == key]
        return json.dumps(NOTHING | {"data": found}), status, received


@pytest.fixture(scope="module")
def peer() -> Iterator[str]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    ready = process.stdout.readline().split()
    assert ready[:1] == ["ready"], f"localstripe did not start (exit code {process.poll()})"
    yield ready[1]
    process.terminate()
    process.wait(PATIENCE)
    process.stdout.close()


@pytest.fixture
def rail(peer: str, monkeypatch: pytest.MonkeyPatch) -> StripeRail:
    monkeypatch.setattr("payouts.rails.stripe.client.Wire", PeerWire)
    httpx.delete(f"{peer}/_config/data", trust_env=False)
    return StripeRail(KEY, (SECRET,), peer, PATIENCE)


def charge(method: str = "pm_card_visa") -> ChargeRequest:
    return ChargeRequest("deposit:1", 50_000, "EUR", method, "Fairbrief escrow 1")


def card(peer: str, number: str) -> str:
    """A card's payment method, made over localstripe's own API."""
    particulars = {"number": number, "exp_month": "12", "exp_year": "2030", "cvc": "123"}
    made = httpx.post(
        f"{peer}/v1/payment_methods",
        data={"type": "card"} | {f"card[{name}]": value for name, value in particulars.items()},
        headers={"Authorization": f"Bearer {KEY}"},
        trust_env=False,
    )
    return str(made.json()["id"])


def test_a_card_is_charged_and_found_by_its_key(rail: StripeRail) -> None:
    paid = rail.create_charge(charge())
    assert (paid.status, paid.amount_minor, paid.currency) == ("paid", 50_000, "EUR")
    assert rail.fetch_charge("deposit:1") == paid
    assert rail.fetch_charge("deposit:2") is None


def test_a_declined_card_is_rejected(rail: StripeRail) -> None:
    # localstripe refuses in words that Stripe does not use; only asking again makes it definite.
    sent = rail.create_charge(charge("pm_card_chargeCustomerFail"))
    assert (sent.status, sent.reason) == ("unknown", "card_declined")
    found = rail.fetch_charge("deposit:1")
    assert found is not None
    assert (found.status, found.reason) == ("rejected", "card_declined")


def test_a_card_that_asks_for_its_holder_is_no_payment(rail: StripeRail, peer: str) -> None:
    waiting = rail.create_charge(charge(card(peer, "4000002500003155")))
    assert (waiting.status, waiting.reason) == ("accepted", "requires_action")


def test_a_part_goes_back_to_the_card(rail: StripeRail) -> None:
    rail.create_charge(charge())
    back = rail.refund_charge("refund:1", "deposit:1", 20_000)
    assert (back.status, back.amount_minor, back.currency) == ("paid", 20_000, "EUR")
    assert rail.fetch_refund("refund:1", "deposit:1") == back
    found = rail.fetch_charge("deposit:1")
    assert found is not None
    assert (found.status, found.amount_minor) == ("paid", 50_000)


def test_its_webhook_is_verified_and_read(rail: StripeRail, peer: str, notice_board: NoticeBoard) -> None:
    hook = {"url": notice_board.url, "secret": SECRET}
    assert httpx.post(f"{peer}/_config/webhooks/ours", data=hook, trust_env=False).is_success
    rail.create_charge(charge())
    posted = notice_board.wait_until(lambda all_: any(b'"payment_intent.succeeded"' in one.body for one in all_))
    (one,) = [one for one in posted if b'"payment_intent.succeeded"' in one.body]
    notice = rail.read_notice(one.headers, one.body, now=datetime.now(UTC))
    assert isinstance(notice, RailNotice)
    assert (notice.kind, notice.idempotency_key) == ("charge", "deposit:1")
