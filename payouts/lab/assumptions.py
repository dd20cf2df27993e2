"""What the lab assumes about the world, number by number, each with where it comes from.

Published figures are quoted with their source and year; everything else says that it is assumed, and why. Decides
nothing about pay. Dollars of the sources are taken as euros, one for one: only the proportions matter here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from payouts.policy import hourly_minimum

NEWEST_RATE: Final = date(2026, 6, 1)


def stated(default: float | date, unit: str, source: str, reason: str) -> Any:
    """A number with its unit, its source (empty where it is only assumed) and the reason for taking it."""
    return field(default=default, metadata={"unit": unit, "source": source, "reason": reason})


@dataclass(frozen=True, slots=True)
class Stated:
    """One assumption as a reader is shown it. `source` is empty exactly where nobody published the number."""

    name: str
    value: float | date
    unit: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The simulated economy: logo contests, because that is what the published figures are about."""

    entrants: float = stated(33, "creatives a contest", "crowdSPRING, 2009", "The mean.")
    entries: float = stated(77, "entries a contest", "crowdSPRING, 2009", "The mean; 89 at 99designs in the same year.")
    entrants_shape: float = stated(2, "shape of a gamma", "", "Some briefs draw a crowd and many a handful.")
    entry_minutes: float = stated(
        138, "minutes an entry", "crowdSPRING, 2010", "The site's own survey: 2.3 hours for a logo."
    )
    entry_minutes_spread: float = stated(0.6, "sigma of a lognormal", "", "Two of three entries take 1 to 3.5 hours.")
    late_arrival: float = stated(
        2.4, "exponent", "", "Half of the entries come in the last quarter: creatives wait for others to be judged."
    )
    creatives: float = stated(
        4.4, "creatives for each contest", "99designs, 2010", "Nearly 200,000 designers and 45,000 projects."
    )
    activity: float = stated(3, "exponent", "", "An eighth of the creatives make half of all entries.")
    strength_tail: float = stated(1.2, "exponent of a Pareto", "", "A few win much: the tail is nearly without a mean.")
    prize_minor: int = stated(
        30_000,
        "minor units a contest",
        "99designs and crowdSPRING, 2009",
        "Mean payouts: 234 $ and 425 $.",
    )
    prize_spread: float = stated(0.5, "sigma of a lognormal", "", "Two of three prizes lie between 160 € and 440 €.")
    prize_least_minor: int = stated(10_000, "minor units", "99designs, 2010", "Usual prizes were from 100 to 600 $.")
    prize_most_minor: int = stated(500_000, "minor units", "", "Larger prizes are rare, and would rule the means.")
    one_prize_bps: int = stated(8_000, "bps of contests", "", "The others split it 60, 25 and 15 % over three places.")
    places_least: int = stated(4, "places on a shortlist", "", "What a brand can look at closely.")
    places_most: int = stated(8, "places on a shortlist", "", "What a brand can look at closely.")
    silent_bps: int = stated(600, "bps of contests", "", "No site publishes how many brands never decide.")
    silent_unread_bps: int = stated(5_000, "bps of the silent", "", "Half of them never make a shortlist either.")
    cancelled_bps: int = stated(400, "bps of contests", "", "A third of them in each stage.")
    effort_minutes: int = stated(480, "minutes a finalist", "Fairbrief, 2026", "Logo, standard effort.")
    effort_spread: float = stated(0.3, "sigma of a lognormal", "", "Two of three finalists take 6 to 11 hours.")
    study_price_minor: int = stated(20_000, "minor units", "Fairbrief, 2026", "Logo, usual price of a study.")
    vat_bps: int = stated(2_000, "bps of the fee", "France, 2026", "Shown nowhere: all figures are without VAT.")
    reference_date: date = stated(  # noqa: RUF009 - a date does not change
        NEWEST_RATE, "day of the legal minimum", "SMIC, arrêté du 22 mai 2026", "The newest rate on record."
    )

    @property
    def hourly_minimum_minor(self) -> int:
        """The legal minimum hour in France on the reference date, in cents."""
        return hourly_minimum("FR", self.reference_date).amount_minor

    def stated(self) -> Iterator[Stated]:
        """Yield every number with its source, in the order above."""
        for item in fields(self):
            words = item.metadata
            yield Stated(item.name, getattr(self, item.name), words["unit"], words["source"], words["reason"])
