"""The book's lines: finding, writing, listing and summing them.

Plain functions over a connection, for the bookkeeper's thread. They know no HTTP; `now` is an argument.
"""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from payouts.rails.sandbox.answers import COUNTERPARTY_FIELD

PAGE_LIMIT = 1000
REFERENCE_PREFIX = {"transfer": "sbx_tr_", "charge": "sbx_ch_"}

PAGE = """
SELECT * FROM movement WHERE id > :after AND (:kind = '' OR kind = :kind) ORDER BY id LIMIT :limit
"""
# Apart from the other, so that SQLite uses the index on the reference.
PAGE_OF_REFERENCE = """
SELECT * FROM movement WHERE reference = :reference AND id > :after AND (:kind = '' OR kind = :kind)
ORDER BY id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Order:
    """A request that passed its checks, of either kind."""

    kind: str
    idempotency_key: str
    amount_minor: int
    currency: str
    counterparty: str
    reference: str

    def is_same_as(self, line: sqlite3.Row) -> bool:
        """Whether a line of the book was written for this very order."""
        mine = (self.amount_minor, self.currency, self.counterparty, self.reference)
        return mine == (line["amount_minor"], line["currency"], line["counterparty"], line["reference"])


def as_json(line: sqlite3.Row) -> dict[str, Any]:
    """A line as every answer and notice shows it."""
    return {
        "cursor": str(line["id"]),
        "kind": line["kind"],
        "idempotency_key": line["idempotency_key"],
        "amount_minor": line["amount_minor"],
        "currency": line["currency"],
        COUNTERPARTY_FIELD[line["kind"]]: line["counterparty"],
        "reference": line["reference"],
        "provider_reference": line["provider_reference"],
        "status": line["status"],
        "reason": line["reason"],
        "created_at": iso(line["created_at"]),
        "updated_at": iso(line["updated_at"]),
    }


def first_answer(line: sqlite3.Row) -> dict[str, Any]:
    """The line as it stood when it was written: what the same request is told every time it comes again.

    Nothing needs storing for it, because a line starts either accepted or, for good, rejected.
    """
    body = as_json(line)
    if line["status"] != "rejected":
        body.update(status="accepted", reason="", updated_at=body["created_at"])
    return body


def iso(moment: float) -> str:
    """A moment in the form of RFC 3339."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def find(book: sqlite3.Connection, kind: str, key: str) -> sqlite3.Row | None:
    """The line of this key, if there is one."""
    row: sqlite3.Row | None = book.execute(
        "SELECT * FROM movement WHERE kind = ? AND idempotency_key = ?", (kind, key)
    ).fetchone()
    return row


def write(
    book: sqlite3.Connection,
    order: Order,
    *,
    status: str,
    reason: str,
    fault: str,
    return_reason: str,
    step_due_at: float | None,
    now: float,
) -> sqlite3.Row:
    """Write a new line and return it."""
    provider_reference = REFERENCE_PREFIX[order.kind] + secrets.token_hex(10)
    row: sqlite3.Row = book.execute(
        """INSERT INTO movement (kind, idempotency_key, amount_minor, currency, counterparty, reference,
               provider_reference, status, reason, fault, return_reason, step_due_at, created_at, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *""",
        (
            order.kind,
            order.idempotency_key,
            order.amount_minor,
            order.currency,
            order.counterparty,
            order.reference,
            provider_reference,
            status,
            reason,
            fault,
            return_reason,
            step_due_at,
            now,
            now,
        ),
    ).fetchone()
    return row


def page(
    book: sqlite3.Connection, *, kind: str, reference: str, after: int, limit: int
) -> tuple[list[sqlite3.Row], bool]:
    """Lines after a cursor, oldest first, and whether more follow; '' means any kind or reference."""
    wanted = {"after": after, "kind": kind, "reference": reference, "limit": limit + 1}
    rows = book.execute(PAGE_OF_REFERENCE if reference else PAGE, wanted).fetchall()
    return rows[:limit], len(rows) > limit


def newest(book: sqlite3.Connection, *, before: int | None, limit: int) -> list[sqlite3.Row]:
    """The last lines first, for people."""
    return book.execute(
        "SELECT * FROM movement WHERE (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit",
        {"before": before, "limit": limit},
    ).fetchall()


def totals(book: sqlite3.Connection) -> list[sqlite3.Row]:
    """Count and sum by currency, kind and status."""
    return book.execute(
        """SELECT currency, kind, status, count(*) AS movements, sum(amount_minor) AS amount_minor
           FROM movement GROUP BY currency, kind, status ORDER BY currency, kind, status"""
    ).fetchall()


def balances(lines: list[sqlite3.Row]) -> dict[str, int]:
    """What the account holds by currency, from `totals`: charges paid, less transfers under way or paid.

    It may be negative: this bank lends without end, since refusing for lack of funds is the product's own
    duty.
    """
    held: dict[str, int] = {}
    for line in lines:
        held.setdefault(line["currency"], 0)
        if line["kind"] == "charge" and line["status"] == "paid":
            held[line["currency"]] += line["amount_minor"]
        if line["kind"] == "transfer" and line["status"] in ("accepted", "paid"):
            held[line["currency"]] -= line["amount_minor"]
    return held


def take_due_steps(
    book: sqlite3.Connection, *, now: float, due_by: float, return_delay: float, limit: int
) -> list[sqlite3.Row]:
    """Move the lines whose step is due by then: accepted to paid, paid to returned. Returns them."""
    return book.execute(
        """UPDATE movement SET
               status = CASE status WHEN 'accepted' THEN 'paid' ELSE 'returned' END, reason = CASE status
               WHEN 'accepted' THEN '' ELSE return_reason END, step_due_at = CASE WHEN status = 'accepted'
               AND return_reason != '' THEN :now + :delay END, updated_at = :now WHERE id IN (SELECT id FROM
               movement WHERE step_due_at <= :due_by ORDER BY step_due_at LIMIT :limit)
           RETURNING *""",
        {"now": now, "due_by": due_by, "delay": return_delay, "limit": limit},
    ).fetchall()


def next_step_at(book: sqlite3.Connection) -> float | None:
    """When the next step is due."""
    moment: float | None = book.execute("SELECT min(step_due_at) FROM movement").fetchone()[0]
    return moment


def forget_everything(book: sqlite3.Connection) -> None:
    """Empty the book, faults and notices included. For tests: real banks don't."""
    for deletion in (
        "DELETE FROM movement",
        "DELETE FROM notice",
        "DELETE FROM fault",
        "DELETE FROM fired_fault",
    ):
        book.execute(deletion)
