"""What somebody has earned, why, and where each payment stands. A constant number of queries, however much it is.

Shows a person their own share only; the lines are their entry's, since that is what the rules speak of. What a decision
or lateness added stands beside the lines, among the payments.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.selectors.cooling import cooling_params, is_parked, pays_from
from contests.visibility import Reader
from duerows.clock import database_now
from payouts.models import DISPUTED, DisputeSide, Settlement
from payouts.models import SettlementLine as StoredLine
from payouts.policy import SettlementLine, UnknownReferenceRate
from payouts.selectors.disputes import DisputeCard, Family, card_of, cards_by_entry, disputes, families_closed_to
from payouts.selectors.lateness import late_debts_of


class PaymentState(StrEnum):
    """Where one debt stands, for the one it is owed to."""

    AWAITING_HANDOVER = "awaiting_handover"
    """A prize: payable once the work has been handed over and accepted, by the brand or by the clock."""

    NEEDS_ACCOUNT = "needs_account"
    """Payable, but there is no account to pay to, or the last payment to it failed."""

    COOLING = "cooling"
    """Payable, but the account was changed lately, or the e-mail address: it waits until a moment."""

    UNDER_REVIEW = "under_review"
    """Payable, but a change of the account was taken back: it waits until somebody of the platform has looked."""

    PREPARING = "preparing"
    """Payable; the payment is about to be written."""

    IN_APPROVAL = "in_approval"
    """Written, and above what leaves without two people's approval."""

    PENDING = "pending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PAID = "paid"
    HELD = "held"

    DISPUTED = "disputed"
    """The brand has disputed it: it waits for a decision, until `held_until` at the latest."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One debt to this person. `pay_by`: by when it must arrive; `reason`: why the last try failed or it is held.

    `waits_until`: until when it waits because of a changed account. `interest_minor`: what it has earned so far for
    being late, to be paid on top once it has arrived.
    """

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
    waits_until: datetime | None
    reason: str
    can_dispute: bool
    interest_minor: int = 0


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
    disputes: tuple[DisputeCard, ...] = ()

    @property
    def amount_minor(self) -> int:
        """All that this person is owed or was paid for the entry."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def settled_minor(self) -> int:
        """This person's share of what the entry earned by rule: before any decision took from it or added to it."""
        by_rule = sum(payment.amount_minor for payment in self.payments if payment.component in BY_RULE)
        return by_rule + self.taken_minor

    @property
    def taken_minor(self) -> int:
        """What decisions have taken from this person's share."""
        upheld = (one for one in self.disputes if one.side == DisputeSide.BRAND and one.moved)
        return sum(one.decided_minor or 0 for one in upheld)

    @property
    def added_minor(self) -> int:
        """What decisions, and lateness, have added to it."""
        return self.amount_minor - self.settled_minor + self.taken_minor

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


BY_RULE = ("earned", "prize")
# A payment that was given up for a dispute never was one: the debt stands as if nothing had been tried.
DEBTS = f"""
    SELECT o.contest_id, b.title, o.entry_id, e.title, o.public_id, o.kind, o.amount_minor, o.currency, o.pay_by,
           o.released_at, o.paid_at, o.held_until, last.state, last.sent_at, last.due_at, last.reason,
           acc.id IS NOT NULL AND acc.id IS DISTINCT FROM CASE WHEN last.state IN ('rejected', 'returned')
                                                               THEN last.payout_account_id END,
           o.settlement_id, pays.moment, COALESCE(pays.moment > %(now)s, FALSE), COALESCE({is_parked("acc")}, FALSE)
    FROM payouts_obligation o
    JOIN contests_entry e ON e.id = o.entry_id
    JOIN contests_brief b ON b.contest_id = o.contest_id
    LEFT JOIN accounts_payoutaccount acc ON acc.user_id = o.payee_user_id AND acc.retired_at IS NULL
    LEFT JOIN LATERAL (SELECT {pays_from("acc")} AS moment) pays ON TRUE
    LEFT JOIN LATERAL (
        SELECT CASE WHEN d.needs_approval AND d.run_id IS NULL AND d.state = 'pending' THEN 'in_approval'
                    ELSE d.state END AS state, d.sent_at, d.due_at, d.reason, d.payout_account_id
        FROM payouts_disbursement d
        WHERE d.obligation_id = o.id AND NOT (d.state = 'rejected' AND d.reason = '{DISPUTED}')
        ORDER BY d.attempt DESC LIMIT 1
    ) last ON TRUE
    WHERE o.payee_user_id = %(me)s AND o.cancelled_at IS NULL
    ORDER BY o.id DESC
"""


