"""The product's side of the sandbox rail: HTTP with tight time-outs, over connections that are kept.

It turns every accident on the wire into `unknown` and repeats nothing by itself; the caller asks again,
later, under the same key. It imports no Django.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import httpx
import orjson

from payouts.rails.base import (
    ChargeRequest,
    MovementPage,
    RailAnswer,
    RailNotice,
    RailUnavailable,
    TransferRequest,
)
from payouts.rails.sandbox import answers, notices
from payouts.rails.sandbox.signature import notice_secret

CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0
MAX_CONNECTIONS = 64


class SandboxRail:
    """A `Rail`. One instance may serve many threads; a forked process needs its own (see the registry)."""

    name = "sandbox"

    def __init__(self, url: str, secret: str, timeout_seconds: float = READ_SECONDS) -> None:
        if not secret:
            # A blank secret would let anybody sign notices that say "paid".
            raise ValueError("The sandbox rail needs a secret.")
        self._notice_secret = notice_secret(secret)
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            limits=httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS),
            follow_redirects=False,
            trust_env=False,
        )

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "SandboxRail":
        """Build from an entry of settings.RAILS; an option it does not know is an error."""
        return cls(**options)

    def send_transfer(self, request: TransferRequest) -> RailAnswer:
        return self._send("/transfers", request, {"destination": request.destination})

    def create_charge(self, request: ChargeRequest) -> RailAnswer:
        return self._send("/charges", request, {"source": request.source})

    def fetch_transfer(self, idempotency_key: str) -> RailAnswer | None:
        return self._fetch("/transfers", idempotency_key)

    def fetch_charge(self, idempotency_key: str) -> RailAnswer | None:
        return self._fetch("/charges", idempotency_key)

    def list_transfers(self, after: str = "", limit: int = 500) -> MovementPage:
        return self._list("/transfers", after, limit)

    def list_charges(self, after: str = "", limit: int = 500) -> MovementPage:
        return self._list("/charges", after, limit)

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> RailNotice:
        return notices.read_notice(self._notice_secret, headers, body, now=now)

    def close(self) -> None:
        """Let go of the connections; the instance is of no use afterwards."""
        self._http.close()

    def _send(self, path: str, request: TransferRequest | ChargeRequest, party: dict[str, str]) -> RailAnswer:
        order = {
            "amount_minor": request.amount_minor,
            "currency": request.currency,
            "reference": request.reference,
            **party,
        }
        key = request.idempotency_key
        try:
            response = self._http.post(path, content=orjson.dumps(order), headers={"Idempotency-Key": key})
        except httpx.HTTPError as error:
            return answers.unknown(_name(error))
        return answers.read_sent(response.status_code, response.content, key)

    def _fetch(self, path: str, key: str) -> RailAnswer | None:
        try:
            response = self._http.get(f"{path}/{key}")
        except httpx.HTTPError as error:
            return answers.unknown(_name(error))
        return answers.read_fetched(response.status_code, response.content, key)

    def _list(self, path: str, after: str, limit: int) -> MovementPage:
        try:
            response = self._http.get(path, params={"after": after, "limit": limit})
            response.raise_for_status()
            return answers.read_page(response.content)
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise RailUnavailable(_name(error)) from error


def _name(error: Exception) -> str:
    """A short word for logs and reasons; httpx's messages may hold addresses."""
    return "timeout" if isinstance(error, httpx.TimeoutException) else type(error).__name__
