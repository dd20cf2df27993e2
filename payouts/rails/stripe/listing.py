"""Walks Stripe's lists from the oldest line to the newest, over any number of calls. Knows no kind of object.

Stripe lists the newest first and goes both ways from an object. The first page is therefore found by going to the end
once; from then on every page starts behind the last line that was seen, today or tomorrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from payouts.rails.stripe.answers import Object

MOST_AT_ONCE: Final = 100

Read = Callable[[dict[str, Any]], Object]
"""Asks Stripe for one page of a list, given `limit`, and `starting_after` or `ending_before`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines, oldest first; `last` is the cursor behind them."""

    lines: Sequence[Object]
    last: str
    has_more: bool


def read_after(read: Read, after: str, limit: int) -> Stretch:
    """At most `limit` lines behind the cursor; '' is the beginning."""
    if limit <= 0:
        return Stretch((), after, True)
    if not after:
        return _oldest(read, limit)
    lines: list[Object] = []
    has_more = True
    while has_more and len(lines) < limit:
        answer = read({"limit": min(MOST_AT_ONCE, limit - len(lines)), "ending_before": after})
        page = list(reversed(answer["data"]))
        has_more = bool(answer["has_more"]) and bool(page)
        lines += page
        after = str(page[-1]["id"]) if page else after
    return Stretch(lines, after, has_more)


def _oldest(read: Read, limit: int) -> Stretch:
    answer = read({"limit": MOST_AT_ONCE})
    pages = 1
    while answer["has_more"]:
        answer = read({"limit": MOST_AT_ONCE, "starting_after": answer["data"][-1]["id"]})
        pages += 1
    lines = list(reversed(answer["data"]))
    kept = lines[:limit]
    return Stretch(kept, str(kept[-1]["id"]) if kept else "", pages > 1 or len(lines) > limit)


def split_cursor(cursor: str) -> tuple[str, str]:
    """The cursors of two lists that are read one behind the other, as one word.

    >>> split_cursor("cs_1/pi_2"), split_cursor("")
    (('cs_1', 'pi_2'), ('', ''))
    """
    first, _, second = cursor.partition("/")
    return first, second


def read_both(first: Read, second: Read, after: str, limit: int) -> tuple[Stretch, Stretch, str]:
    """A stretch of the first list and, once that is at its end, of the second; and the cursor behind both."""
    one, two = split_cursor(after)
    head = read_after(first, one, limit)
    tail = read_after(second, two, limit - len(head.lines) if not head.has_more else 0)
    return head, tail, f"{head.last}/{tail.last}"
