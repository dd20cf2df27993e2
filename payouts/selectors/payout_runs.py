"""Payments that need two people, as they are at this moment: what would be in a run, and everything around it.

Nothing is written here. Account numbers are masked; payees are named for people and by a key for the digest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from payouts.approving import Member, Movement, RunTotal, digest_of, movement, totals_of
from payouts.models import DISPUTED, DepositState, Disbursement, DisbursementState, Obligation, PayoutRun, RailControl
from payouts.selectors.ways_back import has_way_back

RUN_AT_MOST: Final = 2000
"""Payments in one run. What is beyond goes into the next; each run is small enough to be looked at."""

SHOWN: Final = 200
"""Held payments and payees without an account that are listed; their number is always the whole."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the payments that need approval: by rail, by currency, up to an amount in minor units. Empty: all."""

    rail: str = ""
    currency: str = ""
    up_to_minor: int | None = None

    def narrow(self, rows: "QuerySet[Disbursement]") -> "QuerySet[Disbursement]":
        """The chosen ones among these."""
        if self.rail:
            rows = rows.filter(rail=self.rail)
        if self.currency:
            rows = rows.filter(currency=self.currency)
        return rows if self.up_to_minor is None else rows.filter(amount_minor__lte=self.up_to_minor)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A payment that would be in the run, with what a person wants to know of it."""

    member: Member
    name: str
    pay_by: datetime
    contest_id: Any


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A payee who is owed money and has no account that takes it."""

    name: str
    currency: str
    count: int
    amount_minor: int
    pay_by: datetime


@dataclass(frozen=True, slots=True)
class InDispute:
    """A payee whose money a dispute holds, until when at the latest."""

    name: str
    currency: str
    count: int
    amount_minor: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run: nothing of it has been written. `digest` is what proposing and approving must send back."""

    choice: Choice
    members: tuple[Waiting, ...]
    beyond: int
    digest: str
    totals: tuple[RunTotal, ...]
    by_themselves: tuple[RunTotal, ...]
    held: tuple[Disbursement, ...]
    held_count: int
    without_account: tuple[Unreachable, ...]
    without_account_count: int
    in_dispute: tuple[InDispute, ...]
    stopped: tuple[str, ...]
    previous: PayoutRun | None
    since: Movement = field(default_factory=Movement)


def preview_run(choice: Choice) -> Preview:
    """What a run of these payments would be, and what stands beside it. A handful of queries."""
    rows = list(_order(choice.narrow(needing_approval()))[:RUN_AT_MOST])
    members = tuple(_waiting(row) for row in rows)
    plain = [one.member for one in members]
    held = Disbursement.objects.filter(state=DisbursementState.HELD)
    unreachable = _without_account()
    previous = payout_runs().first()
    return Preview(
        choice=choice,
        members=members,
        beyond=choice.narrow(needing_approval()).count() - len(rows),
        digest=digest_of(plain),
        totals=totals_of(plain),
        by_themselves=_by_themselves(),
        held=tuple(_joined(held).order_by("due_at", "pk")[:SHOWN]),
        held_count=held.count(),
        without_account=tuple(unreachable[:SHOWN]),
        without_account_count=len(unreachable),
        in_dispute=_in_dispute(),
        stopped=stopped_rails(),
        previous=previous,
        since=movement(members_of(previous), plain) if previous else Movement(new=tuple(plain)),
    )


def needing_approval() -> "QuerySet[Disbursement]":
    """Payments that may be proposed: pending, not approved, each with its debt, payee and account."""
    rows = Disbursement.objects.filter(needs_approval=True, run=None, state=DisbursementState.PENDING)
    still_open = Q(origin=None, payout_account__retired_at=None) | Q(origin__state=DepositState.RECEIVED)
    return _joined(rows.filter(still_open, obligation__cancelled_at=None))


def payout_runs() -> "QuerySet[PayoutRun]":
    """All runs, the newest first."""
    return PayoutRun.objects.select_related("proposed_by", "decided_by").order_by("-pk")


def members_of(run: PayoutRun) -> list[Member]:
    """A run's payments as both admins saw them."""
    rows = run.lines.order_by("position").values_list(
        "disbursement_id",
        "disbursement__obligation_id",
        "idempotency_key",
        "disbursement__rail",
        "amount_minor",
        "currency",
        "destination",
        "payee",
    )
    return [Member(*row) for row in rows]


def present_members(disbursement_ids: Iterable[int]) -> dict[str, Member]:
    """These payments as they are now, by key, each with what stands against its approval."""
    rows = _joined(Disbursement.objects.filter(pk__in=list(disbursement_ids)))
    return {row.idempotency_key: member_of(row) for row in rows}


def member_of(row: Disbursement) -> Member:
    """One payment, whose debt and account have been loaded."""
    debt = row.obligation
    payee = f"user:{debt.payee_user_id}" if debt.payee_user_id else f"brand:{debt.payee_brand_id}"
    return Member(
        row.pk,
        debt.pk,
        row.idempotency_key,
        row.rail,
        row.amount_minor,
        row.currency,
        row.destination,
        payee,
        _obstacle(row),
    )


