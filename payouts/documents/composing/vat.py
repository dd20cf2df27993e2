"""Which value-added tax a supply bears, and the words that the law wants when it bears none.

Sources: directive 2006/112/EC (art. 44 and 196: services between businesses are taxed where the customer is, who
accounts for the tax; art. 284: small enterprises); French CGI art. 293 B (franchise), art. 279 g (10 % on assignments
of an author's rights), art. 283-2 (reverse charge). Codes: VATEX list of the European Commission.

Pay is what the policy owes, and nothing is added to it: a creative who is registered has the tax inside the amount
(Court of Justice, C-249/12 and C-250/12, Tulică: where a price says nothing of it, the tax is included).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from payouts.documents.composing.values import Category, Language, Party

VatStatus: TypeAlias = Literal["private", "franchise", "registered"]
"""No taxable person at all; exempt as a small enterprise; registered, with a VAT number."""

STATUSES: Final[tuple[VatStatus, ...]] = ("private", "franchise", "registered")
FRENCH_RATES_BPS: Final = (1000, 2000)
"""What a registered creative in France may charge: 10 % for an author's assignment of rights, 20 % else."""

EU: Final = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """The tax of a supply."""

    category: Category
    rate_bps: int
    reason: str = ""
    reason_code: str = ""


class TaxUnclear(ValueError):
    """Something must be known first: `needs` names it (`buyer_vat_number`)."""

    def __init__(self, needs: str) -> None:
        super().__init__(needs)
        self.needs = needs


def fee_treatment(rate_bps: int, buyer: Party, language: Language) -> Treatment:
    """The tax on the platform's fee, as it was charged to the escrow.

    >>> fee_treatment(2000, Party("Halden Tea", "FR"), "fr").category
    'S'
    """
    if rate_bps:
        return Treatment("S", rate_bps)
    if buyer.country in EU and buyer.vat_number:
        return Treatment("AE", 0, _REVERSE_CHARGE[language], "VATEX-EU-AE")
    return Treatment("E", 0, _ABROAD[language])


def pay_treatment(status: VatStatus, rate_bps: int, seller: Party, buyer: Party, language: Language) -> Treatment:
    """The tax inside a creative's pay. Raises TaxUnclear.

    >>> pay_treatment("franchise", 0, Party("A. Maker", "FR"), Party("Halden Tea", "FR"), "fr").reason
    'TVA non applicable, art. 293 B du CGI'
    >>> pay_treatment("registered", 1000, Party("A. Maker", "FR"), Party("Halden Tea", "FR"), "fr").rate_bps
    1000
    """
    if status == "private":
        return Treatment("O", 0, _OUTSIDE[language], "VATEX-EU-O")
    if status == "franchise":
        if seller.country == "FR":
            return Treatment("E", 0, _FRANCHISE, "VATEX-FR-FRANCHISE")
        return Treatment("E", 0, _SMALL_ENTERPRISE[language])
    if seller.country == buyer.country == "FR":
        return Treatment("S", rate_bps)
    if not buyer.vat_number:
        raise TaxUnclear("buyer_vat_number")
    return Treatment("AE", 0, _REVERSE_CHARGE[language], "VATEX-EU-AE")


# French law wants this sentence in French, whatever the language of the invoice.
_FRANCHISE: Final = "TVA non applicable, art. 293 B du CGI"
_REVERSE_CHARGE: Final[dict[Language, str]] = {
    "en": "Reverse charge (Autoliquidation): the customer accounts for the VAT, art. 196 of directive 2006/112/EC",
    "fr": "Autoliquidation : TVA due par le preneur, art. 196 de la directive 2006/112/CE",
}
_ABROAD: Final[dict[Language, str]] = {
    "en": "Not subject to French VAT, art. 259-1 of the CGI",
    "fr": "TVA non applicable, art. 259-1 du CGI",
}
_OUTSIDE: Final[dict[Language, str]] = {
    "en": "Outside the scope of VAT: the seller is not a taxable person",
    "fr": "Hors champ de la TVA : le vendeur n’est pas assujetti",
}
_SMALL_ENTERPRISE: Final[dict[Language, str]] = {
    "en": "Exempt as a small enterprise, art. 284 of directive 2006/112/EC",
    "fr": "Exonération des petites entreprises, art. 284 de la directive 2006/112/CE",
}
