"""Stripe in a storm: the fake, which stumbles when told to and takes some transfers back by itself."""

import random
from typing import Any

import httpx

from tests.faults.storm.banks import HEARS_WITHIN, Bank, Line
from tests.faults.storm.engines import Ground

KEY = "sk_test_fake"
SECRETS = ("whsec_platform", "whsec_connect")
BALANCE = 10**10
"""Cents that it holds for us from the beginning: more than is ever paid."""

STUMBLES = ("timeout_before", "timeout_after", "error_before", "error_after", "unreadable", "in_use")
SECONDS = 3


class StripeBank(Bank):
    """The fake. Transfers to an account in `takes_back` are reversed the next time it looks."""

    rail = "stripe"

    def __init__(self, ground: Ground, webhook_url: str) -> None:
        self._webhook_url = f"{webhook_url}{self.rail}"
        self.takes_back: set[str] = set()
        super().__init__(ground)
        self._call("POST", "/_fake/topups", json={"amount": BALANCE})

    def words(self) -> list[str]:
        words = ["tests.fakes.stripe", "--port", str(self.port), "--book", str(self.book)]
        return [*words, "--webhook-url", self._webhook_url, "--latency-ms", "2", "--retry-ms", "200"]

    def variables(self, port: int) -> dict[str, str]:
        return {
            "STRIPE_SECRET_KEY": KEY,
            "STRIPE_WEBHOOK_SECRETS": ",".join(SECRETS),
            "STRIPE_API_BASE": f"http://127.0.0.1:{port}",
            "STRIPE_TIMEOUT_SECONDS": str(SECONDS),
        }

    @property
    def options(self) -> dict[str, Any]:
        return {"secret_key": KEY, "webhook_secrets": SECRETS, "api_base": self.url}

    def lines(self) -> list[Line]:
        found = self.query(
            """
            SELECT body -> 'metadata' ->> 'fairbrief_key', body ->> 'amount', COALESCE(body ->> 'amount_reversed', 0)
            FROM object WHERE kind = 'transfer' OR kind = 'refund'
            """
        )
        return [
            Line(key or "", "returned" if taken else "paid", int(amount) - int(taken)) for key, amount, taken in found
        ]

    def tick(self) -> None:
        for transfer in self._to_take_back():
            self._call("POST", f"/v1/transfers/{transfer}/reversals")

    def is_quiet(self) -> bool:
        return not self._to_take_back()

    def _to_take_back(self) -> list[str]:
        found = self.query(
            "SELECT id, body ->> 'destination' FROM object WHERE kind = 'transfer' AND body ->> 'amount_reversed' = 0"
        )
        return [transfer for transfer, account in found if account in self.takes_back]

    def enable(self, account: str, *, is_enabled: bool = True) -> None:
        """The holder has given all particulars; or something is missing after all."""
        self._call("POST", "/_fake/accounts", json={"account": account, "enabled": is_enabled})

    def stumble(self, dice: random.Random) -> None:
        """The next order, or the next question about one, comes to grief."""
        path = dice.choice(("POST /v1/transfers", "GET /v1/transfers", "POST /v1/refunds", "GET /v1/refunds"))
        self._call("POST", "/_fake/faults", json={"kind": dice.choice(STUMBLES), "path": path, "times": 1})

    def _call(self, method: str, path: str, **given: Any) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        given |= {"trust_env": False, "timeout": HEARS_WITHIN}
        httpx.request(method, f"{self.url}{path}", headers=headers, **given).raise_for_status()
