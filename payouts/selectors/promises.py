"""What one entry is paid if …: every way a contest may end, settled in advance by the engine for the fullest case.

Each amount is the least that case can pay, because the shortlist is taken as full and the contest too. The lines are
the engine's own, so that a promise can never differ from the settlement it announces.
"""

from dataclasses import dataclass
from functools import lru_cache

from payouts.policy import PolicyDocument, SettlementLine, Stage, Terms, settle
from payouts.policy.facts import Outcome
from payouts.policy.previews import invent_facts


@dataclass(frozen=True, slots=True)
class Promise:
    """One case: awarded, shortlisted, silence, silence_unchosen, cancel_open or cancel_final.

    `rank` is given for an award. The lines add up to the amount.
    """

    case: str
    rank: int | None
    amount_minor: int
    currency: str
    lines: tuple[SettlementLine, ...]


@lru_cache(maxsize=512)
def promises_of(policy: PolicyDocument, terms: Terms) -> tuple[Promise, ...]:
    """All cases, from the best to those in which the brand does least.

    >>> from datetime import date
    >>> from payouts.policy import FAIR_1
    >>> terms = Terms("EUR", (100_000,), 5, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 20)
    >>> for promise in promises_of(FAIR_1, terms):
    ...     print(promise.case, promise.amount_minor)
    awarded 116828
    shortlisted 16828
    silence 36828
    silence_unchosen 9207
    cancel_open 2302
    cancel_final 36828
    """
    places, cap = terms.shortlist_max, max(terms.entry_cap, terms.shortlist_max)
    prizes = min(len(terms.prizes_minor), places)
    promises = [_promise(policy, terms, "awarded", "awarded", place, places, cap) for place in range(1, prizes + 1)]
    if places > prizes:
        promises.append(_promise(policy, terms, "shortlisted", "awarded", places, places, cap))
    promises += [
        _promise(policy, terms, "silence", "lapsed", 1, places, cap),
        _promise(policy, terms, "silence_unchosen", "lapsed", 1, 0, cap),
        _promise(policy, terms, "cancel_open", "cancelled", 1, 0, cap, "open"),
        _promise(policy, terms, "cancel_final", "cancelled", 1, places, cap, "final"),
    ]
    return tuple(promises)


def _promise(
    policy: PolicyDocument,
    terms: Terms,
    case: str,
    outcome: Outcome,
    number: int,
    shortlisted: int,
    entries: int,
    stage: Stage | None = None,
) -> Promise:
    """What the entry of this number gets; the first ones are shortlisted and ranked in their order."""
    facts = invent_facts(terms, outcome, shortlisted, stage, entries)
    key = f"entry {number:03}"
    lines = tuple(line for line in settle(policy, terms, facts).lines if line.entry_id == key)
    rank = number if case == "awarded" else None
    return Promise(case, rank, sum(line.amount_minor for line in lines), terms.currency, lines)
