"""Rule 1: the hourly floor. Decides what the standard effort is worth at the legal minimum hour, with its load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from payouts.policy.arithmetic import ceil_div
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Whole
from payouts.policy.rule import FloorRule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

KIND = LineKind(
    rule="hourly_floor",
    component="earned",
    label={"en": "hourly floor", "fr": "plancher horaire"},
    formula=same("{effort_minutes} min × {hourly_minimum_minor:money}/h × {load_bps:factor}"),
)


@dataclass(frozen=True, slots=True)
class HourlyFloor(FloorRule):
    """h = ⌈E·m·ℓ/600 000⌉: E minutes of standard effort, m the legal minimum hour, ℓ the load in basis points.

    The load stands for what an employee gets on top of the hour: unbilled time and contributions.
    """

    slug: ClassVar[str] = "hourly_floor"
    number: ClassVar[int | None] = 1
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    load_bps: Annotated[int, Whole(0, 100_000)]

    def amount(self, terms: Terms, shortlisted: int) -> int:
        """Return h.

        >>> from payouts.policy import Terms
        >>> from datetime import date
        >>> terms = Terms("EUR", (100_000,), 6, 480, 0, 1202, date(2026, 1, 1), 60, 2000, 24)
        >>> HourlyFloor(load_bps=17_500).amount(terms, 3)
        16828
        """
        return self.worth(terms.effort_minutes, terms)

    def worth(self, minutes: int, terms: Terms) -> int:
        """Return what so many minutes are worth by the same hour and load, rounded up."""
        return ceil_div(minutes * terms.hourly_minimum_minor * self.load_bps, 600_000)

    def inputs(self, terms: Terms, shortlisted: int) -> dict[str, int | str]:
        return {
            "currency": terms.currency,
            "effort_minutes": terms.effort_minutes,
            "hourly_minimum_minor": terms.hourly_minimum_minor,
            "load_bps": self.load_bps,
            "reference_date": terms.reference_date.isoformat(),
        }

    def describe(self, voice: Voice) -> Section:
        load = voice.factor(self.load_bps)
        return voice.section(
            en=(
                "Hourly floor",
                "Every category has a standard effort in minutes, set by the platform and never by the brand.",
                (
                    "A shortlisted entry is paid at least that effort at the legal minimum hour, times "
                    f"{load} for unbilled time and contributions."
                ),
            ),
            fr=(
                "Plancher horaire",
                "Chaque catégorie a un effort standard en minutes, fixé par la plateforme et jamais par la marque.",
                (
                    "Une création présélectionnée est payée au moins cet effort au salaire horaire minimum "
                    f"légal, multiplié par {load} pour le temps non facturé et les cotisations."
                ),
            ),
        )
