"""Rule 19: the team split. Decides how what an entry is owed is divided among those who signed for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import apportion
from payouts.policy.facts import EntryFacts
from payouts.policy.refusals import EntryWithoutPayee, InvalidShares
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class TeamSplit(Rule):
    """LR(total, weights), for each component by itself."""

    slug: ClassVar[str] = "team_split"
    number: ClassVar[int | None] = 19

    def split(self, entry: EntryFacts, amount: int) -> Mapping[str, int]:
        """Divide an amount by the signed weights.

        >>> team = EntryFacts("e", shares=(("ana", 2), ("bo", 1), ("cy", 0)))
        >>> TeamSplit().split(team, 16_828)
        {'ana': 11219, 'bo': 5609, 'cy': 0}
        """
        shares = entry.shares
        if not shares:
            raise EntryWithoutPayee(f"entry {entry.entry_id} is owed {amount} and names nobody to be paid")
        weights = dict(shares)
        if len(weights) < len(shares):
            raise InvalidShares(f"entry {entry.entry_id} names a payee twice")
        if min(weights.values()) < 0 or not any(weights.values()):
            raise InvalidShares(f"entry {entry.entry_id} has a negative weight, or none above zero")
        return apportion(amount, weights)

    def describe(self, voice: Voice) -> Section:
        return voice.section(
            en=("Teams", "What a team is owed is divided by the shares its members signed, to the cent."),
            fr=(
                "Équipes",
                "Ce qui est dû à une équipe est divisé selon les parts signées par ses membres, au centime.",
            ),
        )
