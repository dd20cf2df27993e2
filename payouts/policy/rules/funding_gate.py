"""Rule 6: the funding gate. Decides what must be held in escrow before a brief is shown to a single creative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class FundingGate(Rule):
    """L covers the worst case; a gate that covers the prizes only can be written down, and is refused at publish."""

    slug: ClassVar[str] = "funding_gate"
    number: ClassVar[int | None] = 6

    covers: Literal["worst_case", "prizes"]

    def describe(self, voice: Voice) -> Section:
        if self.covers == "prizes":
            return voice.section(
                en=("Funding", "Only the prizes are held in escrow before a brief is published."),
                fr=("Financement", "Seuls les prix sont mis sous séquestre avant la publication d’un brief."),
            )
        return voice.section(
            en=(
                "Funding",
                (
                    "Before a brief is shown to anybody, the most it can ever cost (floors, prizes, "
                    "reserves, fee and tax) is held in escrow."
                ),
                "What is not spent goes back to the brand.",
            ),
            fr=(
                "Financement",
                (
                    "Avant qu’un brief soit montré à quiconque, le maximum qu’il peut coûter (planchers, "
                    "prix, réserves, commission et taxe) est mis sous séquestre."
                ),
                "Ce qui n’est pas dépensé revient à la marque.",
            ),
        )
