"""Makes files of due payments on batch rails: one transaction, from then on each of them is in that file for ever.

A payment that no file could hold is rejected by itself, so that it delays no other. Calls no rail's network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import structlog
from django.db import connection, transaction

from duerows.bulk import insert_columns
from duerows.models import DueState
from payouts.models import PaymentFile, PaymentFileLine
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch import BatchRail, FileOrder, FileRefused, FileRequest, OrderRefused, order_id
from payouts.rails.batch_registry import batch_rails, get_batch_rail
from payouts.rails.reasons import OTHER_CURRENCY
from payouts.services.bank_secrets import digest
from payouts.services.filed import Filable, record_news, rejection
from payouts.services.outgoing import Outgoing, load_outgoing
from payouts.services.sending_back import NOBODY, Back, lock_backs, order_back
from payouts.services.switches import is_stopped
from payouts.services.verdicts import Verdict
from payouts.services.visits import rounds

log = structlog.get_logger(__name__)

MOST_FILES: Final = 20
"""Files made of one rail's payments in one visit."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A due payment, locked: what is owed, or what goes back to a payer."""

    row: Outgoing | Back
    order: FileOrder

    @property
    def disbursement_id(self) -> int | None:
        return self.row.pk if isinstance(self.row, Outgoing) else None

    @property
    def return_id(self) -> int | None:
        return self.row.row.pk if isinstance(self.row, Back) else None


def gather_files(now: datetime) -> int:
    """Make files of whatever is due and has been collected for long enough. Returns how many."""
    return sum(_gather(get_batch_rail(name), now) for name in batch_rails())


def _gather(rail: BatchRail, now: datetime) -> int:
    made = 0
    for _ in rounds(MOST_FILES):
        if not _make_file(rail, now):
            break
        made += 1
    return made


@transaction.atomic
def _make_file(rail: BatchRail, now: datetime) -> bool:
    """Whether payments were taken up; there may be more."""
    if not _is_our_turn(rail.name) or is_stopped(rail.name) or not _is_time(rail, now):
        return False
    candidates = [*_lock_due(rail, now), *_lock_returns(rail, now)][: rail.most_orders]
    orders: list[tuple[Candidate, FileOrder]] = []
    refused: list[tuple[Filable, Verdict, RailAnswer]] = []
    for candidate in candidates:
        try:
            orders.append((candidate, _prepare(rail, candidate)))
        except OrderRefused as refusal:
            answer = RailAnswer(RailStatus.REJECTED, reason=refusal.reason)
            refused.append((candidate.row, rejection(refusal.reason), answer))
    record_news(refused, now)
    if orders:
        _write_file(rail, orders, now)
    return bool(candidates)


def _is_our_turn(rail: str) -> bool:
    """One at a time makes files for a rail, so that payments due together go together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [f"payment_file:{rail}"])
        return bool(cursor.fetchone()[0])


_DUE: Final = """
    FROM payouts_disbursement d
    WHERE d.rail = %(rail)s AND d.state = 'pending' AND d.due_state = 'waiting' AND d.due_at <= %(now)s
      AND (NOT d.needs_approval OR d.run_id IS NOT NULL)
      AND NOT EXISTS (SELECT FROM payouts_paymentfileline l WHERE l.disbursement_id = d.id)
"""
_DUE_BACK: Final = """
    FROM payouts_transferreturn r
    WHERE r.rail = %(rail)s AND r.state = 'pending' AND r.due_state = 'waiting' AND r.due_at <= %(now)s
      AND NOT EXISTS (SELECT FROM payouts_paymentfileline l WHERE l.transfer_return_id = r.id)
