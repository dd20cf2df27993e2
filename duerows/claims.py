"""Claiming rows that are due: leased, fenced, in batches; any number of workers at once.

A claim bumps the row's fence. Whoever finishes a row must show the fence it was given; a worker that froze past its
lease and was overtaken finds the fence changed, and its whole transaction is refused (`LeaseLost`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from duerows.models import DueRow, DueState

DEFAULT_LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
BATCH = 500


class LeaseLost(RuntimeError):
    """Another worker has claimed at least one of these rows since; nothing of this batch may be committed."""


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
    params: Sequence[object] = (),
) -> list[Claim]:
    """Claim up to `limit` due rows, oldest first, skipping those that others hold. Commits by itself.

    `where` is a constant piece of SQL of the caller's (never user input) that narrows the rows.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"""
        UPDATE {table} AS row SET lease_until = %s, fence = row.fence + 1, attempts = row.attempts + 1
        FROM (
            SELECT id FROM {table}
            WHERE due_state = 'waiting' AND due_at <= %s AND (lease_until IS NULL OR lease_until < %s) AND ({where})
            ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
        ) AS due
        WHERE row.id = due.id
        RETURNING row.id, row.fence, row.attempts
    """  # noqa: S608 - the table and the condition are constants of the code
    with connection.cursor() as cursor:
        cursor.execute(sql, [now + lease, now, now, *params, limit])
        return [Claim(*row) for row in cursor.fetchall()]


def finish(model: type[DueRow], claims: Sequence[Claim], *, now: datetime) -> None:
    """Mark claimed rows done, inside the caller's transaction with their effects.

    Raises LeaseLost, so that the effects roll back, unless every fence still stands.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {table} AS row SET due_state = 'done', lease_until = NULL, finished_at = %s, last_error = ''
            FROM unnest(%s::bigint[], %s::bigint[]) AS held(id, fence)
            WHERE row.id = held.id AND row.fence = held.fence AND row.due_state = 'waiting'
            """,  # noqa: S608 - the table is a constant of the code
            [now, [c.pk for c in claims], [c.fence for c in claims]],
        )
        if cursor.rowcount != len(claims):
            raise LeaseLost(
                f"{len(claims) - cursor.rowcount} of {len(claims)} rows of {table} were claimed again"
            )


def put_back(model: type[DueRow], claim: Claim, *, now: datetime, error: str) -> None:
    """Record a failed attempt: try again later, at growing intervals; after MAX_ATTEMPTS park the row for a person."""
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
    limit: int = BATCH,
    where: str = "TRUE",
    params: Sequence[object] = (),
) -> int:
    """Claim one batch and give it to `handle(pks, now)` in one transaction with its finish. Returns how many were claimed.

    If the batch fails, each of its rows is tried alone, so that one bad row delays nobody but itself.
    """
    claims = claim(model, now=now, limit=limit, where=where, params=params)
    if not claims:
        return 0
    try:
        _handle_together(model, claims, handle, now)
    except LeaseLost:
        return len(claims)
    except Exception as error:
        if len(claims) == 1:
            put_back(model, claims[0], now=now, error=repr(error))
            return 1
        for one in claims:
            _handle_alone(model, one, handle, now)
    return len(claims)


def _handle_together(model: type[DueRow], claims: Sequence[Claim], handle: Handler, now: datetime) -> None:
    with transaction.atomic():
        finish(model, claims, now=now)
        handle([c.pk for c in claims], now)


def _handle_alone(model: type[DueRow], one: Claim, handle: Handler, now: datetime) -> None:
    try:
        _handle_together(model, [one], handle, now)
    except LeaseLost:
        return
    except Exception as error:
        put_back(model, one, now=now, error=repr(error))