def stopped_rails() -> tuple[str, ...]:
    """The rails on which nothing new leaves."""
    rows = RailControl.objects.filter(stopped_at__isnull=False).order_by("rail")
    return tuple(rows.values_list("rail", flat=True))


def payee_names(members: Iterable[Member]) -> dict[str, str]:
    """Who is meant by the payees' keys: a person's public name, a brand's name. One query."""
    debts = Obligation.objects.filter(pk__in={member.obligation_id for member in members})
    names = {}
    for debt in debts.select_related("payee_user", "payee_brand"):
        if debt.payee_user is not None:
            names[f"user:{debt.payee_user_id}"] = debt.payee_user.public_name
        elif debt.payee_brand is not None:
            names[f"brand:{debt.payee_brand_id}"] = debt.payee_brand.name
    return names


def _obstacle(row: Disbursement) -> str:
    """Why this payment cannot be approved as it is, as a code; '' if it can."""
    if row.run_id is not None:
        return "approved_already"
    if row.obligation.cancelled_at is not None:
        return "debt_cancelled"
    if row.state == DisbursementState.HELD:
        return "held"
    if row.state != DisbursementState.PENDING:
        return "ended"
    if row.origin is not None and row.origin.state != DepositState.RECEIVED:
        return "origin_closed"
    return "account_retired" if row.payout_account is not None and row.payout_account.retired_at is not None else ""


def _joined(rows: "QuerySet[Disbursement]") -> "QuerySet[Disbursement]":
    return rows.select_related("obligation__payee_user", "obligation__payee_brand", "payout_account", "origin")


def _order(rows: "QuerySet[Disbursement]") -> "QuerySet[Disbursement]":
    return rows.order_by("obligation__pay_by", "pk")


def _waiting(row: Disbursement) -> Waiting:
    debt = row.obligation
    name = debt.payee_user.public_name if debt.payee_user else debt.payee_brand.name if debt.payee_brand else ""
    return Waiting(member_of(row), name, debt.pay_by, debt.contest_id)


def _by_themselves() -> tuple[RunTotal, ...]:
    """What is about to leave without anybody's approval, or with one that has been given."""
    rows = Disbursement.objects.filter(state=DisbursementState.PENDING).exclude(needs_approval=True, run=None)
    sums = rows.order_by("rail", "currency").values_list("rail", "currency")
    return tuple(RunTotal(*row) for row in sums.annotate(count=Count("pk"), sum=Sum("amount_minor")))


def _without_account() -> Sequence[Unreachable]:
    """Payees whose released debts cannot be sent: no account, or the one that failed; the most urgent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT COALESCE(NULLIF(u.display_name, ''), u.handle, b.name), o.currency, count(*),
                   sum(o.amount_minor)::bigint, min(o.pay_by)
            FROM payouts_obligation o
            LEFT JOIN accounts_user u ON u.id = o.payee_user_id
            LEFT JOIN accounts_brand b ON b.id = o.payee_brand_id
            LEFT JOIN accounts_payoutaccount a ON a.retired_at IS NULL
                 AND (a.user_id = o.payee_user_id OR a.brand_id = o.payee_brand_id)
            LEFT JOIN LATERAL (
                SELECT d.state, d.reason, d.payout_account_id FROM payouts_disbursement d
                WHERE d.obligation_id = o.id ORDER BY d.attempt DESC LIMIT 1
            ) last ON TRUE
            WHERE o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND o.paid_at IS NULL
              AND (o.held_until IS NULL OR o.held_until <= now())
              AND (a.id IS NULL AND (last.state IS NULL OR last.state IN ('rejected', 'returned'))
                       AND NOT {has_way_back("o")}
                   OR last.state IN ('rejected', 'returned') AND last.reason <> %s AND last.payout_account_id = a.id)
            GROUP BY u.id, b.id, o.currency ORDER BY min(o.pay_by), 1
            """,
            [DISPUTED],
        )
        return [Unreachable(*row) for row in cursor.fetchall()]


def _in_dispute() -> tuple[InDispute, ...]:
    """Released debts that a dispute holds at this moment, by payee."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(NULLIF(u.display_name, ''), u.handle, b.name), o.currency, count(*),
                   sum(o.amount_minor)::bigint, max(o.held_until)
            FROM payouts_obligation o
            LEFT JOIN accounts_user u ON u.id = o.payee_user_id
            LEFT JOIN accounts_brand b ON b.id = o.payee_brand_id
            WHERE o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND o.paid_at IS NULL AND o.held_until > now()
            GROUP BY u.id, b.id, o.currency ORDER BY max(o.held_until), 1 LIMIT %s
            """,
            [SHOWN],
        )
        return tuple(InDispute(*row) for row in cursor.fetchall())
