"""The banks of a storm: each a process with a durable book of its own, which we read behind its back to compare.

A `Bank` is killed and started again at the same address with the same book. `tick` lets time pass there.
"""

import socket
import sqlite3
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpx

from local.ports import any_free_port
from local.processes import wait_until
from tests.faults.storm.engines import PATIENCE, Ground
from tests.faults.storm.processes import Program, tail

HEARS_WITHIN = 120.0
"""Seconds. What is said to a bank behind the product's back is no part of the storm: it may take its time."""


@dataclass(frozen=True)
class Line:
    """One transfer in a bank's own book. `key` is the bank's name for it, which is ours or leads to ours."""

    key: str
    status: str
    amount_minor: int


class Bank(Program):
    """What every bank has. `rail` is the name of the rail that leads to it."""

    rail: str

    def __init__(self, ground: Ground) -> None:
        self.port = any_free_port()
        self.secret = ground.keys.rail_secret
        self.book = ground.home / f"{self.rail}.sqlite"
        super().__init__(ground, f"bank-{self.rail}")

    def words(self) -> list[str]:
        """The module to run, and its options."""
        raise NotImplementedError

    def variables(self, port: int) -> dict[str, str]:
        """The product's environment, if it reaches the bank at this port."""
        raise NotImplementedError

    @property
    def options(self) -> dict[str, Any]:
        """For settings.RAILS in a process that reaches it directly."""
        raise NotImplementedError

    def lines(self) -> list[Line]:
        """Its transfers, from its book."""
        raise NotImplementedError

    def tick(self) -> None:
        """Let time pass."""

    def is_quiet(self) -> bool:
        """Whether nothing more will happen to what it has."""
        return True

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.command = [sys.executable, "-m", *self.words()]
        super().start()
        if not wait_until(self._listens, PATIENCE):
            raise RuntimeError(f"the {self.rail} bank did not start: {tail(self.log)}")

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(self.address, timeout=1):
            return True
        return False

    def query(self, statement: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.book}?mode=ro", uri=True) as link:
            return link.execute(statement).fetchall()


class SandboxBank(Bank):
    """The sandbox."""

    rail = "sandbox"

    def __init__(self, ground: Ground, notify_url: str) -> None:
        self._notify_url = f"{notify_url}{self.rail}"
        super().__init__(ground)

    def words(self) -> list[str]:
        words = ["payouts.rails.sandbox.service", "--port", str(self.port), "--book", str(self.book)]
        words += [f"--secret={self.secret}", "--notify-url", self._notify_url]
        return [*words, "--latency-ms", "2", "--settle-ms", "200", "--return-ms", "500"]

    def variables(self, port: int) -> dict[str, str]:
        return {"SANDBOX_RAIL_URL": f"http://127.0.0.1:{port}"}

    @property
    def options(self) -> dict[str, Any]:
        return {"url": self.url, "secret": self.secret}

    def lines(self) -> list[Line]:
        found = self.query("SELECT idempotency_key, status, amount_minor FROM movement WHERE kind = 'transfer'")
        return [Line(*one) for one in found]

    def arm(self, **fault: object) -> None:
        """Lay faults in wait."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        answer = httpx.post(f"{self.url}/faults", json=fault, headers=headers, trust_env=False, timeout=HEARS_WITHIN)
        answer.raise_for_status()
