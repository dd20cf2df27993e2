"""What a brand's choices will cost, before it makes any: decides nothing, it settles invented facts.

A preview can therefore never differ from the settlement it announces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from payouts.policy.document import PolicyDocument
from payouts.policy.facts import EntryFacts, Facts, Outcome, Stage
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.settling import settle
from payouts.policy.terms import Terms

A_MOMENT = "2026-01-01T00:00:00+00:00"
"""Costs do not depend on when a decision is made, so any instant serves."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way of ending a contest costs the brand: what creatives are owed, the fee on it and its tax."""

    outcome: Outcome
    stage: Stage | None
    shortlisted: int
    creatives_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CostRange:
    """The least and the most that one way of ending a contest may cost, over every possible shortlist."""

    outcome: Outcome
    stage: Stage | None
    minimum: Cost
    maximum: Cost

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def cost_of(
    policy: PolicyDocument,
    terms: Terms,
    outcome: Outcome,
    *,
    shortlisted: int = 0,
    stage: Stage | None = None,
    entries: int | None = None,
) -> Cost:
    """Return the cost of ending a contest in this way with so many shortlisted, every place of an award filled.

    >>> from datetime import date
    >>> from payouts.policy import FAIR_1, Terms
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> cost_of(FAIR_1, terms, "awarded", shortlisted=3).creatives_minor
    150484
    >>> cost_of(FAIR_1, terms, "lapsed").creatives_minor
    200968
    >>> cost_of(FAIR_1, terms, "cancelled", stage="open").creatives_minor
    50242
    """
    minimum = policy.rule(MinimumShortlist).least(terms.entry_cap)
    facts = invent_facts(terms, outcome, shortlisted, stage, entries or max(shortlisted, minimum, 1))
    settlement = settle(policy, terms, facts)
    owed, fee, tax = settlement.owed_total_minor, settlement.fee_minor, settlement.tax_minor
    return Cost(outcome, stage, shortlisted, owed, fee, tax, owed + fee + tax)


@lru_cache(maxsize=1_024)
def preview_costs(policy: PolicyDocument, terms: Terms) -> tuple[CostRange, ...]:
    """Return what awarding, silence, and cancelling at each stage may cost, at least and at most.

    >>> from datetime import date
    >>> from payouts.policy import FAIR_1, Terms
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> for costs in preview_costs(FAIR_1, terms):
    ...     print(costs.outcome, costs.stage, costs.minimum.creatives_minor, costs.maximum.creatives_minor)
    awarded None 150484 200968
    lapsed None 150484 200968
    cancelled open 50242 50242
    cancelled shortlisting 66320 100968
    cancelled final 200968 200968
    """
    most = terms.shortlist_max
    least = min(max(policy.rule(MinimumShortlist).minimum, 1), most)
    full, any_size = range(least, most + 1), range(most + 1)
    return (
        _range(policy, terms, "awarded", None, full),
        _range(policy, terms, "lapsed", None, any_size),
        _range(policy, terms, "cancelled", "open", (0,)),
        _range(policy, terms, "cancelled", "shortlisting", any_size),
        _range(policy, terms, "cancelled", "final", full),
    )


def invent_facts(
    terms: Terms, outcome: Outcome, shortlisted: int, stage: Stage | None = None, entries: int | None = None
) -> Facts:
    """Return facts in which the first entries are shortlisted, and ranked in their order if there is an award."""
    ranked = min(len(terms.prizes_minor), shortlisted) if outcome == "awarded" else 0
    count = max(shortlisted, 1) if entries is None else entries
    return Facts(
        outcome=outcome,
        stage=stage,
        decided_at=A_MOMENT,
        entries=tuple(
            EntryFacts(
                entry_id=f"entry {number:03}",
                shortlisted=number <= shortlisted,
                rank=number if number <= ranked else None,
                shares=((f"author of entry {number:03}", 1),),
            )
            for number in range(1, count + 1)
        ),
    )


def _range(
    policy: PolicyDocument, terms: Terms, outcome: Outcome, stage: Stage | None, sizes: Iterable[int]
) -> CostRange:
    costs = [cost_of(policy, terms, outcome, shortlisted=size, stage=stage) for size in sizes]
    return CostRange(outcome, stage, min(costs, key=_total), max(costs, key=_total))


def _total(cost: Cost) -> int:
    return cost.total_minor
