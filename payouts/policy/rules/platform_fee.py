"""Rule 18: the platform's fee. Decides what the platform takes: on top of what creatives are paid, never out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from payouts.policy.arithmetic import bps_down, bps_nearest
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.rule import Rule
from payouts.policy.rules.solidarity_fund import FUND, SolidarityFund
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.sheet import Sheet

FEE = LineKind(
    rule="platform_fee",
    component="fee",
    label={"en": "platform fee", "fr": "commission de la plateforme"},
    formula=same("{gross_minor:money} × {fee_bps:percent}[ − {fund_minor:money}]"),
)
VAT = LineKind(
    rule="platform_fee.vat",
    component="tax",
    label={"en": "VAT on the platform fee", "fr": "TVA sur la commission"},
    formula=same("{fee_minor:money} × {vat_bps:percent}"),
)


@dataclass(frozen=True, slots=True)
class PlatformFee(Rule):
    """fee = ⌊gross·min(fee, cap)⌋ on the brand's side, with its tax.

    A fee borne by creatives can be written down, is then withheld from each of their lines, and is refused at
    publish.
    """

    slug: ClassVar[str] = "platform_fee"
    number: ClassVar[int | None] = 18
    line_kinds: ClassVar[tuple[LineKind, ...]] = (FEE, VAT)

    fee_bps: Bps
    cap_bps: Bps
    borne_by: Literal["brand", "creative"]

    @property
    def effective_bps(self) -> int:
        return min(self.fee_bps, self.cap_bps)

    @property
    def is_withheld(self) -> bool:
        return self.borne_by == "creative"

    def withheld(self, amount: int) -> int:
        """Return what is taken out of a creative's line."""
        return bps_down(amount, self.effective_bps)

    def on_top(self, gross: int) -> int:
        """Return what the brand pays on top of what creatives are owed.

        >>> PlatformFee(fee_bps=1_200, cap_bps=1_500, borne_by="brand").on_top(200_004)
        24000
        >>> PlatformFee(fee_bps=4_000, cap_bps=1_500, borne_by="brand").on_top(200_004)
        30000
        """
        return 0 if self.is_withheld else bps_down(gross, self.effective_bps)

    def tax(self, fee: int, vat_bps: int) -> int:
        return bps_nearest(fee, vat_bps)

    def charge(self, sheet: Sheet) -> tuple[int, int]:
        """Add the lines of the fee and its tax, and return both."""
        gross, currency = sheet.gross_minor, sheet.terms.currency
        fee = sheet.withheld_minor if self.is_withheld else self.on_top(gross)
        # What is withheld holds its tax already: nothing more can be asked of an escrow that covers the gross.
        tax = 0 if self.is_withheld else self.tax(fee, sheet.terms.vat_bps)
        said: dict[str, int | str] = {"currency": currency, "gross_minor": gross, "fee_bps": self.effective_bps}
        solidarity = sheet.policy.optional(SolidarityFund)
        fund = solidarity.part_of(fee) if solidarity else 0
        sheet.add_charge(FEE, fee - fund, {**said, "fund_minor": fund} if fund else said)
        if solidarity:
            given: dict[str, int | str] = {"currency": currency, "fee_minor": fee, "fund_bps": solidarity.share_bps}
            sheet.add_charge(FUND, fund, given)
        sheet.add_charge(VAT, tax, {"currency": currency, "fee_minor": fee, "vat_bps": sheet.terms.vat_bps})
        return fee, tax

    def describe(self, voice: Voice) -> Section:
        fee, cap = voice.percent(self.effective_bps), voice.percent(self.cap_bps)
        if self.is_withheld:
            return voice.section(
                en=("Platform fee", f"The platform keeps {fee} of what creatives are paid."),
                fr=("Commission", f"La plateforme garde {fee} de ce que reçoivent les créatifs."),
            )
        return voice.section(
            en=(
                "Platform fee",
                f"The brand pays the platform {fee} of what creatives are paid, plus tax, and never more than {cap}.",
                "The fee is on top: it is never taken out of a creative’s pay.",
            ),
            fr=(
                "Commission",
                (
                    f"La marque verse à la plateforme {fee} de ce que reçoivent les créatifs, plus la taxe, "
                    f"et jamais plus de {cap}."
                ),
                "La commission s’ajoute : elle n’est jamais prise sur la paie d’un créatif.",
            ),
        )
