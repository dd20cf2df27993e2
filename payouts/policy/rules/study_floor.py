"""Rule 2: the study-price floor. Decides how much of the usual price of such a study a shortlisted entry is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import bps_up
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.rule import FloorRule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

KIND = LineKind(
    rule="study_floor",
    component="earned",
    label={"en": "study-price floor", "fr": "plancher au prix de l’étude"},
    formula=same("{study_price_minor:money} × {share_bps:percent}"),
)


@dataclass(frozen=True, slots=True)
class StudyFloor(FloorRule):
    """s = ⌈price·share⌉, as French public design contests pay the price of the study less at most 20 %."""

    slug: ClassVar[str] = "study_floor"
    number: ClassVar[int | None] = 2
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    share_bps: Bps

    def amount(self, terms: Terms, shortlisted: int) -> int:
        """Return s.

        >>> from payouts.policy import Terms
        >>> from datetime import date
        >>> terms = Terms("EUR", (100_000,), 6, 480, 30_001, 1202, date(2026, 1, 1), 60, 2000, 24)
        >>> StudyFloor(share_bps=8_000).amount(terms, 3)
        24001
        """
        return bps_up(terms.study_price_minor, self.share_bps)

    def inputs(self, terms: Terms, shortlisted: int) -> dict[str, int | str]:
        return {
            "currency": terms.currency,
            "study_price_minor": terms.study_price_minor,
            "share_bps": self.share_bps,
        }

    def describe(self, voice: Voice) -> Section:
        share = voice.percent(self.share_bps)
        return voice.section(
            en=(
                "Study-price floor",
                (
                    f"A shortlisted entry is paid at least {share} of what such a study usually costs in "
                    "its category, a price published by the platform."
                ),
            ),
            fr=(
                "Plancher au prix de l’étude",
                (
                    f"Une création présélectionnée est payée au moins {share} du prix habituel d’une telle "
                    "étude dans sa catégorie, prix publié par la plateforme."
                ),
            ),
        )
