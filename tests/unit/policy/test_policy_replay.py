"""Settlements of the past: what was settled once is settled the same for ever, to the letter."""

import copy
import json
from typing import Any

import pytest

from payouts.policy import FAIR_1, Facts, Terms, replay, settle, settlement_digest
from tests.unit.policy.worlds import awarded, cancelled, crowd, entry, finalist, lapsed, make_terms

OUT: dict[str, Any] = {"disqualified": True, "disqualification_reason": "copied", "floor_reduction_bps": 2_500}
TEAM: dict[str, Any] = {"shares": (("iris", 2), ("alder", 1))}

PAST: dict[str, tuple[Terms, Facts]] = {
    "a tie, a team, a disqualification": (
        make_terms(prizes_minor=(100_000, 50_000, 20_000)),
        awarded(finalist("a", 1, **OUT), finalist("b", 2, **TEAM), finalist("c", 2), finalist("d"), *crowd(3)),
    ),
    "silence": (make_terms(), lapsed(*[finalist(name) for name in "abcde"], *crowd(9))),
    "silence without a shortlist": (make_terms(), lapsed(*crowd(7))),
    "cancelled while the shortlist was made": (
        make_terms(study_price_minor=45_000),
        cancelled("shortlisting", finalist("a"), entry("b"), entry("c", **TEAM)),
    ),
    "void": (make_terms(), Facts("void", "2026-03-01T12:00:00+00:00")),
}

DIGESTS: dict[str, str] = {
    "a tie, a team, a disqualification": "9c321bd4021f4124392dc4b38f520693a647ebc544278c35f7b16cdfb0d0ec91",
    "silence": "f1a1e44484a16249cb53e6157710d65ca952e1f795e80fe9c9b18584c615ae80",
    "silence without a shortlist": "099dc85556b3e5f7d99fce26a32502c07b803a1d79e02dd4e373ce3e85e51868",
    "cancelled while the shortlist was made": "f67285f2787ffda5b8bf5d123f6b213ca689457fa94ea21b1217833f18b08376",
    "void": "d7d7b32996f77ba08b8a461313227a95c7dcaa658c46351d04363fec5131d24a",
}


@pytest.mark.parametrize("name", PAST)
def test_the_past_stays_as_it_was(name: str) -> None:
    """A change here means that a stored settlement would replay differently: it needs a new rule, not an edit."""
    terms, facts = PAST[name]
    assert settlement_digest(FAIR_1, terms, facts, settle(FAIR_1, terms, facts)) == DIGESTS[name]


@pytest.mark.parametrize("name", PAST)
def test_stored_texts_replay_to_the_same_settlement(name: str) -> None:
    terms, facts = PAST[name]
    stored = json.loads(json.dumps([FAIR_1.to_dict(), terms.to_dict(), facts.to_dict()]))
    assert replay(*stored) == settle(FAIR_1, terms, facts)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [leaf for key in data for leaf in leaves(data[key], (*path, key))]
    if isinstance(data, list):
        return [leaf for index, item in enumerate(data) for leaf in leaves(item, (*path, index))]
    return [path] if type(data) is int else []


def test_a_changed_unit_anywhere_in_the_settlement_changes_the_digest() -> None:
    terms, facts = PAST["a tie, a team, a disqualification"]
    settlement = settle(FAIR_1, terms, facts)
    whole = settlement.to_dict()
    digest = settlement_digest(FAIR_1, terms, facts, settlement)

    class Forged:
        def __init__(self, data: dict[str, Any]) -> None:
            self.data = data

        def to_dict(self) -> dict[str, Any]:
            return self.data

    paths = leaves(whole)
    assert len(paths) > 60
    for path in paths:
        forged = copy.deepcopy(whole)
        inner = forged
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] += 1
        assert settlement_digest(FAIR_1, terms, facts, Forged(forged)) != digest  # type: ignore[arg-type]
    assert settlement_digest(FAIR_1, make_terms(), facts, settlement) != digest
    assert settlement_digest(FAIR_1, terms, PAST["silence"][1], settlement) != digest
