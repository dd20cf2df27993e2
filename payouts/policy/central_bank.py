"""The European Central Bank's main refinancing rate: decides which one late interest rests on, by the half-year.

A decision is a new row; `KNOWN_UNTIL` moves with it, so that nobody computes with a rate that has not been looked up.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import Final


class UnknownReferenceRate(LookupError):
    """No rate is on record for the half-year of that day."""


@dataclass(frozen=True, slots=True)
class ReferenceRate:
    """The rate of the main refinancing operations, in basis points, from `since` until the next decision."""

    since: date
    bps: int


DECISIONS: Final = (
    ReferenceRate(date(2016, 3, 16), 0),
    ReferenceRate(date(2022, 7, 27), 50),
    ReferenceRate(date(2022, 9, 14), 125),
    ReferenceRate(date(2022, 11, 2), 200),
    ReferenceRate(date(2022, 12, 21), 250),
    ReferenceRate(date(2023, 2, 8), 300),
    ReferenceRate(date(2023, 3, 22), 350),
    ReferenceRate(date(2023, 5, 10), 375),
    ReferenceRate(date(2023, 6, 21), 400),
    ReferenceRate(date(2023, 8, 2), 425),
    ReferenceRate(date(2023, 9, 20), 450),
    ReferenceRate(date(2024, 6, 12), 425),
    ReferenceRate(date(2024, 9, 18), 365),
    ReferenceRate(date(2024, 10, 23), 340),
    ReferenceRate(date(2024, 12, 18), 315),
    ReferenceRate(date(2025, 2, 5), 290),
    ReferenceRate(date(2025, 3, 12), 265),
    ReferenceRate(date(2025, 4, 23), 240),
    ReferenceRate(date(2025, 6, 11), 215),
    ReferenceRate(date(2026, 6, 17), 240),
)
"""By the dates of effect of the Governing Council's decisions, oldest first.

2.15 % stood at the last tender of 2025, on which the German base rate of 1 January 2026 rests, and after the meeting of
5 February 2026. It was raised to 2.40 % on 11 June 2026 with effect from the 17th, and kept on 23 July; the
German base rate of 1 July 2026 (1.52 %) and the Italian rate of late payments for that half-year (2.40 %) rest on it.
"""

KNOWN_UNTIL: Final = date(2026, 12, 31)
"""The last day of the last half-year whose rate was looked up."""


def reference_rate(on: date) -> ReferenceRate:
    """Return the rate in force at the beginning of the half-year of a day. Raises UnknownReferenceRate.

    >>> reference_rate(date(2024, 9, 30)).bps, reference_rate(date(2025, 1, 1)).bps
    (425, 315)
    """
    begins = date(on.year, 1 if on.month <= 6 else 7, 1)
    index = bisect_right(DECISIONS, begins, key=lambda rate: rate.since)
    if not index or on > KNOWN_UNTIL:
        raise UnknownReferenceRate(f"the rate of {on.isoformat()} has not been looked up; add it to the table")
    return DECISIONS[index - 1]
