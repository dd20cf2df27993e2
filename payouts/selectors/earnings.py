"""What somebody has earned, why, and where each payment stands. Three queries, however much it is.

Shows a person their own share only; the lines are their entry's, since that is what the rules speak of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from payouts.models import Settlement
from payouts.models import SettlementLine as StoredLine
from payouts.policy import SettlementLine


class PaymentState(StrEnum):
    """Where one debt stands, for the one it is owed to."""

    AWAITING_HANDOVER = "awaiting_handover"
    """A prize: payable once the work has been handed over and accepted, by the brand or by the clock."""

    NEEDS_ACCOUNT = "needs_account"
    """Payable, but there is no account to pay to, or the last payment to it failed."""

    PREPARING = "preparing"
    """Payable; the payment is about to be written."""

    PENDING = "pending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PAID = "paid"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Payment:
    """One debt to this person. `pay_by`: by when it must arrive; `reason`: why the last try failed or it is held."""

    ref: UUID
    component: str
    amount_minor: int
    currency: str
    state: PaymentState
    pay_by: datetime
    released_at: datetime | None
    sent_at: datetime | None
    paid_at: datetime | None
    held_until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class EntryEarnings:
    """One entry: what it earned by which rule (for the team as a whole), and this person's payments."""

    contest_id: UUID
    contest_title: str
    entry_id: UUID
    entry_title: str
    currency: str
    lines: tuple[SettlementLine, ...]
    payments: tuple[Payment, ...]

    @property
    def amount_minor(self) -> int:
        """This person's share of everything the entry earned."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def entry_amount_minor(self) -> int:
        """What the entry earned in all."""
        return sum(line.amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Total:
    """Sums in one currency: everything owed, and what of it has been paid."""

    currency: str
    owed_minor: int
    paid_minor: int

    @property
    def open_minor(self) -> int:
        return self.owed_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class Earnings:
    """All that somebody has earned, the newest first."""

    entries: tuple[EntryEarnings, ...]
    totals: tuple[Total, ...]
    has_account: bool


DEBTS = """
    SELECT o.contest_id, b.title, o.entry_id, e.title, o.public_id, o.kind, o.amount_minor, o.currency, o.pay_by,
           o.released_at, o.paid_at, last.state, last.sent_at, last.due_at, last.reason,
           acc.id IS NOT NULL AND acc.id IS DISTINCT FROM CASE WHEN last.state IN ('rejected', 'returned')
                                                               THEN last.payout_account_id END
    FROM payouts_obligation o
    JOIN contests_entry e ON e.id = o.entry_id
    JOIN contests_brief b ON b.contest_id = o.contest_id
    LEFT JOIN accounts_payoutaccount acc ON acc.user_id = o.payee_user_id AND acc.retired_at IS NULL
    LEFT JOIN LATERAL (
        SELECT d.state, d.sent_at, d.due_at, d.reason, d.payout_account_id FROM payouts_disbursement d
        WHERE d.obligation_id = o.id ORDER BY d.attempt DESC LIMIT 1
    ) last ON TRUE
    WHERE o.payee_user_id = %s AND o.cancelled_at IS NULL
    ORDER BY o.id DESC
"""


def earnings_of(user: User) -> Earnings:
    """Everything that was ever settled for this person."""
    with connection.cursor() as cursor:
        cursor.execute(DEBTS, [user.pk])
        rows = cursor.fetchall()
    lines = _lines_of({row[2] for row in rows}, {row[0] for row in rows})
    debts: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in rows:
        debts.setdefault(row[2], []).append(row)
    entries = tuple(_entry(entry_id, of_entry, lines) for entry_id, of_entry in debts.items())
    has_account = user.payout_accounts.filter(retired_at=None).exists()
    return Earnings(entries, _totals(payment for entry in entries for payment in entry.payments), has_account)


def _entry(
    entry_id: UUID, rows: list[tuple[Any, ...]], lines: Mapping[UUID, tuple[SettlementLine, ...]]
) -> EntryEarnings:
    contest_id, contest_title, _, entry_title, *_ = rows[0]
    payments = tuple(_payment(*row[4:]) for row in reversed(rows))
    return EntryEarnings(
        contest_id, contest_title, entry_id, entry_title, payments[0].currency, lines.get(entry_id, ()), payments
    )


def _payment(
    ref: UUID,
    kind: str,
    amount_minor: int,
    currency: str,
    pay_by: datetime,
    released_at: datetime | None,
    paid_at: datetime | None,
    last_state: str | None,
    sent_at: datetime | None,
    due_at: datetime | None,
    reason: str | None,
    is_payable: bool,
) -> Payment:
    if released_at is None:
        state = PaymentState.AWAITING_HANDOVER
    elif last_state is None or last_state in ("rejected", "returned"):
        state = PaymentState.PREPARING if is_payable else PaymentState.NEEDS_ACCOUNT
    else:
        state = PaymentState(last_state)
    held_until = due_at if state == PaymentState.HELD else None
    return Payment(
        ref, kind, amount_minor, currency, state, pay_by, released_at, sent_at, paid_at, held_until, reason or ""
    )


def _lines_of(entries: Iterable[UUID], contests: Iterable[UUID]) -> dict[UUID, tuple[SettlementLine, ...]]:
    """The entries' lines in their contests' latest settlements."""
    latest = Settlement.objects.filter(contest__in=set(contests)).order_by("contest", "-sequence").distinct("contest")
    rows = StoredLine.objects.filter(settlement__in=latest.values("pk"), entry__in=set(entries)).order_by("position")
    lines: dict[UUID, tuple[SettlementLine, ...]] = {}
    for entry_id, *line in rows.values_list(
        "entry_id", "position", "rule", "component", "amount_minor", "inputs", "formula"
    ):
        position, rule, component, amount_minor, inputs, formula = line
        told = SettlementLine(position, str(entry_id), rule, component, amount_minor, inputs, formula)
        lines[entry_id] = (*lines.get(entry_id, ()), told)
    return lines


def _totals(payments: Iterable[Payment]) -> tuple[Total, ...]:
    sums: dict[str, list[int]] = {}
    for payment in payments:
        both = sums.setdefault(payment.currency, [0, 0])
        both[0] += payment.amount_minor
        both[1] += payment.amount_minor if payment.state == PaymentState.PAID else 0
    return tuple(Total(currency, owed, paid) for currency, (owed, paid) in sorted(sums.items()))
