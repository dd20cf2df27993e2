"""The first step of paying: a disbursement, with its permanent key, for every released debt that has none alive.

Decides which debts can be paid now, which payments need somebody's approval, and whom to ask for an account. A refund
goes back the way it came, if it can, and is first cut into parts where it came in several. Calls no rail.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from accounts.models import MemberRole
from accounts.selectors.cooling import cooling_params
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.doorbell import ring
from payouts.policy import format_money
from payouts.selectors.rail_controls import day_of
from payouts.services.approval_mails import ask_for_approvals
from payouts.services.limits import Place, lock_limits
from payouts.services.links import payout_account_url
from payouts.services.locking_ways import lock_ways
from payouts.services.payable_sql import LOCK_REFUNDS, PLACES, WITHOUT_ACCOUNT, WRITE_PAYMENTS
from payouts.services.refunds_in_parts import cut_refunds
from payouts.ways_back import Refund, decide_cuts, decide_ways

BATCH: Final = 5000
MAILS_AT_ONCE: Final = 1000


def prepare_disbursements(now: datetime) -> int:
    """Write the disbursements of all debts that can be paid, ask the other payees for an account, and the admins for
    their approval where it is needed. Returns how many were written.

    Repeating it, or doing it twice at once, changes nothing: a locked debt is skipped, a live payment blocks another.
    """
    give_up_unsent(now)
    cut_refunds(now)
    total = 0
    while True:
        written = _prepare_batch(now)
        total += written
        if written < BATCH:
            break
    ask_for_accounts(now)
    ask_for_approvals(now)
    if total:
        ring("payouts.tasks.send_due_disbursements")
    return total


@transaction.atomic
def _prepare_batch(now: datetime) -> int:
    # The limits come first: nobody else may use what is left of the day between our look at it and our commit. Debts
    # are locked so that none can be cancelled before its disbursement is committed.
    if not lock_limits(_places(now)):
        return 0
    refunds = _lock_refunds(now)
    open_ways = lock_ways({refund.contest_id for refund in refunds})
    ways = decide_ways(refunds, open_ways)
    # One that is still to be cut waits for the next visit, rather than go to the payout account as a whole.
    for debt in decide_cuts(refunds, open_ways):
        del ways[debt]
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_PAYMENTS,
            {
                **cooling_params(),
                "now": now,
                "batch": BATCH,
                **day_of(now),
                "debts": list(ways),
                "origins": [way.deposit_id if way else None for way in ways.values()],
                "rails": [way.rail if way else None for way in ways.values()],
            },
        )
        return int(cursor.rowcount)


def _lock_refunds(now: datetime) -> list[Refund]:
    """Refunds that can be paid now, one way or the other; locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_REFUNDS, {**cooling_params(), "now": now, "batch": BATCH})
        return [Refund(*row) for row in cursor.fetchall()]


def _places(now: datetime) -> list[Place]:
    """The rails and currencies in which something can be paid now: to accounts, or back by deposits."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {**cooling_params(), "now": now})
        return list(cursor.fetchall())


def give_up_unsent(now: datetime) -> int:
    """End payments that wait for an approval or for their rail, and whose payee has another account by now, or whose
    way back is closed.

    Nobody can have sent them, so that the debt follows its payee at once. All others are given up once claimed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_disbursement AS d SET state = 'rejected', due_state = 'done', finished_at = %s,
                reason = CASE WHEN d.origin_id IS NULL THEN 'account_retired' ELSE 'origin_closed' END,
                lease_until = NULL, fence = d.fence + 1
            WHERE d.id IN (
                SELECT w.id FROM payouts_disbursement w
                LEFT JOIN accounts_payoutaccount a ON a.id = w.payout_account_id
                LEFT JOIN payouts_deposit s ON s.id = w.origin_id
                WHERE w.id = ANY(ARRAY(
                    SELECT id FROM payouts_disbursement
                    WHERE needs_approval AND run_id IS NULL AND state IN ('pending', 'held')
                    UNION
                    SELECT s.id FROM payouts_railcontrol c JOIN payouts_disbursement s ON s.rail = c.rail
                    WHERE c.stopped_at IS NOT NULL AND s.state = 'pending'
                )) AND w.state = 'pending' AND w.attempts = 0 AND (a.retired_at IS NOT NULL OR s.state <> 'received')
                ORDER BY w.id FOR UPDATE OF w SKIP LOCKED
            )
            """,
            [now],
        )
        return int(cursor.rowcount)


@transaction.atomic
def ask_for_accounts(now: datetime) -> int:
    """Mail each payee whose money cannot be sent: once for having no account, once for each account that failed."""
    rows = _without_account(now)
    ask_for_mails(
        (
            MailRequest(
                user_id=user_id,
                template="payout_needs_account",
                dedupe_key=key,
                context={
                    "amount": format_money(amount, currency, locale),
                    "title": title,
                    "url": payout_account_url(brand_id),
                },
            )
            for user_id, locale, brand_id, key, title, amount, currency in rows
        ),
        now=now,
    )
    return len(rows)


def _without_account(now: datetime) -> Sequence[tuple[Any, ...]]:
    """Per person to be mailed: language, brand if it is one's, key, the oldest debt's brief, amount, currency."""
    with connection.cursor() as cursor:
        cursor.execute(
            WITHOUT_ACCOUNT,
            {"payers": [MemberRole.OWNER, MemberRole.FINANCE], "limit": MAILS_AT_ONCE, "now": now},
        )
        return list(cursor.fetchall())
