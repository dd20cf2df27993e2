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
    "a tie, a team, a disqualification": "3eaab680abff34e8af7068a2b9b4a42e806ab9d8dbfac458e86b3b2ef3d49e86",
    "silence": "7079164d1934672ac50d5f2dac15fb0b0ebe9e31c5733caa22373da803a57d9f",
    "silence without a shortlist": "090ffdcc9bbafb6a1a9e84859f3f2590a6e1e14bb9881a212a1c6a2bb85cd6f3",
    "cancelled while the shortlist was made": "ebb9b55b4dcda335a375a1dbef05b35bdfa8d4aecab5aca62905d20df0b3113d",
    "void": "6705d7e60af2ced4dc6f5e7f7f1c37ac6cdc77d65b0d10ec433f1284499b4b3b",
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
