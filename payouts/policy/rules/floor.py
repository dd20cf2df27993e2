"""Rule 5: the floor. Decides that the highest of the proposed floors binds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class HighestFloor(Rule):
    """F(n) = max(h, s, x, p(n)); see `payouts.policy.floors`."""

    slug: ClassVar[str] = "floor"
    number: ClassVar[int | None] = 5

    def describe(self, voice: Voice) -> Section:
        return voice.section(
            en=(
                "The floor",
                (
                    "The highest of these floors counts, and every shortlisted entry is paid at least "
                    "that, whatever the brand does: award, stay silent or cancel."
                ),
                "An entry taken off the shortlist again keeps its floor.",
            ),
            fr=(
                "Le plancher",
                (
                    "Le plus élevé de ces planchers s’applique, et chaque création présélectionnée reçoit "
                    "au moins ce montant quoi que fasse la marque : qu’elle prime, se taise ou annule."
                ),
                "Une création retirée de la présélection garde son plancher.",
            ),
        )
