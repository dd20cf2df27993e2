"""The book: every object, every answered key, every webhook to deliver, in one SQLite file.

WAL with full synchronisation, and an answer leaves only after the commit that holds it, so that a SIGKILL loses nothing
that was answered. One connection behind one lock: what happens at once is done one after the other.
"""

import json
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Object = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE INDEX IF NOT EXISTS object_group ON object (kind, body ->> 'transfer_group');
CREATE INDEX IF NOT EXISTS object_intent ON object (kind, body ->> 'payment_intent');
CREATE TABLE IF NOT EXISTS answered (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, params TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL, due_at REAL,
    attempts INTEGER NOT NULL DEFAULT 0, delivered_at REAL, last_error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS fault (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, path TEXT NOT NULL, times_left INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS fired (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, path TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = ("object", "answered", "delivery", "fault", "fired", "setting")
EVENT_ENDPOINTS = ("platform", "connect")


class Book:
    """Everything that lasts. Its methods are called inside `transaction`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self.news = threading.Condition()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator["Book"]:
        """All or nothing, on disk when it ends. An exception undoes it and goes on."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        with self.news:
            self.news.notify_all()

    def execute(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        return self._connection.execute(statement, values).fetchall()

    # Objects.

    def make(self, kind: str, prefix: str, **fields: Any) -> Object:
        """A new object with an id of its own."""
        thing: Object = {
            "id": f"{prefix}_{secrets.token_hex(12)}",
            "object": kind,
            "created": int(time.time()),
            "livemode": False,
            **fields,
        }
        self.execute("INSERT INTO object (id, kind, body) VALUES (?, ?, ?)", thing["id"], kind, json.dumps(thing))
        return thing

    def keep(self, thing: Object) -> Object:
        """Write a changed object in its place."""
        self.execute("UPDATE object SET body = ? WHERE id = ?", json.dumps(thing), thing["id"])
        return thing

    def find(self, kind: str, reference: str) -> Object | None:
        rows = self.execute("SELECT body FROM object WHERE id = ? AND kind = ?", reference, kind)
        return json.loads(rows[0]["body"]) if rows else None

    def all(self, kind: str, where: str = "TRUE", *values: Any) -> list[Object]:
        """Objects of a kind, oldest first."""
        rows = self.execute(f"SELECT body FROM object WHERE kind = ? AND {where} ORDER BY seq", kind, *values)
        return [json.loads(row["body"]) for row in rows]

    def place(self, reference: str) -> int:
        """Where an object stands in the order of writing; 0 if it does not."""
        rows = self.execute("SELECT seq FROM object WHERE id = ?", reference)
        return int(rows[0]["seq"]) if rows else 0

    def newest(self) -> int:
        return int(self.execute("SELECT COALESCE(max(seq), 0) AS seq FROM object")[0]["seq"])

    # Webhooks.

    def emit(self, name: str, thing: Object, account: str = "") -> None:
        """Announce what happened, in the commit in which it happened."""
        event = self.make("event", "evt", type=name, data={"object": thing}, api_version="2026-10-28.endive")
        if account:
            event = self.keep(event | {"account": account})
        times = 2 if self.setting("double") else 1
        for _ in range(times):
            endpoint = "connect" if account else "platform"
            self.execute(
                "INSERT INTO delivery (event, endpoint, due_at) VALUES (?, ?, ?)", event["id"], endpoint, time.time()
            )

    # Settings that a test makes while the program runs.

    def setting(self, name: str) -> str:
        rows = self.execute("SELECT value FROM setting WHERE name = ?", name)
        return str(rows[0]["value"]) if rows else ""

    def set(self, name: str, value: str) -> None:
        self.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)

    def forget_everything(self) -> None:
        for table in TABLES:
            self.execute(f"DELETE FROM {table}")
