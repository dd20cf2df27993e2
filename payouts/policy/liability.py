"""Rule 6: the liability. Decides the most a contest can ever cost, which must be in escrow before it is shown.

It never looks at facts: it covers every outcome there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from payouts.policy.document import PolicyDocument
from payouts.policy.floors import Floor, envelope, floor
from payouts.policy.rules.contributions import KIND as ON_TOP
from payouts.policy.rules.contributions import Contributions
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.platform_fee import FEE, VAT, PlatformFee
from payouts.policy.settlement import Inputs
from payouts.policy.terms import Terms
from payouts.policy.voice import VOICES

PartKind: TypeAlias = Literal["floors", "prizes", "reserve", "fee", "tax"]


@dataclass(frozen=True, slots=True)
class LiabilityPart:
    """One part of the funding bar: what it is, the rule behind it, and its arithmetic."""

    kind: PartKind
    rule: str
    amount_minor: int
    inputs: Inputs
    formula: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "rule": self.rule,
            "amount_minor": self.amount_minor,
            "inputs": dict(self.inputs),
            "formula": self.formula,
        }


@dataclass(frozen=True, slots=True)
class Liability:
    """L = A + Z + reserves + fee + tax. `floors[n - 1]` is the floor when n are shortlisted.

    `parts` sum exactly to `total_minor`, and are in the order of a stacked bar.
    """

    currency: str
    envelope_minor: int
    envelope_shortlisted: int
    floors: tuple[Floor, ...]
    prizes_minor: int
    reserves_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int
    parts: tuple[LiabilityPart, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "envelope_minor": self.envelope_minor,
            "envelope_shortlisted": self.envelope_shortlisted,
            "floors": [floor.to_dict() for floor in self.floors],
            "prizes_minor": self.prizes_minor,
            "reserves_minor": self.reserves_minor,
            "fee_minor": self.fee_minor,
            "tax_minor": self.tax_minor,
            "total_minor": self.total_minor,
            "parts": [part.to_dict() for part in self.parts],
        }


@dataclass(frozen=True, slots=True)
class _Figures:
    envelope: int
    reserves: tuple[tuple[str, int], ...]
    fee: int
    tax: int
    contributions: int
    total: int


@lru_cache(maxsize=8_192)
def _figures(policy: PolicyDocument, terms: Terms) -> _Figures:
    worst = policy.rule(FundingGate).covers == "worst_case"
    top = envelope(policy, terms).amount_minor if worst else 0
    named = ((rule.slug, rule.reserve(policy, terms)) for rule in policy.rules) if worst else ()
    reserves = tuple((slug, amount) for slug, amount in named if amount)
    gross = top + terms.prizes_total_minor + sum(amount for _, amount in reserves)
    charges = policy.rule(PlatformFee)
    fee = charges.on_top(gross)
    tax = charges.tax(fee, terms.vat_bps)
    levied = policy.optional(Contributions)
    contributions = levied.on_top(gross) if levied else 0
    return _Figures(top, reserves, fee, tax, contributions, gross + fee + tax + contributions)


def liability_total(policy: PolicyDocument, terms: Terms) -> int:
    """Return L alone, in minor units: cheap enough for every settlement."""
    return _figures(policy, terms).total


def compute_liability(policy: PolicyDocument, terms: Terms) -> Liability:
    """Return L with its parts.

    >>> from payouts.policy import FAIR_1, Terms
    >>> from datetime import date
    >>> terms = Terms("EUR", (100_000, 50_000), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> liability = compute_liability(FAIR_1, terms)
    >>> for part in liability.parts:
    ...     print(f"{part.kind:7}{part.amount_minor:7}  {part.formula}")
    floors  100968  6 × 168.28 €
    prizes  150000  1,000.00 € + 500.00 €
    fee      30116  2,509.68 € × 12 %
    tax       6023  301.16 € × 20 %
    >>> liability.total_minor
    287107
    """
    figures = _figures(policy, terms)
    floors = tuple(floor(policy, terms, n) for n in range(1, terms.shortlist_max + 1))
    reserves = sum(amount for _, amount in figures.reserves)
    return Liability(
        currency=terms.currency,
        envelope_minor=figures.envelope,
        envelope_shortlisted=envelope(policy, terms).shortlisted,
        floors=floors,
        prizes_minor=terms.prizes_total_minor,
        reserves_minor=reserves,
        fee_minor=figures.fee,
        tax_minor=figures.tax + figures.contributions,
        total_minor=figures.total,
        parts=tuple(_parts(policy, terms, figures)),
    )


def _parts(policy: PolicyDocument, terms: Terms, figures: _Figures) -> list[LiabilityPart]:
    currency, say = terms.currency, VOICES["en"].money
    parts: list[LiabilityPart] = []
    if figures.envelope:
        at = floor(policy, terms, envelope(policy, terms).shortlisted)
        inputs: Inputs = {
            "currency": currency,
            "shortlisted": at.shortlisted,
            "floor_minor": at.amount_minor,
            "rule": at.rule,
        }
        formula = f"{at.shortlisted} × {say(at.amount_minor, currency)}"
        parts.append(LiabilityPart("floors", at.rule, figures.envelope, inputs, formula))
    prizes = " + ".join(say(prize, currency) for prize in terms.prizes_minor)
    by_place: dict[str, int | str] = {
        f"place_{place}_minor": prize for place, prize in enumerate(terms.prizes_minor, start=1)
    }
    parts.append(
        LiabilityPart("prizes", "prizes", terms.prizes_total_minor, {"currency": currency, **by_place}, prizes)
    )
    for slug, amount in figures.reserves:
        parts.append(LiabilityPart("reserve", slug, amount, {"currency": currency}, say(amount, currency)))
    gross = figures.total - figures.fee - figures.tax - figures.contributions
    rate = policy.rule(PlatformFee).effective_bps
    fee: Inputs = {"currency": currency, "gross_minor": gross, "fee_bps": rate}
    tax: Inputs = {"currency": currency, "fee_minor": figures.fee, "vat_bps": terms.vat_bps}
    if figures.fee:
        parts.append(LiabilityPart("fee", FEE.rule, figures.fee, fee, FEE.render(fee)))
    if figures.tax:
        parts.append(LiabilityPart("tax", VAT.rule, figures.tax, tax, VAT.render(tax)))
    levied = policy.optional(Contributions)
    if levied and figures.contributions:
        inputs = {"currency": currency, "gross_minor": gross, "payer_bps": levied.payer_bps}
        parts.append(LiabilityPart("tax", ON_TOP.rule, figures.contributions, inputs, ON_TOP.render(inputs)))
    return parts
