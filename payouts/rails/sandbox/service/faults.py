"""Misfortunes on demand: which kinds there are, how they are armed, and when one strikes.

A fault strikes because the counterparty's account number ends in a magic suffix, as with real providers'
test numbers, or because somebody armed it. What strikes is decided inside the book's transaction and
written there, so "once" means once under any concurrency and across a kill. Chance is drawn from a seed and
the key, not from a generator's state, so a seed gives the same misfortunes in whatever order requests
arrive.
"""

import hashlib
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ACCOUNT_CLOSED = "AC04"  # Reason codes are ISO 20022's, which European banks use.
SLOW_MS = 1000


class FaultKind(StrEnum):
    """What can go wrong, and whether the book was written by then."""

    TIMEOUT_AFTER_ACCEPTING = "timeout_after_accepting"  # Written in the book, never answered.
    TIMEOUT_BEFORE_ACCEPTING = "timeout_before_accepting"  # Not written, never answered.
    ERROR_500 = "error_500"  # Not written, answered 500.
    ERROR_500_AFTER_ACCEPTING = "error_500_after_accepting"  # Written, answered 500.
    SLOW = "slow"  # All is well, but late.
    REJECT = "reject"  # Written as rejected with a reason, answered 402.
    RETURN_LATER = "return_later"  # Paid, then returned with a reason.
    DUPLICATE_NOTICE = "duplicate_notice"  # Each of its notices is delivered twice.


# These concern the wire and may strike any request; the others concern a new line in the book.
WIRE_FAULTS = frozenset(
    {
        FaultKind.TIMEOUT_AFTER_ACCEPTING,
        FaultKind.TIMEOUT_BEFORE_ACCEPTING,
        FaultKind.ERROR_500,
        FaultKind.ERROR_500_AFTER_ACCEPTING,
        FaultKind.SLOW,
    }
)
NEVER_ANSWERED = frozenset({FaultKind.TIMEOUT_AFTER_ACCEPTING, FaultKind.TIMEOUT_BEFORE_ACCEPTING})
ANSWERED_500 = frozenset({FaultKind.ERROR_500, FaultKind.ERROR_500_AFTER_ACCEPTING})
BEFORE_WRITING = frozenset({FaultKind.TIMEOUT_BEFORE_ACCEPTING, FaultKind.ERROR_500})

TARGETS = ("transfer", "charge", "fetch")


@dataclass(frozen=True, slots=True)
class Fault:
    """One misfortune as it strikes."""

    kind: FaultKind
    reason: str = ACCOUNT_CLOSED
    delay_ms: int = SLOW_MS


MAGIC_SUFFIXES = {
    "990001": Fault(FaultKind.REJECT),
    "990002": Fault(FaultKind.RETURN_LATER),
    "990003": Fault(FaultKind.TIMEOUT_AFTER_ACCEPTING),
    "990004": Fault(FaultKind.TIMEOUT_BEFORE_ACCEPTING),
    "990005": Fault(FaultKind.ERROR_500),
    "990006": Fault(FaultKind.ERROR_500_AFTER_ACCEPTING),
    "990007": Fault(FaultKind.DUPLICATE_NOTICE),
    "990008": Fault(FaultKind.SLOW),
}

# Account numbers that pass every check of form (IBAN and French RIB key) and exist nowhere, to try the above by hand.
EXAMPLE_IBANS = {
    "990001": "FR7699999000010000079990001",
    "990002": "FR7699999000010000061990002",
    "990003": "FR7699999000010000043990003",
    "990004": "FR7699999000010000025990004",
    "990005": "FR7699999000010000007990005",
    "990006": "FR7699999000010000086990006",
    "990007": "FR7699999000010000068990007",
    "990008": "FR7699999000010000050990008",
}


@dataclass(frozen=True, slots=True)
class ArmedFault:
    """A fault laid in wait. Raises ValueError when it could never strike."""

    kind: FaultKind
    applies_to: str = "transfer"
    probability: float = 1.0
    seed: int = 0
    times: int | None = 1
    reason: str = ACCOUNT_CLOSED
    delay_ms: int = SLOW_MS

    def __post_init__(self) -> None:
        if self.applies_to not in TARGETS:
            raise ValueError(f"applies_to: one of {', '.join(TARGETS)}")
        if self.applies_to == "fetch" and self.kind not in WIRE_FAULTS:
            raise ValueError(f"{self.kind} cannot strike a fetch")
        if not 0 < self.probability <= 1:
            raise ValueError("probability: above 0, at most 1")
        if self.times is not None and self.times < 1:
            raise ValueError("times: at least 1, or null for no end")
        if not self.reason or self.delay_ms < 0:
            raise ValueError("reason: not blank; delay_ms: not negative")


