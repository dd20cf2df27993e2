"""Owes a refund in parts where no single deposit covers it, so that each goes back the way it came in.

`payouts.ways_back` decides into which parts. Done before the refund is prepared, and never to one that has a payment:
whatever is tried, is tried for a whole debt. A contest that somebody is busy with is left to the next visit.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction

from contests.models import Contest
from payouts.models import Escrow, Obligation, ObligationKind
from payouts.services.cutting import owe_otherwise, part_of
from payouts.services.locking_ways import lock_ways
from payouts.services.payable_sql import READ_REFUNDS, TOO_LARGE
from payouts.services.visits import rounds
from payouts.ways_back import Refund, decide_cuts

AT_ONCE: Final = 200
"""Contests in one visit. Refunds of the others wait: nothing that is to be cut is paid as a whole."""

log = structlog.get_logger(__name__)


def cut_refunds(now: datetime) -> int:
    """Cut the refunds that can be paid now and come back in several parts. Returns how many were cut.

    A transaction for each contest. Repeating it, or doing it twice at once, cuts nothing twice.
    """
    contest_ids = _search(now)
    return sum(_try_to_cut(contest_ids[number], now) for number in rounds(len(contest_ids)))


def _search(now: datetime) -> Sequence[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(TOO_LARGE, {"now": now, "most": AT_ONCE})
        return [contest_id for (contest_id,) in cursor.fetchall()]


def _try_to_cut(contest_id: UUID, now: datetime) -> int:
    try:
        return _cut(contest_id, now)
    except DatabaseError:
        # What the database refuses for one contest keeps nobody else's money waiting; the audit names what is overdue.
        log.exception("refund_not_cut", contest=str(contest_id))
        return 0


@transaction.atomic
def _cut(contest_id: UUID, now: datetime) -> int:
    escrow = _lock_escrow(contest_id)
    if escrow is None:
        return 0
    # Read again, once locked: what was paid, held or cut while we waited for a lock is left alone.
    debts = _lock_debts(contest_id)
    refunds = _read_refunds(list(debts), now)
    cuts = decide_cuts(refunds, lock_ways({contest_id}))
    for debt_id, parts in cuts.items():
        debt = debts[debt_id]
        new = [part_of(debt, minor) for minor in parts]
        owe_otherwise(escrow, [debt], new, memo="goes back in parts, as it came in", now=now)
    return len(cuts)


def _lock_escrow(contest_id: UUID) -> Escrow | None:
    """The contest's escrow, with the contest locked before it; None if somebody else holds either."""
    if Contest.objects.select_for_update(skip_locked=True).filter(pk=contest_id).first() is None:
        return None
    return Escrow.objects.select_for_update(skip_locked=True).filter(contest=contest_id).first()


def _lock_debts(contest_id: UUID) -> dict[int, Obligation]:
    """What is still owed back to the brand, locked."""
    rows = Obligation.objects.select_for_update(no_key=True).filter(
        contest=contest_id, kind=ObligationKind.REFUND, cancelled_at=None, paid_at=None
    )
    return {row.pk: row for row in rows.order_by("pk")}


def _read_refunds(debt_ids: list[int], now: datetime) -> list[Refund]:
    with connection.cursor() as cursor:
        cursor.execute(READ_REFUNDS, {"debts": debt_ids, "now": now})
        return [Refund(*row) for row in cursor.fetchall()]
