"""Money as charts: the funding gate of a contest under way, and where the money of a decided one went."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from frontend.charts import (
    FundingChart,
    FundingPart,
    WaterfallChart,
    WaterfallStep,
    funding_gate,
    settlement_waterfall,
)
from frontend.formatting import format_money
from payouts.policy import Liability, LiabilityPart, PolicyDocument, Terms, compute_liability, label_rule
from payouts.selectors.funding import EscrowPosition

PARTS: dict[str, tuple[str, Promise]] = {
    "floors": ("floor", gettext_lazy("Floors of the shortlist")),
    "prizes": ("prize", gettext_lazy("Prizes")),
    "reserve": ("reserve", gettext_lazy("Reserves")),
    "fee": ("fee", gettext_lazy("Platform fee")),
    "tax": ("tax", gettext_lazy("VAT on the fee")),
}


def gate_of(liability: Liability, held_minor: int, *, chart_id: str = "funding") -> FundingChart:
    """The most that can be owed, by its parts, against what is held."""
    parts = [FundingPart(*_named(part), part.amount_minor, _note(part)) for part in liability.parts]
    return funding_gate(parts, held_minor, liability.currency, chart_id=chart_id)


def gate_of_terms(policy: PolicyDocument, terms: Terms, held_minor: int) -> FundingChart:
    """The same of a contest's terms, remembered: what a brief can cost does not change while it is open."""
    return _gate_of_terms(policy, terms, held_minor, get_language())


@lru_cache(maxsize=1000)
def _gate_of_terms(policy: PolicyDocument, terms: Terms, held_minor: int, _language: str) -> FundingChart:
    return gate_of(compute_liability(policy, terms), held_minor)


def _named(part: LiabilityPart) -> tuple[str, str]:
    kind, label = PARTS[part.kind]
    if part.kind == "reserve" or part.rule == "contributions":  # There may be several of these, each by another rule.
        return kind, capfirst(label_rule(part.rule, get_language() or "en"))
    return kind, str(label)


def _note(part: LiabilityPart) -> str:
    """The arithmetic of the floors; the other parts speak for themselves."""
    if part.kind != "floors":
        return ""
    floor = format_money(int(part.inputs["floor_minor"]), str(part.inputs["currency"]))
    return f"{part.inputs['shortlisted']} × {floor}"


def outcome_of(position: EscrowPosition) -> WaterfallChart:
    """Where the money of a decided contest went; `settlement_waterfall` refuses steps that do not add up."""
    charges = position.paid_in_minor - position.owed_minor - position.refunded_minor
    steps = [
        WaterfallStep("start", _("Held from the beginning"), position.paid_in_minor),
        WaterfallStep("out", _("To creatives"), position.owed_minor),
        WaterfallStep("aside", _("Platform fee and taxes"), max(charges, 0)),
        WaterfallStep("aside", _("Back to the brand"), position.refunded_minor),
    ]
    kept = [step for step in steps if step.kind == "start" or step.amount_minor]
    return settlement_waterfall(kept, position.currency, title=_("Where the money went"))