def earnings_of(user: User, *, now: datetime | None = None) -> Earnings:
    """Everything that was ever settled for this person, as of a moment, which is the database's own unless given."""
    moment = now or database_now()
    with connection.cursor() as cursor:
        cursor.execute(DEBTS, {**cooling_params(), "me": user.pk, "now": moment})
        rows = cursor.fetchall()
    own = list(disputes().filter(obligation__payee_user=user)) if rows else []
    found = _Found(
        user_id=user.pk,
        now=moment,
        lines=_lines_of({row[2] for row in rows}, {row[0] for row in rows}),
        disputes=cards_by_entry(card_of(dispute, Reader(user_id=user.pk)) for dispute in own),
        closed=families_closed_to(DisputeSide.PAYEE, own),
        interest=_interest_of(user, moment) if any(row[8] < moment and row[10] is None for row in rows) else {},
    )
    debts: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in rows:
        debts.setdefault(row[2], []).append(row)
    entries = tuple(_entry(entry_id, of_entry, found) for entry_id, of_entry in debts.items())
    has_account = user.payout_accounts.filter(retired_at=None).exists()
    return Earnings(entries, _totals(payment for entry in entries for payment in entry.payments), has_account)


@dataclass(frozen=True, slots=True)
class _Found:
    """What stands beside the debts: by entry, or by debt."""

    user_id: int
    now: datetime
    lines: Mapping[UUID, tuple[SettlementLine, ...]]
    disputes: Mapping[UUID, tuple[DisputeCard, ...]]
    closed: Set[Family]
    interest: Mapping[UUID, int]


def _interest_of(user: User, now: datetime) -> dict[UUID, int]:
    """What this person's unpaid debts have earned so far for being late; none where the rate is not known yet."""
    earned = {}
    for debt in late_debts_of(user.pk, now):
        with suppress(UnknownReferenceRate):
            earned[debt.ref] = debt.interest_minor(now.astimezone(UTC).date())
    return earned


def _entry(entry_id: UUID, rows: list[tuple[Any, ...]], found: _Found) -> EntryEarnings:
    contest_id, contest_title, _, entry_title, *_ = rows[0]
    payments = tuple(_payment(row, found) for row in reversed(rows))
    return EntryEarnings(
        contest_id,
        contest_title,
        entry_id,
        entry_title,
        payments[0].currency,
        found.lines.get(entry_id, ()),
        payments,
        found.disputes.get(entry_id, ()),
    )


def _payment(row: Sequence[Any], found: _Found) -> Payment:
    ref, kind, amount_minor, currency, pay_by, released_at, paid_at, held_until, *last = row[4:]
    last_state, sent_at, due_at, reason, is_payable, settlement_id, pays_from, is_cooling, is_parked = last
    family = (settlement_id, row[2], found.user_id, kind)
    if released_at is None:
        state = PaymentState.AWAITING_HANDOVER
    elif paid_at is None and held_until is not None and held_until > found.now:
        state = PaymentState.DISPUTED
    elif last_state is None or last_state in ("rejected", "returned"):
        state = _before_sending(is_payable, is_cooling, is_parked)
    else:
        state = PaymentState(last_state)
    until = {PaymentState.HELD: due_at, PaymentState.DISPUTED: held_until}.get(state)
    return Payment(
        ref=ref,
        component=kind,
        amount_minor=amount_minor,
        currency=currency,
        state=state,
        pay_by=pay_by,
        released_at=released_at,
        sent_at=sent_at,
        paid_at=paid_at,
        held_until=until,
        waits_until=pays_from if state == PaymentState.COOLING else None,
        reason=reason or "",
        can_dispute=kind in BY_RULE and family not in found.closed,
        interest_minor=found.interest.get(ref, 0),
    )


def _before_sending(is_payable: bool, is_cooling: bool, is_parked: bool) -> PaymentState:
    """What a released debt waits for that no payment is under way of."""
    if not is_payable:
        return PaymentState.NEEDS_ACCOUNT
    if is_parked:
        return PaymentState.UNDER_REVIEW
    return PaymentState.COOLING if is_cooling else PaymentState.PREPARING


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
