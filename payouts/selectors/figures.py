"""The platform's money in a few public figures, summed from the books. Names nobody.

Every figure is a sum or a count with its meaning beside it; nothing here is an estimate.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import lru_cache

from contests.selectors.paging import fetch_all
from payouts.models import SummedFigures

FRESH = timedelta(seconds=10)
GOOD_FOR = timedelta(minutes=5)
"""A row that is older is not shown: whoever should have renewed it every minute does not run."""

FIGURES = """
    SELECT owed.amount, owed.paid, owed.payments,
           (SELECT count(*) FROM contests_shortlistplace p JOIN contests_contest c ON c.id = p.contest_id
             WHERE c.decided_at IS NOT NULL),
           (SELECT count(DISTINCT (o.entry_id)) FROM payouts_obligation o
             JOIN contests_shortlistplace p ON p.entry_id = o.entry_id WHERE o.cancelled_at IS NULL),
           (SELECT COALESCE(sum(e.liability_minor), 0) FROM payouts_escrow e JOIN contests_contest c
             ON c.id = e.contest_id WHERE c.opens_at IS NOT NULL AND c.decided_at IS NULL
             AND e.currency = %(currency)s)
    FROM (
        SELECT COALESCE(sum(amount_minor), 0) AS amount,
               COALESCE(sum(amount_minor) FILTER (WHERE paid_at IS NOT NULL), 0) AS paid,
               count(*) FILTER (WHERE paid_at IS NOT NULL) AS payments
        FROM payouts_obligation
        WHERE kind NOT IN ('refund', 'interest') AND cancelled_at IS NULL AND currency = %(currency)s
    ) owed
"""


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """Amounts in one currency's minor units; counts over all contests that have been decided.

    `guarded_minor` is what running contests could owe at most; the database refuses to hold less.
    """

    currency: str
    owed_minor: int
    paid_minor: int
    payments: int
    shortlisted: int
    shortlisted_owed: int
    guarded_minor: int


def public_figures(now: datetime, currency: str = "EUR") -> PublicFigures:
    """The figures as of a minute ago at most: one row, which `payouts.services.figures` renews.

    Where there is none that is good, they are summed over all obligations, for each process and each span of `FRESH`.
    """
    row = SummedFigures.objects.filter(pk=currency, computed_at__gt=now - GOOD_FOR, computed_at__lte=now).first()
    if row is not None:
        return PublicFigures(**{field.name: getattr(row, field.name) for field in fields(PublicFigures)})
    return _summed(int(now.timestamp() / FRESH.total_seconds()), currency)


@lru_cache(maxsize=4)
def _summed(_span: int, currency: str) -> PublicFigures:
    return sum_figures(currency)


def sum_figures(currency: str) -> PublicFigures:
    """The figures of this moment; one query over the obligations of all time."""
    (row,) = fetch_all(FIGURES, {"currency": currency})
    return PublicFigures(currency, *(int(value) for value in row))
