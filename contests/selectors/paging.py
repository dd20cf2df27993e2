"""Pages by keyset: a page ends with a mark, and the next begins behind it, however deep one has read.

A mark is opaque to callers. It holds the ordering values of the last row, as text; the database casts them back.
Whoever tampers with one gets another page of what they may see anyway, or `BadCursor`.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DataError, connection, transaction

from contests.errors import BadCursor

T = TypeVar("T")
PAGE = 25
MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows in their order, and the mark behind which the next ones begin (None after the last)."""

    items: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order that no two rows tie in: expressions with their SQL types, all of them ascending or all descending."""

    keys: tuple[tuple[str, str], ...]
    descending: bool = False
    follows_index: bool = False
    """Whether an index gives the rows in this order, so that no more than a page of them is ever looked at."""

    @property
    def columns(self) -> str:
        """The ordering values as text, to be selected last."""
        return ", ".join(f"({expression})::text" for expression, _ in self.keys)

    @property
    def by(self) -> str:
        """What follows ORDER BY."""
        suffix = " DESC" if self.descending else ""
        return ", ".join(f"{expression}{suffix}" for expression, _ in self.keys)

    @property
    def behind(self) -> str:
        """The condition that a row lies behind the mark; its values are the parameters mark_0, mark_1 …"""
        left = ", ".join(expression for expression, _ in self.keys)
        right = ", ".join(f"%(mark_{index})s::{kind}" for index, (_, kind) in enumerate(self.keys))
        return f"(({left}) {'<' if self.descending else '>'} ({right}))"


def one_line(sql: str) -> str:
    """A statement without the indentation of its source: the driver parses one of more than 4 096 characters anew each
    time. Not for statements with words in quotation marks that hold more than one space.
    """
    return " ".join(sql.split())


def write_mark(values: Sequence[str]) -> str:
    """The mark that stands for these ordering values.

    >>> read_mark(write_mark(["3", "fox"]), 2)
    ['3', 'fox']
    """
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def read_mark(mark: str, length: int) -> list[str]:
    """The ordering values of a mark. Raises BadCursor."""
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError):
        raise BadCursor from None
    if not isinstance(values, list) or len(values) != length or not all(isinstance(value, str) for value in values):
        raise BadCursor
    if any("\0" in value for value in values):
        raise BadCursor
    return values


def fetch_page(
    sql: str,
    params: Mapping[str, Any],
    order: Order,
    shape: Callable[..., T],
    *,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[T]:
    """Run `sql`, a statement with the places {columns}, {behind}, {order}, perhaps {most}; and shape its rows.

    The statement is a constant of the code and ends without LIMIT; `shape` gets the columns before {columns}.
    """
    limit = max(1, min(limit, MAX_PAGE))
    values = read_mark(after, len(order.keys)) if after else []
    marks = {f"mark_{index}": value for index, value in enumerate(values)}
    # A number, not a parameter: a statement is planned once for all only if the plan knows how few rows are wanted.
    most, behind = f"{limit + 1:d}", order.behind if values else "TRUE"
    statement = sql.format(columns=order.columns, behind=behind, order=order.by, most=most)
    rows = _rows(f"{statement} LIMIT {most}", {**params, **marks}, marked=bool(values))
    width = len(order.keys)
    more = len(rows) > limit
    return Page(
        items=tuple(shape(*row[:-width]) for row in rows[:limit]),
        next=write_mark(rows[limit - 1][-width:]) if more else None,
    )


def _rows(sql: str, params: Mapping[str, Any], *, marked: bool) -> list[tuple[Any, ...]]:
    if not marked:
        return fetch_all(sql, params)
    try:
        # A mark that was made up may fail to cast, which must not spoil a transaction that is under way.
        with transaction.atomic():
            return fetch_all(sql, params)
    except DataError:
        raise BadCursor from None


def fetch_all(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a constant statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
