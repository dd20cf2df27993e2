"""Rule 22: the payee's currency. Decides what an amount is worth in another currency at a rate that is kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.arithmetic import ceil_div
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


class UnusableRate(ValueError):
    """A rate of exchange needs a numerator and a denominator above zero."""


@dataclass(frozen=True, slots=True)
class PayeeCurrency(Rule):
    """⌈amount·num/den⌉: the brief is settled in its own currency; whoever is paid in another keeps the odd unit."""

    slug: ClassVar[str] = "payee_currency"
    number: ClassVar[int | None] = 22
    required: ClassVar[bool] = False

    def convert(self, amount_minor: int, numerator: int, denominator: int) -> int:
        """Return minor units of the payee's currency, at `numerator`/`denominator` of them for one of ours.

        The same stored rate gives the same amount at any later date. Raises UnusableRate.

        >>> PayeeCurrency().convert(16_828, 10_834, 10_000)
        18232
        """
        if numerator <= 0 or denominator <= 0:
            raise UnusableRate(f"{numerator}/{denominator} is no rate of exchange")
        return ceil_div(amount_minor * numerator, denominator)

    def describe(self, voice: Voice) -> Section:
        return voice.section(
            en=(
                "Currency",
                "A brief is settled in its own currency.",
                "Whoever is paid in another gets the amount at a rate that is kept with the payment, rounded up.",
            ),
            fr=(
                "Monnaie",
                "Un brief se règle dans sa propre monnaie.",
                "Qui est payé dans une autre reçoit le montant à un taux conservé avec lui, arrondi au supérieur.",
            ),
        )
