"""Rule 29: the payout threshold. Decides from which amount a payee is paid: from the first cent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.reading import Minor
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class PayoutThreshold(Rule):
    """Amounts below `minimum_minor` are not paid. Anything above zero strands money, and is refused at publish."""

    slug: ClassVar[str] = "payout_threshold"
    number: ClassVar[int | None] = 29

    minimum_minor: Minor

    def is_payable(self, amount_minor: int) -> bool:
        """Say whether an amount is paid.

        >>> PayoutThreshold(minimum_minor=0).is_payable(1), PayoutThreshold(minimum_minor=0).is_payable(0)
        (True, False)
        """
        return amount_minor >= max(1, self.minimum_minor)

    def describe(self, voice: Voice) -> Section:
        if not self.minimum_minor:
            return voice.section(
                en=("Payout threshold", "There is none: every cent owed is paid."),
                fr=("Seuil de versement", "Il n’y en a pas : chaque centime dû est versé."),
            )
        units = voice.number(self.minimum_minor)
        return voice.section(
            en=("Payout threshold", f"Amounts below {units} minor units are not paid out."),
            fr=("Seuil de versement", f"Les montants inférieurs à {units} centimes ne sont pas versés."),
        )