"""


def _is_time(rail: BatchRail, now: datetime) -> bool:
    """A file is due once its oldest payment has waited for the rail's collecting time, or once it is full."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) >= %(most)s OR COALESCE(min(due_at) <= %(since)s, FALSE)
            FROM (SELECT d.due_at {_DUE} UNION ALL SELECT r.due_at {_DUE_BACK}) AS due
            """,
            {"rail": rail.name, "now": now, "most": rail.most_orders, "since": now - rail.collect_for},
        )
        return bool(cursor.fetchone()[0])


def _lock_due(rail: BatchRail, now: datetime) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT d.id {_DUE} ORDER BY d.due_at, d.id LIMIT %(most)s FOR NO KEY UPDATE OF d SKIP LOCKED",
            {"rail": rail.name, "now": now, "most": rail.most_orders},
        )
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT d.id, d.attempt FROM payouts_disbursement d WHERE d.id = ANY(%s)", [keys])
        attempts = dict(cursor.fetchall())
    rows = load_outgoing(keys)
    return [Candidate(rows[key], _order(rows[key], attempts[key])) for key in sorted(keys)]


def _lock_returns(rail: BatchRail, now: datetime) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.id {_DUE_BACK} ORDER BY r.due_at, r.id LIMIT %(most)s FOR NO KEY UPDATE OF r SKIP LOCKED",
            {"rail": rail.name, "now": now, "most": rail.most_orders},
        )
        keys = [key for (key,) in cursor.fetchall()]
    return [Candidate(back, order_back(back.row)) for back in lock_backs(keys).values()]


def _order(row: Outgoing, attempt: int) -> FileOrder:
    return FileOrder(
        order_id=order_id(row.obligation_ref, attempt),
        amount_minor=row.amount_minor,
        name=row.holder_name or (NOBODY if row.origin else ""),
        account=row.destination,
        text=row.request().reference,
    )


def _prepare(rail: BatchRail, candidate: Candidate) -> FileOrder:
    row = candidate.row
    if isinstance(row, Outgoing) and row.closed:
        # Nobody has sent it yet, so it can be given up: the debt will follow its payee to the account of now.
        raise OrderRefused(row.closed, "The account was replaced, or its way back is closed.")
    if row.currency != rail.currency:
        raise OrderRefused(OTHER_CURRENCY, f"This rail carries {rail.currency} alone.")
    return rail.prepare_order(candidate.order)


def _write_file(rail: BatchRail, orders: Sequence[tuple[Candidate, FileOrder]], now: datetime) -> None:
    request = FileRequest(
        message_id=f"FB{uuid4().hex}",
        created_at=now.replace(microsecond=0),
        execute_on=now.date(),
        currency=rail.currency,
        originator=rail.originator,
        orders=tuple(order for _, order in orders),
    )
    file = _file_row(rail, request, now)
    _write_lines(file.pk, orders)
    _let_the_file_wait("payouts_disbursement", [candidate.disbursement_id for candidate, _ in orders])
    _let_the_file_wait("payouts_transferreturn", [candidate.return_id for candidate, _ in orders])
    log.info("payment_file_made", file=request.message_id, payments=len(orders), total_minor=request.total_minor)


def _let_the_file_wait(table: str, keys: Sequence[int | None]) -> None:
    """The file is due in their place from now on. One attempt says that they may be on their way: no hold any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {table} AS payment
            SET due_state = 'done', attempts = 1, fence = payment.fence + 1, lease_until = NULL
            WHERE payment.id = ANY(%s)
            """,
            [[key for key in keys if key is not None]],
        )


def _file_row(rail: BatchRail, request: FileRequest, now: datetime) -> PaymentFile:
    """The file's row, with the digest of its bytes: nothing else will ever be sent under its name."""
    more: dict[str, Any]
    try:
        more = {"document_sha256": digest(rail.render_file(request)), "due_at": now}
    except FileRefused as refusal:
        log.error("payment_file_refused", file=request.message_id, error=str(refusal))
        more = {"document_sha256": "", "due_at": now, "due_state": DueState.PARKED, "last_error": str(refusal)}
    payer = request.originator
    return PaymentFile.objects.create(
        rail=rail.name,
        message_id=request.message_id,
        currency=request.currency,
        originator_name=payer.name,
        originator_account=payer.account,
        originator_bank_id=payer.bank_id,
        execute_on=request.execute_on,
        payment_count=len(request.orders),
        total_minor=request.total_minor,
        created_at=request.created_at,
        **more,
    )


def _write_lines(file_id: int, orders: Sequence[tuple[Candidate, FileOrder]]) -> None:
    count = len(orders)
    insert_columns(
        PaymentFileLine,
        {
            "file_id": ("bigint", [file_id] * count),
            "position": ("integer", list(range(1, count + 1))),
            "order_id": ("text", [order.order_id for _, order in orders]),
            "disbursement_id": ("bigint", [candidate.disbursement_id for candidate, _ in orders]),
            "transfer_return_id": ("bigint", [candidate.return_id for candidate, _ in orders]),
            "amount_minor": ("bigint", [order.amount_minor for _, order in orders]),
            "name": ("text", [order.name for _, order in orders]),
            "text": ("text", [order.text for _, order in orders]),
        },
    )
