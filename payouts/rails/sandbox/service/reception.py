"""Receives an order: decides whether it is new, repeated or contradictory, and what befalls it.

Runs inside a transaction of the book, one order at a time, which is all it takes for fifty identical
requests at once to become one line. Never waits and never answers by itself.
"""

import sqlite3
from dataclasses import dataclass

from payouts.rails.sandbox import answers
from payouts.rails.sandbox.service import movements, outbox
from payouts.rails.sandbox.service.faults import BEFORE_WRITING, Fault, FaultKind, strike
from payouts.rails.sandbox.service.http import Reply, json_reply, problem
from payouts.rails.sandbox.service.movements import Order


@dataclass(frozen=True, slots=True)
class Receipt:
    """The reply to an order, the misfortune on its way back, and what it set going."""

    reply: Reply
    fault: Fault | None = None
    step_due_at: float | None = None
    has_notice: bool = False


def receive(book: sqlite3.Connection, order: Order, *, now: float, settle_delay: float) -> Receipt:
    """Carry out an order, or repeat the answer it got the first time."""
    line = movements.find(book, order.kind, order.idempotency_key)
    if line is not None and not order.is_same_as(line):
        return Receipt(problem(422, answers.KEY_REUSED, "This key was used for another order."))
    fault = strike(
        book,
        applies_to=order.kind,
        key=order.idempotency_key,
        counterparty=order.counterparty,
        is_new=line is None,
        now=now,
    )
    if line is not None:
        return Receipt(answer(line), fault)
    if fault is not None and fault.kind in BEFORE_WRITING:
        return Receipt(problem(500, "internal_error", "Nothing was recorded."), fault)
    line = _write(book, order, fault, now=now, settle_delay=settle_delay)
    is_rejected = line["status"] == "rejected"
    if is_rejected:
        outbox.add(book, line, now=now)
    return Receipt(answer(line), fault, step_due_at=line["step_due_at"], has_notice=is_rejected)


def _write(
    book: sqlite3.Connection, order: Order, fault: Fault | None, *, now: float, settle_delay: float
) -> sqlite3.Row:
    """Write the line as the fault wants it; without one it is accepted, and becomes paid by itself."""
    kind = fault.kind if fault is not None else ""
    is_rejected = kind == FaultKind.REJECT
    reason = fault.reason if fault is not None else ""
    return movements.write(
        book,
        order,
        status="rejected" if is_rejected else "accepted",
        reason=reason if is_rejected else "",
        fault=kind,
        return_reason=reason if kind == FaultKind.RETURN_LATER else "",
        step_due_at=None if is_rejected else now + settle_delay,
        now=now,
    )


def answer(line: sqlite3.Row) -> Reply:
    """The reply to whoever sends this order, the first time or the fiftieth."""
    body = movements.first_answer(line)
    if line["status"] == "rejected":
        return problem(402, answers.REJECTED, f"The movement was rejected: {line['reason']}.", movement=body)
    return json_reply(201, body)
