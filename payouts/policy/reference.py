"""Dated legal figures the floors rest on: decides which minimum hour applied on which day, and names its source.

It never looks at a clock: the day is the caller's. A new rate is a new row; no row is ever edited, because
settled contests keep the figure of their own reference date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final


class UnknownLegalMinimum(LookupError):
    """No legal minimum is on record for that country and day."""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A legal minimum hour: gross, in minor units, from `since` until the next row."""

    country: str
    currency: str
    amount_minor: int
    since: date
    source: str


def _france(since: date, amount_minor: int, act: str) -> DatedRate:
    return DatedRate("FR", "EUR", amount_minor, since, f"SMIC, {act}")


LEGAL_MINIMUMS: Final[Mapping[str, tuple[DatedRate, ...]]] = {
    "FR": (
        _france(date(2020, 1, 1), 1015, "décret n° 2019-1387 du 18 décembre 2019"),
        _france(date(2021, 1, 1), 1025, "décret n° 2020-1598 du 16 décembre 2020"),
        _france(date(2021, 10, 1), 1048, "arrêté du 27 septembre 2021"),
        _france(date(2022, 1, 1), 1057, "décret n° 2021-1741 du 22 décembre 2021"),
        _france(date(2022, 5, 1), 1085, "arrêté du 19 avril 2022"),
        _france(date(2022, 8, 1), 1107, "arrêté du 29 juillet 2022"),
        _france(date(2023, 1, 1), 1127, "décret n° 2022-1608 du 22 décembre 2022"),
        _france(date(2023, 5, 1), 1152, "arrêté du 26 avril 2023"),
        _france(date(2024, 1, 1), 1165, "décret n° 2023-1216 du 20 décembre 2023"),
        _france(date(2024, 11, 1), 1188, "décret n° 2024-951 du 23 octobre 2024"),
        _france(date(2026, 1, 1), 1202, "décret n° 2025-1228 du 17 décembre 2025"),
        _france(date(2026, 6, 1), 1231, "arrêté du 22 mai 2026, JORFTEXT000054126589"),
    ),
}
"""Country → rates, oldest first (metropolitan France and the overseas departments except Mayotte)."""


def hourly_minimum(country: str, on: date) -> DatedRate:
    """Return the legal minimum hour of a country on a day.

    >>> hourly_minimum("FR", date(2026, 1, 1)).amount_minor, hourly_minimum("FR", date(2025, 12, 31)).amount_minor
    (1202, 1188)
    >>> hourly_minimum("FR", date(2019, 12, 31))
    Traceback (most recent call last):
    payouts.policy.reference.UnknownLegalMinimum: no legal minimum hour on record for FR on 2019-12-31
    """
    rates = LEGAL_MINIMUMS.get(country, ())
    index = bisect_right(rates, on, key=lambda rate: rate.since)
    if not index:
        raise UnknownLegalMinimum(f"no legal minimum hour on record for {country} on {on.isoformat()}")
    return rates[index - 1]
