"""Rule 25: contributions. Decides what a payer owes the social security on top, and what is withheld from an author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from payouts.policy.arithmetic import bps_nearest
from payouts.policy.levies import Levy, withheld_levies
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.sheet import Sheet

KIND = LineKind(
    rule="contributions",
    component="tax",
    label={"en": "payer’s social contribution", "fr": "contribution sociale du diffuseur"},
    formula=same("{gross_minor:money} × {payer_bps:percent}"),
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld from one payment for an author: `gross_minor` is `net_minor` and all `parts` together."""

    gross_minor: int
    parts: tuple[tuple[Levy, int], ...]

    @property
    def net_minor(self) -> int:
        return self.gross_minor - sum(amount for _, amount in self.parts)


@dataclass(frozen=True, slots=True)
class Contributions(Rule):
    """`payer_bps` of what creatives are owed, on top, from the brand; no platform fee is taken of it.

    What an author owes is withheld from the gross by a dated table, only from those whom the law makes so.
    """

    slug: ClassVar[str] = "contributions"
    number: ClassVar[int | None] = 25
    required: ClassVar[bool] = False
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    payer_bps: Bps

    def on_top(self, gross: int) -> int:
        return bps_nearest(gross, self.payer_bps)

    def charge(self, sheet: Sheet) -> int:
        """Add the payer's line and return its amount."""
        gross = sheet.gross_minor
        said: dict[str, int | str] = {
            "currency": sheet.terms.currency,
            "gross_minor": gross,
            "payer_bps": self.payer_bps,
        }
        sheet.add_charge(KIND, self.on_top(gross), said)
        return self.on_top(gross)

    def withhold(self, gross: int, country: str, on: date) -> Withheld:
        """Split a gross payment to an author who is subject to withholding in that country on that day.

        Raises UnknownLevies where no table is on record.

        >>> split = Contributions(payer_bps=110).withhold(100_000, "FR", date(2024, 3, 1))
        >>> split.net_minor, [amount for _, amount in split.parts]
        (83970, [6150, 9039, 491, 350])
        """
        parts = tuple((levy, levy.amount(gross)) for levy in withheld_levies(country, on))
        return Withheld(gross, parts)

    def describe(self, voice: Voice) -> Section:
        rate = voice.percent(self.payer_bps)
        return voice.section(
            en=(
                "Contributions",
                f"The brand pays {rate} of what creatives are owed to the authors’ social security, on top.",
                "What the law withholds from an author is shown line by line: gross is net and what was withheld.",
            ),
            fr=(
                "Contributions",
                (
                    f"La marque verse en plus {rate} de ce qui est dû aux créatifs à la sécurité sociale des "
                    "artistes-auteurs."
                ),
                "Ce que la loi précompte à un auteur est montré ligne par ligne : le brut est le net et le précompte.",
            ),
        )
