"""Each misfortune between us and Stripe: what is not definite is unknown, and asking and sending again pays once."""

import re
import socket
import threading
from collections.abc import Callable

import pytest

from payouts.rails.base import ChargeRequest, RailAnswer, RailUnavailable, TransferRequest
from payouts.rails.stripe.client import StripeRail
from tests.fixtures.rails import NoticeBoard
from tests.fixtures.stripe import FakeStripe

RETURN = "http://127.0.0.1:8000/back/"
TOO_SHORT_SECONDS = 0.4
CHARGE = ChargeRequest("deposit:1", 50_000, "EUR", "pm_card_visa", "Fairbrief escrow 1")
KINDS = {
    "timeout_before": False,
    "timeout_after": True,
    "error_before": False,
    "error_after": True,
    "unreadable": True,
    "in_use": False,
}
"""Each misfortune, and whether Stripe has carried the order out by then."""


class Order:
    """One kind of order: how it is sent, found, and counted in the fake's book."""

    def __init__(self, fake: FakeStripe, kind: str) -> None:
        self.fake, self.kind = fake, kind
        # The misfortune's time-out strikes once: whoever loses patience then asks with patience again.
        self.hasty = fake.new_rail(TOO_SHORT_SECONDS)
        self.path = {
            "transfer": "POST /v1/transfers",
            "charge": "POST /v1/payment_intents",
            "page": "POST /v1/checkout/sessions",
            "refund": "POST /v1/refunds",
        }[kind]
        if kind == "transfer":
            fake.top_up(100_000)
            self.account = fake.open_account("ines")
        if kind == "refund":
            fake.rail.create_charge(CHARGE)

    def send(self, rail: StripeRail) -> RailAnswer:
        if self.kind == "transfer":
            return rail.send_transfer(TransferRequest("obligation:1:1", 16828, "EUR", self.account, "Fairbrief pay 1"))
        if self.kind == "charge":
            return rail.create_charge(CHARGE)
        if self.kind == "page":
            return rail.open_page(CHARGE, return_url=RETURN)
        return rail.refund_charge("refund:1", "deposit:1", 10_000)

    def fetch(self) -> RailAnswer | None:
        rail = self.fake.rail
        if self.kind == "transfer":
            return rail.fetch_transfer("obligation:1:1")
        if self.kind == "refund":
            return rail.fetch_refund("refund:1", "deposit:1")
        return rail.fetch_page("deposit:1", "") if self.kind == "page" else rail.fetch_charge("deposit:1")

    def count(self) -> int:
        kind = {"charge": "payment_intent", "page": "checkout.session"}.get(self.kind, self.kind)
        return len(self.fake.objects(kind))


@pytest.fixture(params=["transfer", "charge", "page", "refund"])
def order(request: pytest.FixtureRequest, stripe_fake: FakeStripe) -> Order:
    return Order(stripe_fake, request.param)


@pytest.mark.parametrize("misfortune", list(KINDS))
def test_after_any_misfortune_asking_and_sending_again_pays_once(order: Order, misfortune: str) -> None:
    order.fake.arm(misfortune, order.path)
    first = order.send(order.hasty)
    assert first.status == "unknown"
    assert first.reason
    assert order.fake.fired() == [misfortune]

    found = order.fetch()
    # A page that nobody has tried to pay on is found by its id alone, and nobody has its id.
    assert (found is not None) == (KINDS[misfortune] and order.kind != "page")
    if found is None:
        order.send(order.fake.rail)
    order.fake.forget_keys()
    final = order.fetch() or order.send(order.fake.rail)
    assert final.status == ("accepted" if order.kind == "page" else "paid")
    if order.kind == "page":
        # Two pages may exist after a day, but only the second has an address that anybody knows.
        assert order.count() <= 2
    else:
        assert order.count() == 1


def test_stripe_repeats_a_500_for_a_day_and_the_order_is_found_all_the_same(order: Order) -> None:
    order.fake.arm("error_after", order.path)
    order.send(order.fake.rail)
    assert order.send(order.fake.rail).status == "unknown"
    assert order.count() == 1


def test_while_the_search_lags_a_key_is_still_remembered(stripe_fake: FakeStripe) -> None:
    """The argument of docs/decisions/0011, in two halves: first the search is blind, then the key is forgotten."""
    rail = stripe_fake.rail
    page = rail.open_page(CHARGE, return_url=RETURN)
    stripe_fake.control("POST", "search", lags=True)
    stripe_fake.pay(page.provider_reference)
    assert rail.open_page(CHARGE, return_url=RETURN).status == "paid", "the key leads to the page, which is paid"
    found = rail.fetch_charge("deposit:1")
    assert found is not None
    assert found.status == "paid", "the list of charges never lags"

    stripe_fake.control("POST", "search", lags=False)
    stripe_fake.forget_keys()
    assert rail.fetch_charge("deposit:1") == found
    assert len(stripe_fake.objects("payment_intent")) == 1


