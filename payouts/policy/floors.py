"""Rules 1 to 5 together: decides which floor binds for a shortlist, and the most that floors can ever cost.

It never looks at what happened: only at the policy, the terms and a number of shortlisted entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from payouts.policy.line_kinds import LineKind
from payouts.policy.settlement import Inputs
from payouts.policy.terms import Terms

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument


@dataclass(frozen=True, slots=True)
class Floor:
    """The floor of each entry when `shortlisted` are: its amount, the rule that binds, and what the others proposed."""

    shortlisted: int
    amount_minor: int
    rule: str
    candidates: Mapping[str, int]
    inputs: Inputs
    formula: str
    kind: LineKind = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        return {
            "shortlisted": self.shortlisted,
            "amount_minor": self.amount_minor,
            "rule": self.rule,
            "candidates": dict(self.candidates),
            "inputs": dict(self.inputs),
            "formula": self.formula,
        }


@dataclass(frozen=True, slots=True)
class Envelope:
    """The most the floors can cost, and the smallest shortlist that costs it."""

    amount_minor: int
    shortlisted: int


def floor(policy: PolicyDocument, terms: Terms, n: int) -> Floor:
    """Return F(n) = max(h, s, x, p(n)); of equal proposals the first rule in the table binds.

    >>> from payouts.policy import FAIR_1, Terms
    >>> from datetime import date
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> print(floor(FAIR_1, terms, 6).rule, floor(FAIR_1, terms, 6).formula)
    hourly_floor 480 min × 12.02 €/h × 1.75
    >>> print(floor(FAIR_1, terms, 1).rule, floor(FAIR_1, terms, 1).formula)
    prize_share_floor 1,000.00 € × 30 % ÷ 1
    >>> dict(floor(FAIR_1, terms, 1).candidates)
    {'hourly_floor': 16828, 'study_floor': 16000, 'fixed_floor': 10000, 'prize_share_floor': 30000}
    """
    return _floor(policy, terms, n)


@lru_cache(maxsize=8_192)
def _floor(policy: PolicyDocument, terms: Terms, n: int) -> Floor:
    if n < 1:
        raise ValueError(f"a floor is paid to shortlisted entries, and {n} is nobody")
    candidates = {rule.slug: rule.amount(terms, n) for rule in policy.floor_rules}
    binding = max(policy.floor_rules, key=lambda rule: candidates[rule.slug])
    inputs = binding.inputs(terms, n)
    return Floor(
        shortlisted=n,
        amount_minor=candidates[binding.slug],
        rule=binding.slug,
        candidates=candidates,
        inputs=inputs,
        formula=binding.formula(inputs),
        kind=binding.line_kinds[0],
    )


@lru_cache(maxsize=8_192)
def envelope(policy: PolicyDocument, terms: Terms) -> Envelope:
    """Return A = max over n ≤ K of n·F(n). Every n is taken, because p(n) falls as n grows and is rounded up.

    >>> from payouts.policy import FAIR_1, Terms
    >>> from datetime import date
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> envelope(FAIR_1, terms)
    Envelope(amount_minor=100968, shortlisted=6)
    """
    best = Envelope(0, 0)
    for n in range(1, terms.shortlist_max + 1):
        amount = n * max(rule.amount(terms, n) for rule in policy.floor_rules)
        if amount > best.amount_minor:
            best = Envelope(amount, n)
    return best
