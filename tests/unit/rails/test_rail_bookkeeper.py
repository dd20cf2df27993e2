"""The bookkeeper: what was answered is in the file, and one bad operation spoils nobody else's."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from payouts.rails.sandbox.service.book import BookInUse, Bookkeeper, open_book


def arm(book: sqlite3.Connection) -> int:
    """Any write will do."""
    row = book.execute(
        """INSERT INTO fault (kind, applies_to, probability, seed, reason, delay_ms)
           VALUES ('slow', 'transfer', 1, 0, 'AC04', 0) RETURNING id"""
    ).fetchone()
    return int(row["id"])


def count(path: Path) -> int:
    """How many were written, as seen by somebody else who opens the file."""
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM fault").fetchone()[0])


def test_what_is_answered_can_be_read_by_another(tmp_path: Path) -> None:
    async def scene() -> None:
        books = Bookkeeper(tmp_path / "book.sqlite")
        numbers = await asyncio.gather(*(books.do(arm) for _ in range(500)))
        assert sorted(numbers) == list(range(1, 501))
        assert count(tmp_path / "book.sqlite") == 500
        books.close()

    asyncio.run(scene())


def test_a_commit_reaches_the_disk_before_anybody_is_told(tmp_path: Path) -> None:
    """A kill cannot show this, only a power cut could; so the setting itself is looked at."""
    connection = open_book(tmp_path / "book.sqlite")
    modes = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    connection.close()
    assert modes == ["wal", 2]


def test_a_failing_operation_loses_its_own_work_only(tmp_path: Path) -> None:
    def write_then_fail(book: sqlite3.Connection) -> None:
        arm(book)
        raise LookupError("on purpose")

    async def scene() -> None:
        books = Bookkeeper(tmp_path / "book.sqlite")
        outcomes = await asyncio.gather(books.do(arm), books.do(write_then_fail), books.do(arm), return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [int, LookupError, int]
        assert count(tmp_path / "book.sqlite") == 2
        books.close()

    asyncio.run(scene())


def test_nobody_is_told_of_a_write_that_could_not_be_committed(tmp_path: Path) -> None:
    """A deferred constraint fails at the commit, as a full disk would, after every operation went well."""

    def doom(book: sqlite3.Connection) -> None:
        book.execute("INSERT INTO child VALUES (404)")

    async def scene() -> None:
        books = Bookkeeper(tmp_path / "book.sqlite")
        await books.do(
            lambda book: book.execute(
                "CREATE TABLE child (parent INTEGER REFERENCES fault (id) DEFERRABLE INITIALLY DEFERRED)"
            )
        )
        books._connection.execute("PRAGMA foreign_keys = ON")
        go = threading.Event()
        held_up = asyncio.ensure_future(books.do(lambda book: go.wait()))
        await asyncio.sleep(0)
        sharing_a_commit = [asyncio.ensure_future(books.do(operation)) for operation in (arm, doom)]
        await asyncio.sleep(0)
        go.set()
        await asyncio.wait([held_up, *sharing_a_commit])
        assert all(isinstance(asked.exception(), sqlite3.Error) for asked in sharing_a_commit)
        assert count(tmp_path / "book.sqlite") == 0
        assert await books.do(arm)
        books.close()

    asyncio.run(scene())


def test_close_finishes_what_was_asked_for(tmp_path: Path) -> None:
    async def scene() -> None:
        books = Bookkeeper(tmp_path / "book.sqlite")
        asked = [asyncio.ensure_future(books.do(arm)) for _ in range(20)]
        await asyncio.sleep(0)
        books.close()
        assert len(await asyncio.gather(*asked)) == 20

    asyncio.run(scene())


def test_a_book_has_one_service_at_a_time(tmp_path: Path) -> None:
    books = Bookkeeper(tmp_path / "book.sqlite")
    with pytest.raises(BookInUse):
        Bookkeeper(tmp_path / "book.sqlite")
    books.close()
    Bookkeeper(tmp_path / "book.sqlite").close()
