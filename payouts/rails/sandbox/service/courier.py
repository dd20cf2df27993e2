"""Delivers notices over HTTP: signed, at least once, in no promised order. The outbox remembers them."""

import asyncio
import logging
import sqlite3
import time

import httpx

from payouts.rails.sandbox.service import outbox
from payouts.rails.sandbox.service.alarm import Alarm
from payouts.rails.sandbox.service.book import Bookkeeper
from payouts.rails.sandbox.signature import sign

logger = logging.getLogger(__name__)

AT_ONCE = 16
TIMEOUT_SECONDS = 5.0
AFTER_FAILURE = 1.0


class Courier:
    """Posts what is due, up to sixteen notices at once, and records what became of each."""

    def __init__(self, books: Bookkeeper, alarm: Alarm, *, url: str, secret: str, retry_delay: float) -> None:
        self._books = books
        self.alarm = alarm
        self._url = url
        self._secret = secret
        self._retry_delay = retry_delay
        self.under_way = asyncio.Lock()  # Whoever holds it knows that no notice is on its way.

    async def run(self) -> None:
        """Work until cancelled; without an address there is nothing to do, and the notices are kept."""
        if not self._url:
            return
        self.alarm.set_for(time.time())
        limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, limits=limits, trust_env=False) as http:
            while True:
                await self.alarm.wait()
                try:
                    async with self.under_way:
                        await self._round(http)
                except sqlite3.Error:
                    logger.exception("could not read or record notices; trying again")
                    self.alarm.set_for(time.time() + AFTER_FAILURE)

    async def _round(self, http: httpx.AsyncClient) -> None:
        now = time.time()
        rows = await self._books.do(lambda book: outbox.due(book, now=now, limit=AT_ONCE))
        results = await asyncio.gather(*(self._deliver(http, row) for row in rows))

        def record(book: sqlite3.Connection) -> float | None:
            outbox.record(book, results, now=time.time(), retry_delay=self._retry_delay)
            return outbox.next_due_at(book)

        self.alarm.set_for(await self._books.do(record))

    async def _deliver(self, http: httpx.AsyncClient, row: sqlite3.Row) -> tuple[str, str]:
        """One try. Returns the event's id and what went wrong, '' for nothing."""
        timestamp = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": row["id"],
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign(self._secret, row["id"], timestamp, row["body"]),
        }
        try:
            response = await http.post(self._url, content=row["body"], headers=headers)
        except httpx.HTTPError as error:
            return row["id"], type(error).__name__
        return row["id"], "" if response.is_success else f"http_{response.status_code}"
