"""What statements and closed months look like."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from payouts.ledger.accounts import TrialBalanceRow
from payouts.models import PeriodClose
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
