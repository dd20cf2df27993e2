"""Which rails are stopped, for a worker whose calls are in the air.

The calling thread looks at the database, before a batch starts and again and again while it flies; the threads that
call rails ask what it saw last. So a stop reaches calls that were queued but not begun, and no call waits for a query.
"""

from collections.abc import Collection
from concurrent.futures import Future, wait
from typing import Any, Final

from django.db import connection

LOOK_AGAIN: Final = 0.2
"""Seconds between two looks. What begins in between may leave after a stop; it is asked about like all the others."""


def is_stopped(rail: str) -> bool:
    """Whether no new order may leave on this rail, at this moment. For the thread that owns the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM payouts_railcontrol WHERE rail = %s AND stopped_at IS NOT NULL", [rail])
        return cursor.fetchone() is not None


class Switches:
    """The stopped rails, as they were at the last look."""

    def __init__(self) -> None:
        self._off: frozenset[str] = frozenset()

    def is_off(self, rail: str) -> bool:
        """Whether no new order may leave on this rail. For any thread; never touches the database."""
        return rail in self._off

    def look(self) -> None:
        """Read the switches. For the thread that owns the connection."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT rail FROM payouts_railcontrol WHERE stopped_at IS NOT NULL")
            self._off = frozenset(rail for (rail,) in cursor.fetchall())

    def watch_until(self, calls: Collection[Future[Any]]) -> None:
        """Return once these calls have ended, and look at the switches until then."""
        while wait(calls, timeout=LOOK_AGAIN).not_done:
            self.look()
