"""Claiming rows that are due: leased, fenced, in batches; any number of workers at once.

A claim bumps the row's fence. Whoever finishes a row must show the fence it was given: a worker that froze past its
lease and was overtaken finds another fence, and the row is not among those it has finished.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from duerows.models import DueRow, DueState

DEFAULT_LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
log = structlog.get_logger(__name__)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to finish one row, as long as nobody has claimed it again."""

    pk: int
    fence: int
    attempts: int


def claim(
    model: type[DueRow],
    *,
    now: datetime,
    limit: int = BATCH,
    lease: timedelta = DEFAULT_LEASE,
    where: str = "TRUE",
    params: Sequence[Any] = (),
) -> list[Claim]:
    """Claim up to `limit` due rows, oldest first, skipping those that others hold. Commits by itself.

    `where` is a constant piece of SQL of the caller's (never user input) that narrows the rows.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    # Materialized: as a plain subquery the planner may run it once per row of the table, each time claiming others.
    sql = f"""
        WITH due AS MATERIALIZED (
            SELECT id FROM {table}
            WHERE due_state = 'waiting' AND due_at <= %s
              AND (lease_until IS NULL OR lease_until < %s) AND ({where})
            ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
        )
        UPDATE {table} AS row SET lease_until = %s, fence = row.fence + 1, attempts = row.attempts + 1
        FROM due WHERE row.id = due.id
        RETURNING row.id, row.fence, row.attempts
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, now, *params, limit, now + lease])
        # An update returns its rows in any order; in that of their ids, the same work is done the same way twice.
        return [Claim(*row) for row in sorted(cursor.fetchall())]


def finish(model: type[DueRow], claims: Sequence[Claim], *, now: datetime) -> list[int]:
    """Mark claimed rows done, inside the caller's transaction with their effects.

    Returns the keys of those that were still the caller's to finish: not claimed again, not cancelled meanwhile.
    Effects
    on any other must not be written.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"""
        UPDATE {table} AS row SET due_state = 'done', lease_until = NULL, finished_at = %s, last_error = ''
        FROM unnest(%s::bigint[], %s::bigint[]) AS held(id, fence)
        WHERE row.id = held.id AND row.fence = held.fence AND row.due_state = 'waiting'
        RETURNING row.id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, [one.pk for one in claims], [one.fence for one in claims]])
        return [pk for (pk,) in cursor.fetchall()]


def put_back(model: type[DueRow], claim: Claim, *, now: datetime, error: str) -> None:
    """Record a failed attempt: it is tried again later and later; after MAX_ATTEMPTS the row is parked for a person."""
    parked = claim.attempts >= MAX_ATTEMPTS
    model._default_manager.filter(pk=claim.pk, fence=claim.fence, due_state=DueState.WAITING).update(
        due_state=DueState.PARKED if parked else DueState.WAITING,
        lease_until=None,
        due_at=now + retry_delay(claim.attempts),
        last_error=error[:2000],
    )


def retry_delay(attempts: int) -> timedelta:
    """Seconds to wait after the n-th failed attempt: 2, 4, 8 … at most five minutes.

    >>> [int(retry_delay(n).total_seconds()) for n in (1, 2, 3, 20)]
    [2, 4, 8, 300]
    """
    return timedelta(seconds=min(300, 2 ** min(attempts, 10)))


Handler = Callable[[Sequence[int], datetime], None]


def work_off(
    model: type[DueRow],
    handle: Handler,
    *,
    now: datetime,
    lock: Callable[[Sequence[int]], object] | None = None,
    limit: int = BATCH,
    where: str = "TRUE",
    params: Sequence[Any] = (),
) -> int:
    """Claim one batch, and in one transaction finish it and `handle(keys, now)`. Returns how many rows were claimed.

    For effects within the database only. `lock(keys)` runs first in that transaction: it takes whatever locks come
    before the rows' own in the project's order. If the batch fails it is halved, and so on: a bad row delays only
    itself.
    """
    claims = claim(model, now=now, limit=limit, where=where, params=params)
    if not claims:
        return 0
    _handle_or_halve(model, claims, handle, lock, now)
    return len(claims)


def _handle_or_halve(
    model: type[DueRow],
    claims: Sequence[Claim],
    handle: Handler,
    lock: Callable[[Sequence[int]], object] | None,
    now: datetime,
) -> None:
    """A batch that fails is handled by its halves, down to the row that cannot be: one among 500 costs some twenty."""
    try:
        _handle(model, claims, handle, lock, now)
    except Exception as error:
        if len(claims) == 1:
            put_back(model, claims[0], now=now, error=repr(error))
            return
        log.warning("batch_failed", model=model.__name__, rows=len(claims), error=repr(error))
        middle = len(claims) // 2
        for half in (claims[:middle], claims[middle:]):
            _handle_or_halve(model, half, handle, lock, now)


def _handle(
    model: type[DueRow],
    claims: Sequence[Claim],
    handle: Handler,
    lock: Callable[[Sequence[int]], object] | None,
    now: datetime,
) -> None:
    with transaction.atomic():
        if lock:
            lock([one.pk for one in claims])
        kept = finish(model, claims, now=now)
        if kept:
            handle(kept, now)


def requeue(model: type[DueRow], pks: Sequence[int], *, now: datetime) -> int:
    """Have parked rows tried again, at an operator's word. Returns how many were.

    They start from one attempt, not from none: none would say that nobody can have begun. One that would clash with the
    row that took its place (a contest's newer deadline of the same kind) stays parked.
    """
    done = 0
    for pk in pks:
        try:
            with transaction.atomic():
                done += model._default_manager.filter(pk=pk, due_state=DueState.PARKED).update(
                    due_state=DueState.WAITING, due_at=now, lease_until=None, attempts=1, fence=F("fence") + 1
                )
        except IntegrityError:
            continue
    return done
