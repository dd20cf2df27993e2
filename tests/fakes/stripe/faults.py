"""Misfortunes on the wire: which there are, and when one strikes. Written in the book, so that "once" means once.

Declined cards are no fault: they come from the card's number, as at Stripe.
"""

from enum import StrEnum

from tests.fakes.stripe.book import Book
from tests.fakes.stripe.errors import invalid


class Fault(StrEnum):
    """What goes wrong, and whether the order was carried out by then."""

    TIMEOUT_BEFORE = "timeout_before"  # Not carried out, never answered.
    TIMEOUT_AFTER = "timeout_after"  # Carried out, never answered; a repetition gets the answer.
    ERROR_BEFORE = "error_before"  # Not carried out, 500.
    ERROR_AFTER = "error_after"  # Carried out, 500; a repetition gets the 500 again, as Stripe says.
    UNREADABLE = "unreadable"  # Carried out, answered by something that is not Stripe.
    IN_USE = "in_use"  # 409, as if another request had the key.


BEFORE = frozenset({Fault.TIMEOUT_BEFORE, Fault.ERROR_BEFORE, Fault.IN_USE})
NEVER_ANSWERED = frozenset({Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER})


def arm(book: Book, kind: str, path: str, times: int) -> None:
    """Lay a fault in wait for requests to a path, such as "POST /v1/transfers"."""
    if kind not in set(Fault) or times < 1:
        raise invalid(f"kind: one of {', '.join(Fault)}; times: at least 1")
    book.execute("INSERT INTO fault (kind, path, times_left) VALUES (?, ?, ?)", kind, path, times)


def strike(book: Book, path: str) -> Fault | None:
    """The fault that strikes this request, used up and written down; None when all goes well."""
    rows = book.execute("SELECT * FROM fault WHERE path = ? AND times_left > 0 ORDER BY id LIMIT 1", path)
    if not rows:
        return None
    book.execute("UPDATE fault SET times_left = times_left - 1 WHERE id = ?", rows[0]["id"])
    book.execute("INSERT INTO fired (kind, path) VALUES (?, ?)", rows[0]["kind"], path)
    return Fault(rows[0]["kind"])
