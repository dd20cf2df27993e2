"""Debts to creatives that were paid late, or are late now, by the platform's delay, and what they earn by rule.

The delay is the platform's if the payee had an account in effect when the debt was due and no payment failed for an
account's sake. Time in dispute is nobody's lateness: a debt that was held is due, for this, when its hold ended; and
nothing is due sooner after its release than the policy gives anybody to pay. Days are those of UTC. Decides no payment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from payouts.models import DISPUTED
from payouts.policy import LateInterest, reference_rate

OUR_FAULT: Final = (DISPUTED, "account_retired", "AM04", "invalid_request")
"""Why a payment may have failed without the payee's account being wrong: the rail refused us, or we gave it up."""

LOOK_BACK: Final = timedelta(days=800)
"""How long ago a late payment may be whose interest is still written: longer than any rate stays unknown."""


@dataclass(frozen=True, slots=True)
class LateDebt:
    """A debt with what its contest's policy says of lateness. `paid_on` is None while it is unpaid."""

    pk: int
    ref: UUID
    contest_id: UUID
    settlement_id: int | None
    entry_id: UUID
    payee_user_id: int
    amount_minor: int
    currency: str
    due_on: date
    paid_on: date | None
    paid_at: datetime | None
    margin_bps: int
    lump_minor: int
    payment_seconds: int

    def interest_minor(self, on: date) -> int:
        """What it has earned up to a day. Raises UnknownReferenceRate rather than guess one."""
        rule = LateInterest(margin_bps=self.margin_bps, lump_minor=self.lump_minor)
        return rule.owed(self.amount_minor, self.due_on, on)

    @property
    def reference_bps(self) -> int:
        """The central bank's rate that it rests on. Raises UnknownReferenceRate."""
        return reference_rate(self.due_on).bps


_LATE: Final = """
    SELECT o.id, o.public_id, o.contest_id, o.settlement_id, o.entry_id, o.payee_user_id, o.amount_minor, o.currency,
           (due.at AT TIME ZONE 'UTC')::date, (o.paid_at AT TIME ZONE 'UTC')::date, o.paid_at,
           (rule.late ->> 'margin_bps')::int, (rule.late ->> 'lump_minor')::bigint, rule.payment_seconds
    FROM payouts_obligation o
    JOIN payouts_escrow e ON e.contest_id = o.contest_id
    JOIN payouts_payoutpolicy p ON p.id = e.policy_id
    CROSS JOIN LATERAL (
        SELECT p.document #> '{{rules,late_interest}}' AS late,
               (p.document #>> '{{rules,payment_delay,payment_seconds}}')::int AS payment_seconds
    ) rule
    CROSS JOIN LATERAL (
        SELECT GREATEST(o.pay_by, o.held_until, o.released_at + make_interval(secs => rule.payment_seconds)) AS at
    ) due
    WHERE o.kind IN ('earned', 'prize', 'adjustment') AND o.currency = 'EUR'
      AND o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND rule.late IS NOT NULL
      AND (due.at AT TIME ZONE 'UTC')::date < (COALESCE(o.paid_at, %(now)s) AT TIME ZONE 'UTC')::date
      AND EXISTS (
          SELECT FROM accounts_payoutaccount a
          WHERE a.user_id = o.payee_user_id AND a.takes_effect_at <= due.at
            AND (a.retired_at IS NULL OR a.retired_at > due.at)
            AND (a.parked_at IS NULL OR a.reviewed_at <= due.at))
      AND NOT EXISTS (
          SELECT FROM payouts_disbursement d
          WHERE d.obligation_id = o.id AND d.state IN ('rejected', 'returned') AND d.reason <> ALL(%(ours)s))
      AND {which}
"""
_UNWRITTEN: Final = """o.paid_at > o.pay_by AND o.paid_at > %(since)s AND o.id > %(after)s
      AND NOT EXISTS (SELECT FROM payouts_interestdebt i WHERE i.debt_id = o.id)
    ORDER BY o.id LIMIT %(limit)s"""


def paid_late(now: datetime, *, after: int = 0, limit: int = 500, lock: bool = False) -> list[LateDebt]:
    """Debts that were paid late and whose interest is not written yet, by their key. With `lock`, those that nobody
    else is busy with, until the transaction ends.
    """
    which = f"{_UNWRITTEN} FOR NO KEY UPDATE OF o SKIP LOCKED" if lock else _UNWRITTEN
    return _read(which, {"now": now, "since": now - LOOK_BACK, "after": after, "limit": limit})


def late_debts_of(user_id: int, now: datetime) -> list[LateDebt]:
    """Somebody's debts that are unpaid, released and late at this moment, and held by nothing."""
    which = "o.payee_user_id = %(user)s AND o.paid_at IS NULL AND (o.held_until IS NULL OR o.held_until <= %(now)s)"
    return _read(which, {"now": now, "user": user_id})


def _read(which: str, given: dict[str, Any]) -> list[LateDebt]:
    with connection.cursor() as cursor:
        cursor.execute(_LATE.format(which=which), given | {"ours": list(OUR_FAULT)})
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
    return [LateDebt(*row) for row in rows]
