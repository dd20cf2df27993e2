"""The figures of "how pay works": the legal hour by date, and one brief worked through by the engine itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from frontend.charts import FundingChart
from frontend.showing.money import gate_of
from frontend.showing.pay import Explained, ShownPromise, explained, shown_promises
from payouts.models import CategoryTariff
from payouts.policy import (
    LEGAL_MINIMUMS,
    DatedRate,
    EntryCap,
    PolicyDocument,
    Terms,
    compute_liability,
    floor,
    hourly_minimum,
    label_rule,
)
from payouts.selectors.promises import promises_of

PRIZES = (100_000, 50_000)
PLACES = 5
UNPAID_MINUTES = 60
VAT_BPS = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rule's proposal for the floor."""

    label: str
    amount_minor: int
    binds: bool


@dataclass(frozen=True, slots=True)
class Example:
    category: str
    places: int
    entry_cap: int
    effort_minutes: int
    floor_minor: int
    candidates: tuple[Candidate, ...]
    gate: FundingChart
    promises: tuple[ShownPromise, ...]
    winner: tuple[Explained, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Minimum:
    rate: DatedRate
    is_current: bool


def minimums(today: date) -> list[Minimum]:
    """The legal minimum hour of France, the newest first."""
    current = hourly_minimum("FR", today)
    return [Minimum(rate, rate == current) for rate in reversed(LEGAL_MINIMUMS["FR"]) if rate.since <= today]


def worked_example(policy: PolicyDocument, tariffs: Sequence[CategoryTariff], today: date) -> Example | None:
    """The first category's brief with two prizes and five places; None while nothing has a tariff."""
    if not tariffs:
        return None
    tariff = tariffs[0]
    terms = Terms(
        currency=tariff.currency,
        prizes_minor=PRIZES,
        shortlist_max=PLACES,
        effort_minutes=tariff.effort_minutes,
        study_price_minor=tariff.study_price_minor,
        hourly_minimum_minor=hourly_minimum("FR", today).amount_minor,
        reference_date=today,
        unpaid_effort_minutes=UNPAID_MINUTES,
        vat_bps=VAT_BPS,
        entry_cap=policy.rule(EntryCap).per_shortlist_place * PLACES,
    )
    liability = compute_liability(policy, terms)
    bound = floor(policy, terms, PLACES)
    promises = promises_of(policy, terms)
    language = get_language() or "en"
    return Example(
        category=tariff.category.name,
        places=PLACES,
        entry_cap=terms.entry_cap,
        effort_minutes=terms.effort_minutes,
        floor_minor=bound.amount_minor,
        candidates=tuple(
            Candidate(label_rule(rule, language), amount, rule == bound.rule)
            for rule, amount in bound.candidates.items()
        ),
        gate=gate_of(liability, liability.total_minor, chart_id="example"),
        promises=shown_promises(promises),
        winner=explained(promises[0].lines, terms.currency),
        currency=terms.currency,
    )
