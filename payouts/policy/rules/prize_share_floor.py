"""Rule 4: the prize-share floor. Decides how a generous prize lifts the floor of everybody shortlisted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import BPS, ceil_div
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.rule import FloorRule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

KIND = LineKind(
    rule="prize_share_floor",
    component="earned",
    label={"en": "prize-share floor", "fr": "plancher en part des prix"},
    formula=same("{prizes_minor:money} × {share_bps:percent} ÷ {shortlisted}"),
)


@dataclass(frozen=True, slots=True)
class PrizeShareFloor(FloorRule):
    """p(n) = ⌈Z·share/n⌉. It is on top of the prizes: the brand pays it, not the winner."""

    slug: ClassVar[str] = "prize_share_floor"
    number: ClassVar[int | None] = 4
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    share_bps: Bps

    def amount(self, terms: Terms, shortlisted: int) -> int:
        """Return p(n).

        >>> from payouts.policy import Terms
        >>> from datetime import date
        >>> terms = Terms("EUR", (100_000, 50_000), 7, 480, 0, 1202, date(2026, 1, 1), 60, 2000, 28)
        >>> [PrizeShareFloor(share_bps=3_000).amount(terms, n) for n in (1, 3, 7)]
        [45000, 15000, 6429]
        """
        return ceil_div(terms.prizes_total_minor * self.share_bps, BPS * shortlisted)

    def inputs(self, terms: Terms, shortlisted: int) -> dict[str, int | str]:
        return {
            "currency": terms.currency,
            "prizes_minor": terms.prizes_total_minor,
            "share_bps": self.share_bps,
            "shortlisted": shortlisted,
        }

    def describe(self, voice: Voice) -> Section:
        share = voice.percent(self.share_bps)
        return voice.section(
            en=(
                "Prize-share floor",
                (
                    f"An amount equal to {share} of all prizes, divided by the number of shortlisted "
                    "entries, is also a floor: the brand pays it on top of the prizes."
                ),
            ),
            fr=(
                "Plancher en part des prix",
                (
                    f"Un montant égal à {share} du total des prix, divisé par le nombre de créations "
                    "présélectionnées, est aussi un plancher : la marque le paie en plus des prix."
                ),
            ),
        )
