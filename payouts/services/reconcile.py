"""Compares a rail's own book with ours, both ways, and explains every difference as a typed row.

The rail's book is read first, outside any transaction; then one statement compares it with our rows and the books as of
one moment. Where the rail simply knows more than we do (a notice got lost), the payment is made due and asked about;
nothing else is changed, whatever the difference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

import orjson
import structlog
from django.conf import settings
from django.db import connection, transaction

from payouts.ledger import BANK_PREFIX
from payouts.models import Deposit, Disbursement
from payouts.rails.base import MovementPage, RailUnavailable
from payouts.rails.batch_registry import BATCH_RAILS, get_batch_rail
from payouts.rails.registry import get_rail
from payouts.services.hints import make_due
from payouts.services.reconcile_sql import COMPARE, COPY_IN, DROP_TABLE, MAKE_TABLE
from payouts.services.statements_sql import COMPARE_STATEMENTS, COUNT_ENTRIES

log = structlog.get_logger(__name__)

SPOOL_BYTES: Final = 8 * 1024 * 1024


class DifferenceKind(StrEnum):
    """What is different, and what is done about it."""

    BEHIND = "behind"
    """The rail knows more than we do: it is being asked. The usual difference, gone by the next comparison."""

    MOVING = "moving"
    """We learnt of it while the rail's book was being read: look again."""

    MISSING_AT_RAIL = "missing_at_rail"
    """We booked it, the rail does not have it: for a person."""

    UNKNOWN_TO_US = "unknown_to_us"
    """The rail carried money under a key that is not ours: for a person."""

    AMOUNT = "amount"
    """Another amount or currency than ordered: for a person."""

    CONTRADICTION = "contradiction"
    """The rail's book takes back what it once told us: for a person."""

    STATEMENT_GAP = "statement_gap"
    """A bank statement's entries are not its balances, or do not begin where the last one ended: for a person."""


HARMLESS: Final = frozenset({DifferenceKind.BEHIND, DifferenceKind.MOVING})


@dataclass(frozen=True, slots=True)
class Difference:
    """One payment on which the two books differ. `effect_minor`: by how much our bank account is above the rail's."""

    kind: DifferenceKind
    direction: str
    key: str
    currency: str
    our_state: str
    rail_status: str
    our_amount_minor: int
    rail_amount_minor: int
    effect_minor: int


@dataclass(frozen=True, slots=True)
class BankRow:
    """One currency: what our bank account holds, what the rail's book adds up to, and what no difference explains."""

    currency: str
    ledger_minor: int
    rail_minor: int
    explained_minor: int

    @property
    def unexplained_minor(self) -> int:
        return self.ledger_minor - self.rail_minor - self.explained_minor


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The outcome of one comparison."""

    rail: str
    at: datetime
    movements: int
    differences: tuple[Difference, ...]
    banks: tuple[BankRow, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nobody needs to look: at most differences that end by themselves, and everything explained."""
        return all(d.kind in HARMLESS for d in self.differences) and not any(b.unexplained_minor for b in self.banks)


def reconcile(rail_name: str, now: datetime) -> Reconciliation:
    """Compare, and make due what the rail knows better. Raises UnknownRail, RailUnavailable.

    A batch rail cannot be asked: it is compared by the statements that it has sent so far.
    """
    if rail_name in BATCH_RAILS:
        return _reconcile_statements(get_batch_rail(rail_name).name, now)
    rail = get_rail(rail_name)
    with SpooledTemporaryFile(SPOOL_BYTES) as spool:
        count = _read_book(spool, "out", rail.list_transfers) + _read_book(spool, "in", rail.list_charges)
        differences, banks = _compare(rail_name, spool, now)
    for model, direction in ((Disbursement, "out"), (Deposit, "in")):
        keys = [d.key for d in differences if d.kind == DifferenceKind.BEHIND and d.direction == direction]
        make_due(model, keys, now=now)
    return Reconciliation(rail_name, now, count, differences, banks)


def _reconcile_statements(rail_name: str, now: datetime) -> Reconciliation:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ENTRIES, {"rail": rail_name})
        (count,) = cursor.fetchone()
        cursor.execute(COMPARE_STATEMENTS, {"rail": rail_name, "bank": f"{BANK_PREFIX}{rail_name}:"})
        return Reconciliation(rail_name, now, count, *_read_rows(cursor.fetchall()))


def reconcile_all(now: datetime) -> bool:
    """Compare with every rail we have; what needs a person is logged as an error. Returns whether nothing does."""
    clean = True
    for name in settings.RAILS:
        try:
            outcome = reconcile(name, now)
        except RailUnavailable as error:
            log.error("reconcile_failed", rail=name, error=str(error))
            clean = False
            continue
        if not outcome.is_clean:
            grave = [difference for difference in outcome.differences if difference.kind not in HARMLESS]
            banks = list(map(str, outcome.banks))
            log.error("reconcile_differs", rail=name, differences=list(map(str, grave)), banks=banks)
        clean = clean and outcome.is_clean
    return clean


def _read_book(spool: IO[bytes], direction: str, read: Callable[[str], MovementPage]) -> int:
    """Write the rail's movements of one direction to the spool, a line each."""
    page, count = read(""), 0
    while True:
        for movement in page.movements:
            answer = movement.answer
            line = (direction, movement.idempotency_key, answer.status.value, answer.amount_minor, answer.currency)
            spool.write(orjson.dumps(line) + b"\n")
        count += len(page.movements)
        if not page.has_more:
            return count
        page = read(page.cursor)


@transaction.atomic
def _compare(rail: str, spool: IO[bytes], now: datetime) -> tuple[tuple[Difference, ...], tuple[BankRow, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_TABLE)
        with cursor.copy(COPY_IN) as copy:
            for line in _lines(spool):
                copy.write_row(line)
        cursor.execute(COMPARE, {"rail": rail, "since": now, "bank": f"{BANK_PREFIX}{rail}:"})
        rows = cursor.fetchall()
        cursor.execute(DROP_TABLE)
    return _read_rows(rows)


def _read_rows(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Difference, ...], tuple[BankRow, ...]]:
    differences = tuple(Difference(DifferenceKind(kind), *rest) for kind, *rest in rows if kind != "bank")
    banks = tuple(BankRow(currency, *sums) for kind, _, _, currency, _, _, *sums in rows if kind == "bank")
    return differences, banks


def _lines(spool: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    spool.seek(0)
    for line in spool:
        yield tuple(orjson.loads(line))
