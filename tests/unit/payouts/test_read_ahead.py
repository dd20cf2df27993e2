"""Reading ahead changes when lines are read, and nothing else."""

import threading
from collections.abc import Iterator
from itertools import chain

import pytest

from payouts.services.audit.ahead import LOT, MOST_LOTS, read_ahead


@pytest.mark.parametrize("count", [0, 1, LOT - 1, LOT, LOT + 1, (MOST_LOTS + 3) * LOT + 5])
def test_every_line_comes_once_and_in_order(count: int) -> None:
    lines = [str(number).encode() for number in range(count)]
    assert list(chain.from_iterable(read_ahead(iter(lines)))) == lines


def test_what_goes_wrong_while_reading_is_raised_after_the_lines_before_it() -> None:
    def lines() -> Iterator[bytes]:
        yield from [b"line"] * LOT
        raise ConnectionError("the database has gone")

    found = read_ahead(lines())
    assert next(found) == [b"line"] * LOT
    with pytest.raises(ConnectionError, match="the database has gone"):
        next(found)


def test_no_more_is_read_ahead_than_there_is_room_for_and_nobody_reads_on_unasked() -> None:
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield b"line"

    found = read_ahead(lines())
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert read <= (MOST_LOTS + 3) * LOT
    assert "reading ahead" not in {thread.name for thread in threading.enumerate()}
