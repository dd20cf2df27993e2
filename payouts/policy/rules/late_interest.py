"""Rule 24: late interest. Decides what whoever pays late owes on top, from the day after the debt was due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from payouts.policy.arithmetic import ceil_div
from payouts.policy.central_bank import reference_rate
from payouts.policy.reading import Minor, Whole
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

DAYS_OF_BPS = 3_650_000
"""Days of a year times basis points of a whole."""


@dataclass(frozen=True, slots=True)
class LateInterest(Rule):
    """⌈debt·(reference + `margin_bps`)·d/3 650 000⌉ and `lump_minor` once; from d = 1, the day after it was due.

    The reference is the European Central Bank's main refinancing rate at the beginning of the half-year in which the
    delay began (directive 2011/7/EU; the French margin is 10 points, that of the directive 8).
    """

    slug: ClassVar[str] = "late_interest"
    number: ClassVar[int | None] = 24
    required: ClassVar[bool] = False

    margin_bps: Annotated[int, Whole(0, 2_000)]
    lump_minor: Minor

    def owed(self, debt_minor: int, due: date, today: date) -> int:
        """Return what is owed on top of a debt that is not paid yet. Raises UnknownReferenceRate.

        >>> rule = LateInterest(margin_bps=1_000, lump_minor=4_000)
        >>> due = date(2025, 9, 1)
        >>> rule.owed(100_000, due, due), rule.owed(100_000, due, date(2025, 10, 1))
        (0, 4999)
        """
        days = (today - due).days
        if debt_minor <= 0 or days <= 0:
            return 0
        rate = reference_rate(due).bps + self.margin_bps
        return ceil_div(debt_minor * rate * days, DAYS_OF_BPS) + self.lump_minor

    def describe(self, voice: Voice) -> Section:
        margin = voice.percent(self.margin_bps)
        lump = voice.money(self.lump_minor, "EUR")
        return voice.section(
            en=(
                "Late payment",
                (
                    f"From the day after it was due, an unpaid amount earns the central bank’s rate and {margin}, "
                    f"and {lump} once."
                ),
                "Whoever causes the delay pays for it.",
            ),
            fr=(
                "Retard de paiement",
                (
                    "Dès le lendemain de l’échéance, une somme impayée porte intérêt au taux de la Banque centrale "
                    f"européenne plus {margin}, et {lump} une seule fois."
                ),
                "Qui cause le retard le paie.",
            ),
        )
