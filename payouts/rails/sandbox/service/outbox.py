"""The notices still to be delivered: rows of the book, so that a restart takes up where a kill left off.

Decides what a notice says, when it is tried again and when it is given up. Sends nothing.
"""

import random
import sqlite3
from typing import Any

import orjson

from payouts.rails.sandbox.service.faults import FaultKind
from payouts.rails.sandbox.service.movements import as_json, iso

LONGEST_WAIT = 300.0
GIVE_UP_AFTER = 1000  # Attempts: with the longest wait between them, more than three days.


def add(book: sqlite3.Connection, line: sqlite3.Row, *, now: float) -> None:
    """Announce the line's present status. It has each status once, so the event's id follows from both."""
    event_id = f"evt_{line['provider_reference']}_{line['status']}"
    message = {
        "id": event_id,
        "type": f"{line['kind']}.{line['status']}",
        "occurred_at": iso(now),
        "data": as_json(line),
    }
    deliveries = 2 if line["fault"] == FaultKind.DUPLICATE_NOTICE else 1
    book.execute(
        "INSERT INTO notice (id, body, deliveries_left, due_at) VALUES (?, ?, ?, ?)",
        (event_id, orjson.dumps(message), deliveries, now),
    )


def due(book: sqlite3.Connection, *, now: float, limit: int) -> list[sqlite3.Row]:
    """Notices to try now."""
    return book.execute("SELECT * FROM notice WHERE due_at <= ? ORDER BY due_at LIMIT ?", (now, limit)).fetchall()


def next_due_at(book: sqlite3.Connection) -> float | None:
    """When the next try is due."""
    moment: float | None = book.execute("SELECT min(due_at) FROM notice").fetchone()[0]
    return moment


def record(book: sqlite3.Connection, results: list[tuple[str, str]], *, now: float, retry_delay: float) -> None:
    """Note what became of some tries: (event id, error), with '' for a delivery."""
    for event_id, error in results:
        if error:
            _postpone(book, event_id, error, now=now, retry_delay=retry_delay)
        else:
            book.execute(
                """UPDATE notice SET attempts = attempts + 1, deliveries_left = deliveries_left - 1,
                       last_error = '', delivered_at = :now,
                       due_at = CASE WHEN deliveries_left > 1 THEN :now END
                   WHERE id = :id""",
                {"now": now, "id": event_id},
            )


def _postpone(book: sqlite3.Connection, event_id: str, error: str, *, now: float, retry_delay: float) -> None:
    row = book.execute(
        "UPDATE notice SET attempts = attempts + 1, last_error = ? WHERE id = ? RETURNING attempts",
        (error, event_id),
    ).fetchone()
    if row is None:
        return
    attempts = row["attempts"]
    jitter = random.uniform(0.5, 1.5)  # nosec B311 - it spreads retries and guards nothing
    due_at = None if attempts >= GIVE_UP_AFTER else now + backoff(attempts, retry_delay, jitter)
    book.execute("UPDATE notice SET due_at = ? WHERE id = ?", (due_at, event_id))


def backoff(attempts: int, retry_delay: float, jitter: float) -> float:
    """Seconds until the next try: doubling from the first delay, bounded, spread by the jitter.

    >>> [backoff(n, 0.5, 1.0) for n in (1, 2, 3, 40)]
    [0.5, 1.0, 2.0, 300.0]
    """
    return min(LONGEST_WAIT, retry_delay * 2.0 ** min(attempts - 1, 30)) * jitter


def summary(book: sqlite3.Connection) -> dict[str, Any]:
    """How delivery stands."""
    row = book.execute(
        """SELECT count(*) FILTER (WHERE delivered_at IS NOT NULL) AS delivered,
                  count(*) FILTER (WHERE due_at IS NOT NULL) AS waiting,
                  count(*) FILTER (WHERE due_at IS NULL AND delivered_at IS NULL) AS given_up
           FROM notice"""
    ).fetchone()
    return dict(row)
