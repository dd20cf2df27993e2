"""Rule 30: co-funding. Decides what becomes of backers' pledges: all of the goal or nothing, and the surplus back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import K, apportion
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class CoFunding(Rule):
    """Below the goal every pledge goes back whole; above it, the surplus by the largest remainder."""

    slug: ClassVar[str] = "co_funding"
    number: ClassVar[int | None] = 30
    required: ClassVar[bool] = False

    def refunds(self, pledges: Mapping[K, int], goal_minor: int) -> dict[K, int]:
        """Return what goes back to each backer at the campaign's end; what is not refunded is held, exactly the goal.

        >>> CoFunding().refunds({"ash": 6_000, "elm": 5_000}, 10_000)
        {'ash': 545, 'elm': 455}
        >>> CoFunding().refunds({"ash": 6_000, "elm": 3_000}, 10_000)
        {'ash': 6000, 'elm': 3000}
        """
        surplus = sum(pledges.values()) - goal_minor
        if surplus < 0:
            return {backer: pledges[backer] for backer in sorted(pledges)}
        return apportion(surplus, pledges)

    def describe(self, voice: Voice) -> Section:
        return voice.section(
            en=(
                "Co-funding",
                "Backers fund a brief together or not at all: below the goal, every pledge goes back whole.",
                "Above it, the surplus goes back in proportion to the pledges.",
            ),
            fr=(
                "Financement à plusieurs",
                "On finance un brief ensemble ou pas du tout : sous l’objectif, chaque promesse est rendue en entier.",
                "Au-dessus, l’excédent est rendu en proportion des promesses.",
            ),
        )
