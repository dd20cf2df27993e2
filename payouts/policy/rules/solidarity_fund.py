"""Rule 26: the solidarity fund. Decides which part of the platform's own fee goes to creatives in need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import bps_down
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

FUND = LineKind(
    rule="solidarity_fund",
    component="fee",
    label={"en": "solidarity fund", "fr": "fonds de solidarité"},
    formula=same("{fee_minor:money} × {fund_bps:percent}"),
)


@dataclass(frozen=True, slots=True)
class SolidarityFund(Rule):
    """⌊fee·`share_bps`⌋ of the fee, which the platform passes on: nobody else pays a cent more or gets a cent less."""

    slug: ClassVar[str] = "solidarity_fund"
    number: ClassVar[int | None] = 26
    required: ClassVar[bool] = False
    line_kinds: ClassVar[tuple[LineKind, ...]] = (FUND,)

    share_bps: Bps

    def part_of(self, fee: int) -> int:
        """Return the fund's part of a fee.

        >>> SolidarityFund(share_bps=200).part_of(18_058)
        361
        """
        return bps_down(fee, self.share_bps)

    def describe(self, voice: Voice) -> Section:
        share = voice.percent(self.share_bps)
        return voice.section(
            en=(
                "Solidarity fund",
                f"The platform gives {share} of its own fee to a fund for creatives in need. No pay changes by it.",
            ),
            fr=(
                "Fonds de solidarité",
                (
                    f"La plateforme reverse {share} de sa commission à un fonds pour les créatifs en difficulté. "
                    "La paie de personne n’en change."
                ),
            ),
        )
