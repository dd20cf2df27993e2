"""Checks late interest: each amount against its rule and the rate of its half-year, and that none is forgotten.

A debt whose reference rate nobody has looked up is named, since a person must look it up; nothing is guessed meanwhile.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from payouts.models import InterestDebt
from payouts.policy import LateInterest, UnknownReferenceRate, reference_rate
from payouts.selectors.lateness import LateDebt, paid_late

PATIENCE: Final = timedelta(hours=2)
"""How long the sweep may take to write what was paid late: it comes by every hour."""

MOST: Final = 1000


def examine_interest(now: datetime) -> tuple[int, list[str]]:
    """How many interests and late payments were looked at, and a sentence for each that is wrong."""
    written = list(InterestDebt.objects.select_related("obligation", "debt").order_by("pk"))
    waiting = paid_late(now, limit=MOST)
    wrong = [sentence for row in written for sentence in _differs(row)]
    wrong += [sentence for debt in waiting for sentence in _waits(debt, now)]
    return len(written) + len(waiting), wrong


def _differs(row: InterestDebt) -> Iterator[str]:
    rule = LateInterest(margin_bps=row.margin_bps, lump_minor=row.lump_minor)
    try:
        wanted = rule.owed(row.debt.amount_minor, row.due_on, row.paid_on)
        bps = reference_rate(row.due_on).bps
    except UnknownReferenceRate as unknown:
        yield f"interest on obligation {row.debt_id} rests on no known rate: {unknown}"
        return
    if (row.obligation.amount_minor, row.reference_bps) != (wanted, bps):
        yield f"interest on obligation {row.debt_id} is {row.obligation.amount_minor}, by rule {wanted}"


def _waits(debt: LateDebt, now: datetime) -> Iterator[str]:
    try:
        amount = debt.interest_minor(debt.paid_on or now.date())
    except UnknownReferenceRate as unknown:
        yield f"obligation {debt.pk} was paid late and waits: {unknown}"
        return
    if debt.paid_at is not None and debt.paid_at < now - PATIENCE:
        yield f"obligation {debt.pk} was paid late and has not earned its {amount}"