def test_a_question_that_fails_is_unknown_and_never_none(stripe_fake: FakeStripe) -> None:
    rail, hasty = stripe_fake.rail, stripe_fake.new_rail(TOO_SHORT_SECONDS)
    for misfortune in ("error_before", "timeout_before", "unreadable"):
        stripe_fake.arm(misfortune, "GET /v1/transfers")
        stripe_fake.arm(misfortune, "GET /v1/charges")
        for answer in (hasty.fetch_transfer("obligation:1:1"), hasty.fetch_charge("deposit:1")):
            assert answer is not None
            assert answer.status == "unknown"
    assert rail.fetch_transfer("obligation:1:1") is None


def test_a_search_that_fails_is_unknown_although_the_list_was_empty(stripe_fake: FakeStripe) -> None:
    stripe_fake.arm("error_before", "GET /v1/payment_intents/search")
    answer = stripe_fake.rail.fetch_charge("deposit:1")
    assert answer is not None
    assert (answer.status, answer.reason) == ("unknown", "api_error")


def test_a_book_that_cannot_be_read_is_said_so(stripe_fake: FakeStripe) -> None:
    for misfortune in ("error_before", "unreadable"):
        stripe_fake.arm(misfortune, "GET /v1/transfers")
        with pytest.raises(RailUnavailable):
            stripe_fake.rail.list_transfers()
        stripe_fake.arm(misfortune, "GET /v1/checkout/sessions")
        with pytest.raises(RailUnavailable):
            stripe_fake.rail.list_charges()


def test_accounts_that_cannot_be_asked_about_are_said_so(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    made = rail.open_account("account:1", "FR")
    stripe_fake.arm("error_before", "POST /v1/accounts")
    stripe_fake.arm("error_before", f"GET /v1/accounts/{made.reference}")
    stripe_fake.arm("error_before", "POST /v1/account_links")
    for call in (
        lambda: rail.open_account("account:2", "FR"),
        lambda: rail.fetch_account(made.reference),
        lambda: rail.account_page(made.reference, return_url=RETURN, refresh_url=RETURN),
    ):
        with pytest.raises(RailUnavailable):
            call()


def test_a_wrong_key_is_unknown(stripe_fake: FakeStripe) -> None:
    stranger = StripeRail.from_options(stripe_fake.options | {"secret_key": "sk_test_another"})
    assert stranger.create_charge(CHARGE).status == "unknown"
    answer = stranger.fetch_charge("deposit:1")
    assert answer is not None
    assert answer.status == "unknown"


def test_nobody_there_is_unknown() -> None:
    rail = StripeRail("sk_test_1", ("whsec_1",), "http://127.0.0.1:9", 1)
    answer = rail.create_charge(CHARGE)
    assert (answer.status, answer.reason) == ("unknown", "ConnectError")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{"error": 1}',
        b'HTTP/1.1 400 Bad\r\nContent-Length: 13\r\n\r\n{"error": []}',
        b'HTTP/1.1 402 Pay\r\nContent-Length: 15\r\n\r\n{"error": "no"}',
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
        b"\x00\x01nonsense\r\n\r\n",
        b"",
    ],
)
def test_answers_that_are_none_of_stripe_s_are_unknown(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_answer_each, args=(server, answer), daemon=True)
        thread.start()
        rail = StripeRail("sk_test_1", ("whsec_1",), f"http://127.0.0.1:{server.getsockname()[1]}", 2)
        said = rail.send_transfer(TransferRequest("obligation:1:1", 5, "EUR", "acct_1PayeePayee", "pay"))
        asked = rail.fetch_transfer("obligation:1:1")
        with pytest.raises(RailUnavailable):
            rail.list_transfers()
        rail.close()
    assert said.status == "unknown"
    assert asked is not None
    assert asked.status == "unknown"


def _answer_each(server: socket.socket, answer: bytes) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(65536)
            connection.sendall(answer)


def test_a_killed_stripe_has_forgotten_nothing_that_it_answered(
    start_stripe_fake: Callable[..., FakeStripe], notice_board: NoticeBoard
) -> None:
    fake = start_stripe_fake(notice_board)
    fake.top_up(100_000)
    account = fake.open_account("ines")
    fake.webhooks(hold=True)
    sent = fake.rail.send_transfer(TransferRequest("obligation:1:1", 16828, "EUR", account, "pay"))
    fake.kill()
    lost = fake.rail.send_transfer(TransferRequest("obligation:2:1", 5, "EUR", account, "pay"))
    assert lost.status == "unknown"
    fake.start()
    assert fake.rail.fetch_transfer("obligation:1:1") == sent
    assert fake.rail.fetch_transfer("obligation:2:1") is None
    assert fake.rail.send_transfer(TransferRequest("obligation:1:1", 16828, "EUR", account, "pay")) == sent
    assert len(fake.objects("transfer")) == 1
    fake.webhooks(hold=False)
    posted = notice_board.wait_until(lambda all_: any(b'"transfer.created"' in one.body for one in all_))
    assert any(re.search(rb'"id": "evt_', one.body) for one in posted)