def parse_fault(body: dict[str, Any]) -> ArmedFault:
    """Read an armed fault from JSON. Raises TypeError or ValueError with what is wrong."""
    if not isinstance(body.get("kind"), str):
        raise ValueError(f"kind: one of {', '.join(FaultKind)}")
    fields = dict(body, kind=FaultKind(body["kind"]))
    # With a probability, "once" would be a strange default: the usual wish is a rate without end.
    fields.setdefault("times", 1 if body.get("probability") is None else None)
    for name, kinds in (("probability", (int, float)), ("seed", int), ("delay_ms", int), ("reason", str)):
        if name in fields and (not isinstance(fields[name], kinds) or isinstance(fields[name], bool)):
            raise ValueError(f"{name}: of the wrong type")
    if fields["times"] is not None and type(fields["times"]) is not int:
        raise ValueError("times: at least 1, or null for no end")
    return ArmedFault(**fields)


def arm(book: sqlite3.Connection, fault: ArmedFault) -> int:
    """Lay a fault in wait; returns its number. Faults strike in the order they were armed."""
    row = book.execute(
        """INSERT INTO fault (kind, applies_to, probability, seed, times_left, reason, delay_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        (
            fault.kind,
            fault.applies_to,
            fault.probability,
            fault.seed,
            fault.times,
            fault.reason,
            fault.delay_ms,
        ),
    ).fetchone()
    return int(row["id"])


def disarm_all(book: sqlite3.Connection) -> None:
    """Remove every armed fault."""
    book.execute("DELETE FROM fault")


def armed(book: sqlite3.Connection) -> list[dict[str, Any]]:
    """The faults that may still strike."""
    return [dict(row) for row in book.execute("SELECT * FROM fault ORDER BY id")]


def fired(book: sqlite3.Connection) -> list[dict[str, Any]]:
    """What struck whom, oldest first."""
    return [dict(row) for row in book.execute("SELECT * FROM fired_fault ORDER BY id")]


def strike(
    book: sqlite3.Connection, *, applies_to: str, key: str, counterparty: str, is_new: bool, now: float
) -> Fault | None:
    """The fault that strikes this request, written down as having struck; None when all goes well.

    A magic suffix strikes a key once, so that a repeated request gets through, as with a passing trouble.
    """
    struck = [
        row["kind"]
        for row in book.execute(
            "SELECT kind FROM fired_fault WHERE applies_to = ? AND idempotency_key = ?", (applies_to, key)
        )
    ]
    fault = _magic(counterparty, struck, is_new) or _armed(book, applies_to, key, struck, is_new)
    if fault is not None:
        book.execute(
            "INSERT INTO fired_fault (applies_to, idempotency_key, kind, fired_at) VALUES (?, ?, ?, ?)",
            (applies_to, key, fault.kind, now),
        )
    return fault


def _magic(counterparty: str, struck: list[str], is_new: bool) -> Fault | None:
    fault = MAGIC_SUFFIXES.get(counterparty.replace(" ", "")[-6:])
    return fault if fault is not None and is_new and fault.kind not in struck else None


def _armed(book: sqlite3.Connection, applies_to: str, key: str, struck: list[str], is_new: bool) -> Fault | None:
    waiting = book.execute("SELECT * FROM fault WHERE applies_to = ? ORDER BY id", (applies_to,)).fetchall()
    for row in waiting:
        kind = FaultKind(row["kind"])
        if not is_new and kind not in WIRE_FAULTS:
            continue
        if chance(row["seed"], kind, key, struck.count(kind)) >= row["probability"]:
            continue
        if row["times_left"] is not None:
            _use_up(book, row["id"])
        return Fault(kind, row["reason"], row["delay_ms"])
    return None


def _use_up(book: sqlite3.Connection, fault_id: int) -> None:
    book.execute("UPDATE fault SET times_left = times_left - 1 WHERE id = ?", (fault_id,))
    book.execute("DELETE FROM fault WHERE id = ? AND times_left = 0", (fault_id,))


def chance(seed: int, kind: str, key: str, times_struck: int) -> float:
    """A number in [0, 1) that depends on nothing but its arguments.

    Counting how often the key was struck already gives a repeated request a new draw, so that it gets
    through.

    >>> chance(7, "slow", "a", 0) == chance(7, "slow", "a", 0) != chance(7, "slow", "a", 1)
    True
    """
    digest = hashlib.sha256(f"{seed}/{kind}/{key}/{times_struck}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
