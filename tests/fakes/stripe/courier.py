"""Delivers webhooks as Stripe does: signed, at least once, repeated until somebody answers 2xx, in no promised order.

One after the other, so that a test which reorders them knows in which order they go. A held courier delivers nothing.
"""

import hashlib
import hmac
import json
import logging
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from tests.fakes.stripe.book import Book

logger = logging.getLogger(__name__)

LONGEST_WAIT = 60.0
SECONDS = 5.0
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Endpoint:
    """Where events go, and the secret that signs them."""

    url: str
    secret: str


def sign(secret: str, body: bytes, stamp: int) -> str:
    """The Stripe-Signature header of one delivery."""
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


class Courier(threading.Thread):
    """Works until the process ends. What is still to be delivered stands in the book."""

    def __init__(self, book: Book, endpoints: dict[str, Endpoint], retry_seconds: float) -> None:
        super().__init__(name="courier", daemon=True)
        self._book = book
        self._endpoints = endpoints
        self._retry_seconds = retry_seconds

    def run(self) -> None:
        while True:
            try:
                worked = self._deliver_next()
            except Exception:
                logger.exception("could not deliver; trying again")
                worked = False
            if not worked:
                with self._book.news:
                    self._book.news.wait(self._retry_seconds)

    def _deliver_next(self) -> bool:
        """One try of the event that is due first. Returns whether there was one."""
        with self._book.transaction() as book:
            if book.setting("hold"):
                return False
            order = "DESC" if book.setting("reversed") else "ASC"
            rows = book.execute(
                f"SELECT d.*, o.body FROM delivery d JOIN object o ON o.id = d.event WHERE d.due_at <= ?"
                f" ORDER BY d.attempts, d.id {order} LIMIT 1",
                time.time(),
            )
        if not rows:
            return False
        (row,) = rows
        endpoint = self._endpoints[row["endpoint"]]
        error = self._post(endpoint, json.dumps(json.loads(row["body"])).encode()) if endpoint.url else ""
        with self._book.transaction() as book:
            wait = min(LONGEST_WAIT, self._retry_seconds * 2.0 ** min(row["attempts"], 10))
            book.execute(
                """UPDATE delivery SET attempts = attempts + 1, last_error = ?, due_at = ?, delivered_at = ?
                   WHERE id = ?""",
                error,
                time.time() + wait if error else None,
                None if error else time.time(),
                row["id"],
            )
        return True

    def _post(self, endpoint: Endpoint, body: bytes) -> str:
        """What went wrong, '' for nothing."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(endpoint.secret, body, int(time.time())),
        }
        request = urllib.request.Request(endpoint.url, body, headers)
        try:
            with DIRECT.open(request, timeout=SECONDS):
                return ""
        except urllib.error.HTTPError as error:
            return f"http_{error.code}"
        except OSError as error:
            return type(error).__name__
