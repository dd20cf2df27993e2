"""Contests chosen to break promises: decides nothing, it only sets the scene for `check_policy`.

A parameter that is short by one ten-thousandth shows only where amounts are large, a rounding only where they
are tiny: so both are tried, with as long and as short a piece of work as terms may announce.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from payouts.policy.checking_terms import HIGHEST_HOUR, LARGEST_SHORTLIST, LONGEST_EFFORT
from payouts.policy.document import PolicyDocument
from payouts.policy.facts import STAGES, EntryFacts, Facts, Outcome, Stage
from payouts.policy.previews import invent_facts
from payouts.policy.reading import LARGEST_AMOUNT
from payouts.policy.refusals import FactsRefused
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.fixed_floor import FixedFloor
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.rules.unpaid_effort import UnpaidEffort
from payouts.policy.settlement import Settlement, SettlementLine
from payouts.policy.settling import settle
from payouts.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class Trial:
    """One invented contest and what the engine makes of it."""

    terms: Terms
    facts: Facts
    settlement: Settlement

    @property
    def gross_minor(self) -> int:
        """What creatives are owed, before anything is withheld from it."""
        return sum(self.gross_of(entry.entry_id) for entry in self.facts.entries)

    def gross_of(self, entry_id: str) -> int:
        lines = self.lines_of(entry_id)
        return sum(line.amount_minor + int(line.inputs.get("withheld_minor", 0)) for line in lines)

    def lines_of(self, entry_id: str) -> list[SettlementLine]:
        return [line for line in self.settlement.lines if line.entry_id == entry_id]


def least_shortlist(policy: PolicyDocument) -> int:
    return max(policy.rule(MinimumShortlist).minimum, 1)


def scenes(policy: PolicyDocument) -> Iterator[Terms]:
    """Yield terms that may be published under the policy, apart from their currency and their date."""
    least = least_shortlist(policy)
    for prizes, places, effort, study, hour in (
        ((100_000, 50_000), 6, 480, 20_000, 1_202),
        ((1,), 4, 1, 0, 1_202),
        ((1,), 4, LONGEST_EFFORT, 0, HIGHEST_HOUR),
        ((LARGEST_AMOUNT, LARGEST_AMOUNT // 3), 5, 1, 0, 1_202),
        ((1_000_000, 300_000, 100_000), 10, 960, LARGEST_AMOUNT, 1_202),
    ):
        shortlist_max = min(max(least, places), LARGEST_SHORTLIST)
        yield Terms(
            currency=policy.rule(FixedFloor).currency,
            prizes_minor=prizes,
            shortlist_max=shortlist_max,
            effort_minutes=effort,
            study_price_minor=study,
            hourly_minimum_minor=hour,
            reference_date=date(2026, 1, 1),
            unpaid_effort_minutes=policy.rule(UnpaidEffort).maximum_minutes,
            vat_bps=2_000,
            entry_cap=policy.rule(EntryCap).per_shortlist_place * shortlist_max,
        )


def sizes(policy: PolicyDocument, terms: Terms) -> tuple[int, int]:
    """Return the smallest and the largest shortlist an award may have."""
    return least_shortlist(policy), terms.shortlist_max


def attempt(policy: PolicyDocument, terms: Terms, facts: Facts) -> Trial | None:
    """Settle, or return nothing where the engine refuses the facts."""
    try:
        return Trial(terms, facts, settle(policy, terms, facts))
    except FactsRefused:
        return None


@lru_cache(maxsize=256)
def try_outcome(
    policy: PolicyDocument, terms: Terms, outcome: Outcome, shortlisted: int, stage: Stage | None = None
) -> Trial:
    """Settle a contest that simply ended that way. Kept for a while: most promises look at the same ends."""
    facts = invent_facts(terms, outcome, shortlisted, stage)
    return Trial(terms, facts, settle(policy, terms, facts))


def alter(facts: Facts, index: int, entry: EntryFacts) -> Facts:
    """Return the facts with one entry replaced."""
    return replace(facts, entries=(*facts.entries[:index], entry, *facts.entries[index + 1 :]))


@lru_cache(maxsize=32)
def endings(policy: PolicyDocument, terms: Terms, n: int) -> tuple[Trial, ...]:
    """Every way to end with so many shortlisted: plainly, and with all that optional rules may add to it."""
    return tuple(_plain_and_strained(policy, terms, n))


def _plain_and_strained(policy: PolicyDocument, terms: Terms, n: int) -> Iterator[Trial]:
    for trial in _plain_endings(policy, terms, n):
        yield trial
        strained = trial.facts
        for rule in policy.rules:
            strained = rule.strain(terms, strained)
        if strained != trial.facts:
            yield Trial(terms, strained, settle(policy, terms, strained))


def _plain_endings(policy: PolicyDocument, terms: Terms, n: int) -> Iterator[Trial]:
    yield try_outcome(policy, terms, "awarded", n)
    yield try_outcome(policy, terms, "lapsed", n)
    yield try_outcome(policy, terms, "lapsed", 0)
    for stage in STAGES:
        yield try_outcome(policy, terms, "cancelled", n, stage)
