"""P1: settling. Ours writes settlements, lines, obligations and balanced entries; the limit is one statement that
copies
the very same rows, already computed, from temporary tables into the same guarded ones."""

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, decide
from duerows.bulk import insert_columns
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.models import JournalEntry, Obligation, Posting, Settlement, SettlementLine
from payouts.services import settling
from payouts.services.settlement_rows import SettlementRows

SHORTLISTED = 10
TABLES = (JournalEntry, Posting, Obligation, SettlementLine, Settlement)
Columns = Mapping[str, tuple[str, Sequence[Any]]]


def run(*, rounds: int, batch: int, slow: int) -> list[Result]:
    """`rounds` times ours and the limit in turn, `batch` contests each; then a naive ORM over `slow` contests."""
    world = World()
    ids = world.contests(
        rounds * batch * 2 + slow, entries=SHORTLISTED, shortlisted=SHORTLISTED, state="judging", lapses_at=NOW
    )
    whole, written, limit = Stopwatch(), Stopwatch(), Stopwatch()
    for number in range(rounds):
        ours, theirs = ids[2 * number * batch :][:batch], ids[(2 * number + 1) * batch :][:batch]
        payouts = batch * (SHORTLISTED + 2)
        _settle(ours, payouts, whole, written)
        _copy(theirs, payouts, limit)
    naive = Stopwatch()
    rest = ids[2 * rounds * batch :]
    naive.time(slow * (SHORTLISTED + 2), lambda: _naive(rest))
    unit = "payouts/s"
    return [
        Result("P1", "settle: write the rows", written.rate, limit.rate, unit, "one statement, same rows", 0.6),
        Result("P1", "settle: read facts, decide, digest, write", whole.rate, limit.rate, unit, "the same"),
        Result("P1", "settle: write the rows", written.rate, naive.rate, unit, "naive ORM, a row at a time", 25),
    ]


def _settle(ids: Sequence[UUID], payouts: int, whole: Stopwatch, written: Stopwatch) -> None:
    """Ours; `written` counts the statements and the commit with its deferred checks, `whole` everything."""
    spent = 0.0
    write = SettlementRows.write

    def timed(rows: SettlementRows) -> None:
        nonlocal spent
        start = perf_counter()
        write(rows)
        spent += perf_counter() - start

    with patch.object(SettlementRows, "write", timed), transaction.atomic():
        decide(ids)
        start = perf_counter()
        settling.settle_contests(ids, now=NOW)
        spent += (ended := _check_deferred())
        whole.rates.append(payouts / (perf_counter() - start))
    written.rates.append(payouts / spent)
    del ended


def _check_deferred() -> float:
    start = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return perf_counter() - start


def _copy(ids: Sequence[UUID], payouts: int, limit: Stopwatch) -> None:
    """The limit: the same rows, staged beforehand, copied by one statement."""
    staged: dict[str, list[str]] = {}

    def stage(model: type[models.Model], columns: Columns, **_: Any) -> int:
        staged.setdefault(model._meta.db_table, list(columns))
        return insert_columns(_Staging(f"stage_{model._meta.db_table}"), columns)  # type: ignore[arg-type]

    with transaction.atomic():
        decide(ids)
        with connection.cursor() as cursor:
            for model in TABLES:
                table = model._meta.db_table
                cursor.execute(f"CREATE TEMP TABLE stage_{table} (LIKE {table}) ON COMMIT DROP")
                cursor.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attnotnull",
                    [f"stage_{table}"],
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE stage_{table} ALTER COLUMN "{name}" DROP NOT NULL')
        with (
            patch("payouts.services.settlement_rows.insert_columns", stage),
            patch("payouts.ledger.entries.insert_columns", stage),
        ):
            settling.settle_contests(ids, now=NOW)
        limit.time(payouts, lambda: _copy_staged(staged))


class _Staging:
    """Looks like a model to insert_columns, and is a temporary table."""

    def __init__(self, table: str) -> None:
        self._meta = type("Meta", (), {"db_table": table})()


def _copy_staged(staged: Mapping[str, list[str]]) -> None:
    parts = []
    for model in TABLES:
        table = model._meta.db_table
        names = ", ".join(f'"{name}"' for name in staged[table])
        parts.append(f"INSERT INTO {table} ({names}) SELECT {names} FROM stage_{table}")
    *before, last = parts
    named = ", ".join(f"s{number} AS ({part})" for number, part in enumerate(before))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last}")
    _check_deferred()


def _naive(ids: Sequence[UUID]) -> None:
    """What one would write first: a row at a time through the ORM, a transaction per contest."""
    for contest_id in ids:
        with transaction.atomic():
            decide([contest_id])
            with patch.object(SettlementRows, "write", _write_naively):
                settling.settle_contests([contest_id], now=NOW)


def _write_naively(rows: SettlementRows) -> None:
    settlement = rows._settlements[0]
    key = Settlement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    payable = ledger.account_id(ledger.PAYABLE_CREATIVES, "EUR")
    refunds = ledger.account_id(ledger.PAYABLE_REFUNDS, "EUR")
    for row in rows._obligations:
        target = payable if row.brand_id is None else refunds
        legs = transfer(row.escrow_account, target, row.debt.amount_minor)
        new = NewEntry("obligation", f"naive:{row.contest_id}:{id(row)}", NOW, legs, row.contest_id)
        at = timezone.now()
        entry = JournalEntry.objects.create(
            kind=new.kind,
            idempotency_key=new.idempotency_key,
            effective_at=NOW,
            posted_at=at,
            contest_id=row.contest_id,
        )
        Posting.objects.bulk_create(
            Posting(entry=entry, account_id=leg.account_id, side=leg.side, amount_minor=leg.amount_minor, posted_at=at)
            for leg in legs
        )
        Obligation.objects.create(
            settlement_id=key + 1_000_000,
            contest_id=row.contest_id,
            entry_id=row.debt.entry_id,
            payee_user_id=row.debt.payee_user_id,
            payee_brand_id=row.brand_id,
            kind=row.debt.kind,
            amount_minor=row.debt.amount_minor,
            currency="EUR",
            journal_entry=entry,
            pay_by=NOW,
        )
    rows._write_charges()
    for _, line in rows._lines:
        SettlementLine.objects.create(
            settlement_id=key + 1_000_000,
            position=line.position,
            entry_id=line.entry_id,
            component=line.component,
            rule=line.rule,
            amount_minor=line.amount_minor,
            inputs=dict(line.inputs),
            formula=line.formula,
        )
    Settlement.objects.create(id=key + 1_000_000, floor_reductions={}, **settlement)
