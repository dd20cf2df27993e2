"""The published fairness figures, read as they stand: rows worked out beforehand, and what follows from their numbers.

Of a suppressed group nothing is given but its name: neither a figure nor how many people are in it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contests.selectors.paging import fetch_all
from payouts.fairness import gini_bps, is_lower_bound, ratio_bps, wilson_lower_bps
from payouts.fairness.sql import BRAND_RECORD
from payouts.models import FairnessFigure


@dataclass(frozen=True, slots=True)
class FairnessCounts:
    """The numerators and denominators: minor units of the group's currency, minutes, seconds, or counts."""

    contests: int
    entrants: int
    entries: int
    paid_entries: int
    pay_minor: int
    reported_entries: int
    minutes: int
    unpaid_minutes: int
    entrants_pay_minor: int
    entrants_pay_by_rank: int
    fee_minor: int
    spend_minor: int
    answerable_contests: int
    kept_contests: int
    debts: int
    paid_debts: int
    overdue_debts: int


@dataclass(frozen=True, slots=True)
class FairnessRatios:
    """What the counts mean. Shares are basis points, rounded down; None where there was nothing to divide by.

    `hourly_median_bps` is the lower median of pay for an hour over the legal minimum hour. A time to pay is
    `…_at_least` where debts that are still unpaid leave only a lower bound.
    """

    paid_share_bps: int | None
    hourly_median_bps: int | None
    expected_pay_minor: int | None
    gini_bps: int | None
    take_rate_bps: int | None
    creative_share_bps: int | None
    unpaid_time_bps: int | None
    reliability_bps: int | None
    time_to_pay_p50_seconds: int | None
    time_to_pay_p50_at_least: bool
    time_to_pay_p95_seconds: int | None
    time_to_pay_p95_at_least: bool


@dataclass(frozen=True, slots=True)
class FairnessGroup:
    """One group: a month of decisions (None: all) and a category ('': all). Without counts if it is suppressed."""

    month: date | None
    category: str
    currency: str
    suppressed: bool
    counts: FairnessCounts | None
    ratios: FairnessRatios | None
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class BrandRecord:
    """How many contests a brand had to decide, how many it decided in time, and Wilson's lower bound of that share."""

    contests: int
    kept: int
    reliability_bps: int | None


def fairness_groups(*, year: int | None = None, category: str | None = None) -> tuple[FairnessGroup, ...]:
    """The groups, per currency the totals of all months first, then the newest month first. One query.

    With a year, only its months; with a category ('': the totals), only that.
    """
    rows = FairnessFigure.objects.all()
    if year is not None:
        rows = rows.filter(month__year=year)
    if category is not None:
        rows = rows.filter(category=category)
    return tuple(_group(row) for row in rows)


def brand_record(brand_id: UUID, now: datetime) -> BrandRecord:
    """A brand's own record over all contests that were decided until now. One query over that brand's contests."""
    ((contests, kept),) = fetch_all(BRAND_RECORD, {"brand": brand_id, "now": now})
    return BrandRecord(contests, kept, wilson_lower_bps(kept, contests))


def _group(row: FairnessFigure) -> FairnessGroup:
    counts = None if row.suppressed else _counts(row)
    ratios = None if row.suppressed else _ratios(row)
    return FairnessGroup(row.month, row.category, row.currency, row.suppressed, counts, ratios, row.computed_at)


def _counts(row: FairnessFigure) -> FairnessCounts:
    return FairnessCounts(**{name: int(getattr(row, name)) for name in FairnessCounts.__slots__})


def _ratios(row: FairnessFigure) -> FairnessRatios:
    p50, p95, youngest = row.time_to_pay_p50_seconds, row.time_to_pay_p95_seconds, row.youngest_unpaid_seconds
    return FairnessRatios(
        paid_share_bps=ratio_bps(row.paid_entries, row.entries),
        hourly_median_bps=row.hourly_median_bps,
        expected_pay_minor=row.pay_minor // row.entries if row.entries else None,
        gini_bps=gini_bps(row.entrants, row.entrants_pay_minor, int(row.entrants_pay_by_rank)),
        take_rate_bps=ratio_bps(row.fee_minor, row.spend_minor),
        creative_share_bps=ratio_bps(row.spend_minor - row.fee_minor, row.spend_minor),
        unpaid_time_bps=ratio_bps(row.unpaid_minutes, row.minutes),
        reliability_bps=wilson_lower_bps(row.kept_contests, row.answerable_contests),
        time_to_pay_p50_seconds=p50,
        time_to_pay_p50_at_least=is_lower_bound(p50, youngest),
        time_to_pay_p95_seconds=p95,
        time_to_pay_p95_at_least=is_lower_bound(p95, youngest),
    )
