"""The book's file and the one thread that touches it.

It decides how the book survives: SQLite in WAL with full synchronisation, and an answer leaves only after
the commit that holds it. Operations asked for at the same moment share one commit, so safety does not cost
a disk flush each. It knows nothing of what the rows mean.
"""

import asyncio
import fcntl
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], Any]
Waiting = tuple[Operation, "asyncio.Future[Any]"]
Outcome = tuple["asyncio.Future[Any]", Any, Exception | None]

BATCH = 200

SCHEMA = """
CREATE TABLE IF NOT EXISTS movement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('transfer', 'charge')),
    idempotency_key TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    reference TEXT NOT NULL,
    provider_reference TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('accepted', 'paid', 'rejected', 'returned')),
    reason TEXT NOT NULL DEFAULT '',
    fault TEXT NOT NULL DEFAULT '',
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    step_due_at REAL,             -- when it becomes paid or returned by itself; NULL: never
    return_reason TEXT NOT NULL DEFAULT '',
    UNIQUE (kind, idempotency_key)
);
CREATE INDEX IF NOT EXISTS movement_step_due ON movement (step_due_at) WHERE step_due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS movement_reference ON movement (reference);
CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY,
    body BLOB NOT NULL,
    deliveries_left INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL,                  -- NULL once delivered or given up
    delivered_at REAL,
    last_error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS notice_due ON notice (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    applies_to TEXT NOT NULL,
    probability REAL NOT NULL,
    seed INTEGER NOT NULL,
    times_left INTEGER,           -- NULL: no end
    reason TEXT NOT NULL,
    delay_ms INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS fired_fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    applies_to TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    fired_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS fired_fault_key ON fired_fault (applies_to, idempotency_key);
"""


class BookInUse(RuntimeError):
    """Another service has this book open; two would send every notice twice."""


def open_book(path: Path) -> sqlite3.Connection:
    """Open or make the book. The connection may be used by one thread at a time, not only by this one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(SCHEMA)
    return connection


class Bookkeeper:
    """Carries out operations on the book in order, in a thread of its own, many to a commit."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Held until close(); after a kill, the system lets go of it.
        self._lock_file = path.with_name(f"{path.name}.lock").open("w")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock_file.close()
            raise BookInUse(f"{path} is open in another sandbox rail") from error
        self._connection = open_book(path)
        self._waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="bookkeeper", daemon=True)
        self._thread.start()

    async def do(self, operation: Callable[[sqlite3.Connection], T]) -> T:
        """Run the operation and return its result once it is safely on disk. Its exceptions come back too."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put((operation, future))
        return await future

    def close(self) -> None:
        """Finish what was asked for, then close the file."""
        self._waiting.put(None)
        self._thread.join()
        self._connection.close()
        self._lock_file.close()

    def _work(self) -> None:
        going_on = True
        while going_on:
            batch, going_on = self._next_batch()
            if batch:
                self._commit(batch)

    def _next_batch(self) -> tuple[list[Waiting], bool]:
        """Wait for one operation, then take along whatever else is waiting. False: close() was called."""
        batch: list[Waiting] = []
        item = self._waiting.get()
        while item is not None:
            batch.append(item)
            if len(batch) == BATCH:
                return batch, True
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: list[Waiting]) -> None:
        """One transaction for the batch; an operation that fails loses its own work only."""
        outcomes: list[Outcome] = []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for operation, future in batch:
                outcomes.append((future, *self._attempt(operation)))
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            # A full disk or a failing one: nobody may be told that his order is in the book.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            outcomes = [(future, None, error) for _, future in batch]
        # One wake-up of the event loop for the whole batch.
        batch[0][1].get_loop().call_soon_threadsafe(_settle, outcomes)

    def _attempt(self, operation: Operation) -> tuple[Any, Exception | None]:
        self._connection.execute("SAVEPOINT operation")
        try:
            result = operation(self._connection)
        except Exception as error:
            self._connection.execute("ROLLBACK TO operation")
            self._connection.execute("RELEASE operation")
            return None, error
        self._connection.execute("RELEASE operation")
        return result, None


def _settle(outcomes: list[Outcome]) -> None:
    """Hand each outcome to its asker, who may have gone away in the meantime."""
    for future, result, failure in outcomes:
        if future.done():
            continue
        if failure is not None:
            future.set_exception(failure)
        else:
            future.set_result(result)
