"""What statements, an account's and a brand's, and closed months look like."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from api.shapes import Titled
from payouts.ledger.accounts import TrialBalanceRow
from payouts.models import PeriodClose
from payouts.selectors.brand_moves import Means, MovementKind
from payouts.selectors.brand_statements import BrandMovement, BrandStatement, Held
from payouts.selectors.statements import Movement, Statement


class StatementDoc(TypedDict):
    """An account's postings of a period, in the order in which they were written, each with the balance after it.

    `opening_minor` and `closing_minor` are the whole period's, on every page.
    """

    account: str
    currency: str
    since: datetime | None
    until: datetime
    opening_minor: int
    closing_minor: int
    results: list[Movement]
    next: str | None


class PeriodDoc(TypedDict):
    """A closed month and its trial balance: all entries effective before its end."""

    month: date
    ends_at: datetime
    entries: int
    closed_at: datetime
    closed_by: str | None
    trial_balance: Sequence[TrialBalanceRow]


class BrandHeldDoc(TypedDict):
    """What is held for a brand, or how that changes: in the escrows of its contests, and owed back to it."""

    escrow_minor: int
    owed_back_minor: int
    total_minor: int


class BrandMovementDoc(TypedDict):
    """One thing that moved a brand's money, and what is held after it. `means`: how a payment came in."""

    at: datetime
    kind: MovementKind
    means: Means | None
    contest: Titled
    change: BrandHeldDoc
    after: BrandHeldDoc


class KindTotalDoc(TypedDict):
    """All movements of one kind."""

    kind: MovementKind
    change: BrandHeldDoc


class BrandStatementDoc(TypedDict):
    """What is held for a brand: before the span, after each movement in it, and at its end.

    `opening`, `closing` and `totals` are the whole span's, on every page.
    """

    currency: str
    since: datetime | None
    until: datetime
    opening: BrandHeldDoc
    closing: BrandHeldDoc
    totals: list[KindTotalDoc]
    results: list[BrandMovementDoc]
    next: str | None


def statement(found: Statement, since: datetime | None, until: datetime, following: str | None) -> StatementDoc:
    return {
        "account": found.account.code,
        "currency": found.account.currency,
        "since": since,
        "until": until,
        "opening_minor": found.opening_minor,
        "closing_minor": found.closing_minor,
        "results": list(found.movements.items),
        "next": following,
    }


def period(row: PeriodClose) -> PeriodDoc:
    return {
        "month": row.month,
        "ends_at": row.ends_at,
        "entries": row.entry_count,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by.handle if row.closed_by else None,
        "trial_balance": row.trial_balance,
    }


def brand_statement(
    found: BrandStatement, currency: str, since: datetime | None, until: datetime, following: str | None
) -> BrandStatementDoc:
    return {
        "currency": currency,
        "since": since,
        "until": until,
        "opening": _held(found.opening),
        "closing": _held(found.closing),
        "totals": [{"kind": total.kind, "change": _held(total.change)} for total in found.totals],
        "results": [_brand_movement(one) for one in found.movements.items],
        "next": following,
    }


def _held(held: Held) -> BrandHeldDoc:
    return {
        "escrow_minor": held.escrow_minor,
        "owed_back_minor": held.owed_back_minor,
        "total_minor": held.total_minor,
    }


def _brand_movement(one: BrandMovement) -> BrandMovementDoc:
    return {
        "at": one.at,
        "kind": one.kind,
        "means": one.means,
        "contest": {"id": one.contest_id, "title": one.contest_title},
        "change": _held(one.change),
        "after": _held(one.after),
    }
