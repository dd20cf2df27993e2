"""The fairness figures as a reader sees them: rows of the tables and the small charts, per currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby

from babel.dates import format_date
from django.utils.translation import gettext as _

from frontend.charts import Multiple, Spark, small_multiples
from frontend.charts.spark import Value
from frontend.formatting import ABSENT, format_bps, format_duration, format_number, reader_locale
from payouts.selectors.fairness import FairnessCounts, FairnessGroup, FairnessRatios

MONTHS_DRAWN, MONTHS_LISTED = 24, 12
MINIMUM_HOUR = 10_000
PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One group with its name; `counts` and `ratios` are None where it is not shown."""

    label: str
    counts: FairnessCounts | None
    ratios: FairnessRatios | None
    hourly: str
    gini: str
    p50: str
    p95: str


@dataclass(frozen=True, slots=True)
class FairnessTable:
    """Everything in one currency. `total` is over all months and categories; `earlier` months are not listed."""

    currency: str
    computed_at: datetime
    total: FairnessRow
    categories: tuple[FairnessRow, ...]
    months: tuple[FairnessRow, ...]
    earlier: int
    shares: tuple[Spark, ...]
    hours: tuple[Spark, ...]


def fairness_tables(groups: Sequence[FairnessGroup], names: Mapping[str, str]) -> tuple[FairnessTable, ...]:
    """One table per currency. `names` gives each category's name in the reader's language, in their order."""
    return tuple(_table(currency, tuple(of), names) for currency, of in groupby(groups, lambda group: group.currency))


def _table(currency: str, groups: Sequence[FairnessGroup], names: Mapping[str, str]) -> FairnessTable:
    total = next(group for group in groups if group.month is None and not group.category)
    whole = {group.category: group for group in groups if group.month is None}
    months = [group for group in groups if group.month and not group.category]
    drawn = months[:MONTHS_DRAWN][::-1]
    return FairnessTable(
        currency=currency,
        computed_at=total.computed_at,
        total=_row(_("All together"), total),
        categories=tuple(_row(name, whole[slug]) for slug, name in names.items() if slug in whole),
        months=tuple(_row(_month(group.month), group) for group in months[:MONTHS_LISTED]),
        earlier=max(0, len(months) - MONTHS_LISTED),
        shares=_shares(drawn) if len(drawn) > 1 else (),
        hours=_hours(drawn, groups, names) if len(drawn) > 1 else (),
    )


def _row(label: str, group: FairnessGroup) -> FairnessRow:
    ratios = group.ratios
    if ratios is None:
        return FairnessRow(label, None, None, "", "", "", "")
    return FairnessRow(
        label,
        group.counts,
        ratios,
        hourly=_percent(ratios.hourly_median_bps),
        gini=ABSENT if ratios.gini_bps is None else format_number(Decimal(ratios.gini_bps // 100) / PERCENT),
        p50=_duration(ratios.time_to_pay_p50_seconds, at_least=ratios.time_to_pay_p50_at_least),
        p95=_duration(ratios.time_to_pay_p95_seconds, at_least=ratios.time_to_pay_p95_at_least),
    )


def _percent(bps: Value) -> str:
    """Whole percents, rounded down: a chart and a table need no more."""
    return ABSENT if bps is None else format_bps(int(bps) // 100 * 100)


def _duration(seconds: int | None, *, at_least: bool) -> str:
    if seconds is None:
        return ABSENT
    text = format_duration(timedelta(seconds=seconds))
    return _("at least %(time)s") % {"time": text} if at_least else text


def _month(month: date | None) -> str:
    return format_date(month, "LLLL y", locale=reader_locale()) if month else ""


def _shares(months: Sequence[FairnessGroup]) -> tuple[Spark, ...]:
    series = (
        (_("Paid entries, of all admissible ones"), "paid_share_bps"),
        (_("Hours that earned nothing, of all hours"), "unpaid_time_bps"),
        (_("What creatives get, of what brands spend"), "creative_share_bps"),
        (_("The platform’s fee, of what brands spend"), "take_rate_bps"),
    )
    return small_multiples([_series(label, months, name) for label, name in series], _percent, chart_id="shares")


def _hours(
    months: Sequence[FairnessGroup], groups: Sequence[FairnessGroup], names: Mapping[str, str]
) -> tuple[Spark, ...]:
    """All categories together, then each of them in the same months; one not decided on in a month leaves a gap."""
    multiples = [_series(_("All together"), months, "hourly_median_bps")]
    for slug, name in names.items():
        found: dict[date | None, FairnessGroup] = {group.month: group for group in groups if group.category == slug}
        if any(group.month and group.ratios for group in found.values()):
            multiples.append(_series(name, [found.get(month.month) for month in months], "hourly_median_bps", months))
    return small_multiples(multiples, _percent, baseline=MINIMUM_HOUR, chart_id="hours")


def _series(
    label: str,
    groups: Sequence[FairnessGroup | None],
    name: str,
    months: Sequence[FairnessGroup] | None = None,
) -> Multiple:
    values = [getattr(group.ratios, name) if group and group.ratios else None for group in groups]
    periods = [_month(month.month) for month in months or [group for group in groups if group]]
    return Multiple(label, values, periods)
