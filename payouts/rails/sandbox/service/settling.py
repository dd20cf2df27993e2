"""Lets time pass over the book: accepted lines become paid, and those marked for it are returned later."""

import asyncio
import logging
import sqlite3
import time

from payouts.rails.sandbox.service import movements, outbox
from payouts.rails.sandbox.service.alarm import Alarm
from payouts.rails.sandbox.service.book import Bookkeeper

logger = logging.getLogger(__name__)

BATCH = 500
BREATH = 0.02  # Seconds between rounds, so that a busy second takes fifty of them, not a thousand.
AFTER_FAILURE = 1.0


class Settler:
    """Takes the steps that are due, and announces each of them in the same commit."""

    def __init__(self, books: Bookkeeper, return_delay: float, courier_alarm: Alarm) -> None:
        self.alarm = Alarm()
        self._books = books
        self._return_delay = return_delay
        self._courier_alarm = courier_alarm

    async def run(self) -> None:
        """Work until cancelled."""
        self.alarm.set_for(time.time())
        while True:
            await self.alarm.wait()
            try:
                await self.step(due_by=time.time())
            except sqlite3.Error:
                logger.exception("could not settle; trying again")
                self.alarm.set_for(time.time() + AFTER_FAILURE)
            await asyncio.sleep(BREATH)

    async def step(self, due_by: float, limit: int = BATCH) -> int:
        """Take the steps due by then, one a line, at most `limit` (-1: all); returns how many lines moved."""
        now = time.time()

        def move(book: sqlite3.Connection) -> tuple[int, float | None]:
            lines = movements.take_due_steps(book, now=now, due_by=due_by, return_delay=self._return_delay, limit=limit)
            for line in lines:
                outbox.add(book, line, now=now)
            return len(lines), movements.next_step_at(book)

        moved, next_at = await self._books.do(move)
        self.alarm.set_for(next_at)
        if moved:
            self._courier_alarm.set_for(now)
        return moved
