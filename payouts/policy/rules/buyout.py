"""Rule 16: the buyout. Decides what a brand pays to use a work that was paid for but did not win."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import bps_up
from payouts.policy.reading import Bps
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice


class UnnamedRight(ValueError):
    """Each right that is bought has a name and a price that is not negative."""


@dataclass(frozen=True, slots=True)
class Buyout(Rule):
    """⌈z₁·`share_bps`⌉ and each right by itself; no right passes before all of it is paid."""

    slug: ClassVar[str] = "buyout"
    number: ClassVar[int | None] = 16
    required: ClassVar[bool] = False

    share_bps: Bps

    def price(self, terms: Terms, rights: Mapping[str, int]) -> int:
        """Return the least a brand pays for a losing work with these rights, in minor units. Raises UnnamedRight.

        >>> from datetime import date
        >>> terms = Terms("EUR", (100_001,), 6, 480, 0, 1202, date(2026, 1, 1), 60, 2000, 24)
        >>> Buyout(share_bps=5_000).price(terms, {"print, France, 5 years": 20_000})
        70001
        """
        for name, amount in rights.items():
            if not name.strip() or amount < 0:
                raise UnnamedRight(f"{name!r} for {amount}")
        return bps_up(max(terms.prizes_minor, default=0), self.share_bps) + sum(rights.values())

    def describe(self, voice: Voice) -> Section:
        share = voice.percent(self.share_bps)
        return voice.section(
            en=(
                "Buying a work that did not win",
                f"It costs at least {share} of the first prize, and each right by itself.",
                "No right passes before it is paid.",
            ),
            fr=(
                "Achat d’une création non lauréate",
                f"Il coûte au moins {share} du premier prix, et chaque droit à part.",
                "Aucun droit ne passe avant d’être payé.",
            ),
        )
