"""The rail itself: Stripe's API through Stripe's library, whose own repeating is switched off.

It turns every accident into `unknown` and repeats nothing by itself; the caller asks again, later, under the same key.
Why sending again under a key that was not found is safe stands in docs/decisions/0013-stripe-finds-orders-by-key.md.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

import stripe

from payouts.rails.base import (
    ChargeRequest,
    MovementPage,
    Notice,
    RailAccount,
    RailAnswer,
    RailStatus,
    TransferRequest,
)
from payouts.rails.stripe import answers, connect, notices, orders
from payouts.rails.stripe.book import Book
from payouts.rails.stripe.calls import ask, attempt, lines, plain, read_book, was_replayed
from payouts.rails.stripe.charges import Charges
from payouts.rails.stripe.listing import MOST_AT_ONCE
from payouts.rails.stripe.wire import Wire

TIMEOUT_SECONDS: Final = 10.0


class StripeRail:
    """A `Rail`, and a `HostedRail`, `RefundingRail` and `AccountRail`. One instance may serve many threads."""

    name = "stripe"

    def __init__(
        self,
        secret_key: str,
        webhook_secrets: tuple[str, ...],
        api_base: str = stripe.DEFAULT_API_BASE,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        if not secret_key or not webhook_secrets or not all(webhook_secrets):
            # A blank secret would let anybody sign notices that say "paid".
            raise ValueError("The Stripe rail needs a secret key and a webhook secret, and none may be blank.")
        self._webhook_secrets = webhook_secrets
        self._wire = Wire(timeout_seconds)
        self._stripe = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base.rstrip("/")},
            max_network_retries=0,
            http_client=self._wire,
        ).v1
        self._charges = Charges(self._stripe)
        self._book = Book(self._stripe, self._charges)

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "StripeRail":
        """Build from an entry of settings.RAILS; an option it does not know is an error."""
        return cls(**options)

    def close(self) -> None:
        """Let go of the connections; the instance is of no use afterwards."""
        self._wire.close()

    def send_transfer(self, request: TransferRequest) -> RailAnswer:
        key = request.idempotency_key
        if not orders.ACCOUNT.fullmatch(request.destination):
            return RailAnswer(RailStatus.REJECTED, reason="not_a_connected_account")

        def send() -> RailAnswer:
            made = self._stripe.transfers.create(orders.transfer(request), {"idempotency_key": key})
            if was_replayed(made):
                made = self._stripe.transfers.retrieve(made.id)
            return answers.of_transfer(plain(made), key)

        return attempt("transfer", key, send)

    def fetch_transfer(self, idempotency_key: str) -> RailAnswer | None:
        def fetch() -> RailAnswer | None:
            # A list, unlike a search, holds what was written a moment ago.
            found = self._stripe.transfers.list({"transfer_group": idempotency_key, "limit": MOST_AT_ONCE})
            return answers.of_transfers(lines(found), idempotency_key)

        return ask(fetch)

    def create_charge(self, request: ChargeRequest) -> RailAnswer:
        key = request.idempotency_key
        if not orders.PAYMENT_METHOD.fullmatch(request.source):
            return RailAnswer(RailStatus.REJECTED, reason="not_a_payment_method")

        def send() -> RailAnswer:
            made = self._stripe.payment_intents.create(orders.charge(request), {"idempotency_key": key})
            if was_replayed(made):
                return self._charges.read_intent(made.id, key)
            return answers.of_intent(plain(made), key)

        return attempt("charge", key, send)

    def fetch_charge(self, idempotency_key: str) -> RailAnswer | None:
        return ask(lambda: self._charges.find(idempotency_key))

    def open_page(self, request: ChargeRequest, *, return_url: str) -> RailAnswer:
        key = request.idempotency_key

        def send() -> RailAnswer:
            made = self._stripe.checkout.sessions.create(orders.page(request, return_url), {"idempotency_key": key})
            if was_replayed(made):
                return self._charges.read_page(made.id, key)
            return answers.of_page(plain(made), key)

        return attempt("charge", key, send)

    def fetch_page(self, idempotency_key: str, provider_reference: str) -> RailAnswer | None:
        if provider_reference.startswith("cs_"):
            return ask(lambda: self._charges.read_page(provider_reference, idempotency_key))
        if provider_reference.startswith("pi_"):
            return ask(lambda: self._charges.read_intent(provider_reference, idempotency_key))
        return self.fetch_charge(idempotency_key)

    def close_page(self, idempotency_key: str, provider_reference: str) -> RailAnswer | None:
        def close() -> RailAnswer:
            # One that was paid or has expired cannot be closed any more: what became of it is read in any case.
            with suppress(stripe.InvalidRequestError):
                self._stripe.checkout.sessions.expire(provider_reference)
            return self._charges.read_page(provider_reference, idempotency_key)

        if not provider_reference.startswith("cs_"):
            return self.fetch_page(idempotency_key, provider_reference)
        return ask(close)

    def refund_charge(self, idempotency_key: str, charge_key: str, amount_minor: int) -> RailAnswer:
        def send() -> RailAnswer:
            intents = self._charges.intents_of(charge_key)
            if len(intents) != 1:
                return answers.unknown("several_under_one_key" if intents else "no_such_charge")
            order = orders.refund(idempotency_key, str(intents[0]["id"]), amount_minor)
            made = self._stripe.refunds.create(order, {"idempotency_key": idempotency_key})
            if was_replayed(made):
                made = self._stripe.refunds.retrieve(made.id)
            return answers.of_refund(plain(made), idempotency_key)

        return attempt("refund", idempotency_key, send)

    def fetch_refund(self, idempotency_key: str, charge_key: str) -> RailAnswer | None:
        def fetch() -> RailAnswer | None:
            intents = self._charges.intents_of(charge_key)
            refunds = [one for intent in intents for one in self._charges.refunds_of(str(intent["id"]))]
            return answers.of_refunds(refunds, idempotency_key)

        return ask(fetch)

    def list_transfers(self, after: str = "", limit: int = 500) -> MovementPage:
        return read_book(lambda: self._book.money_out(after, limit))

    def list_charges(self, after: str = "", limit: int = 500) -> MovementPage:
        return read_book(lambda: self._book.money_in(after, limit))

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        return notices.read_notice(self._webhook_secrets, headers, body, now=now)

    def open_account(self, idempotency_key: str, country: str) -> RailAccount:
        return connect.open_account(self._stripe, idempotency_key, country)

    def fetch_account(self, reference: str) -> RailAccount | None:
        return connect.fetch_account(self._stripe, reference)

    def account_page(self, reference: str, *, return_url: str, refresh_url: str) -> str:
        return connect.account_page(self._stripe, reference, return_url=return_url, refresh_url=refresh_url)
