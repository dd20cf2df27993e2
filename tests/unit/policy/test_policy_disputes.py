"""What disputes hold and decisions move: conserved to the cent over everything, and never worth an accusation."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import FAIR_1, FAIR_2, EntryFacts, Facts, hold_of, most_taken, owe_more, take_back
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rules.hold import Hold

DECIDED = "2026-03-01T09:00:00+00:00"
AMOUNTS = st.integers(1, 10**10)
TEAMS = st.lists(st.integers(1, 1_000), min_size=1, max_size=4)


@st.composite
def shortlists(draw: st.DrawFn) -> Facts:
    """Up to eight entries with teams, some of them not shortlisted and some disqualified."""
    teams = draw(st.lists(st.tuples(TEAMS, st.booleans(), st.booleans()), min_size=1, max_size=8))
    entries = tuple(
        EntryFacts(
            f"entry {number}",
            shortlisted=shortlisted,
            disqualified=disqualified,
            disqualification_reason="copied" if disqualified else "",
            shares=tuple((f"{number}.{member}", weight) for member, weight in enumerate(weights)),
        )
        for number, (weights, shortlisted, disqualified) in enumerate(teams)
    )
    return Facts("awarded", DECIDED, entries)


@st.composite
def decisions(draw: st.DrawFn) -> tuple[int, int]:
    """What is held, and how much of it is upheld."""
    held = draw(AMOUNTS)
    return held, draw(st.integers(1, held))


@given(decisions())
def test_the_payee_gets_what_was_decided_and_the_brand_the_rest(decision: tuple[int, int]) -> None:
    held, decided = decision
    done = owe_more(held, decided, "fern", "ana")
    assert [(one.entry_id, one.payee_id, one.amount_minor) for one in done.adjustments] == [("fern", "ana", decided)]
    assert (done.kept_minor, done.to_brand_minor, done.moved_minor) == (held - decided, 0, decided)


def test_a_quarter_taken_back_leaves_three_and_all_that_moves_is_counted() -> None:
    facts = Facts("awarded", DECIDED, tuple(EntryFacts(name, shortlisted=True, shares=((name, 1),)) for name in "ab"))
    done = take_back(10_000, 2_501, "a", facts)
    assert (done.kept_minor, done.moved_minor) == (7_499, 2_501)
    assert replace(done, to_brand_minor=2_501).moved_minor == 5_002


@given(decisions(), shortlists(), st.integers(0, 7), st.sets(st.integers(0, 7)))
def test_what_is_taken_is_shared_by_the_others_to_the_cent(
    decision: tuple[int, int], facts: Facts, accused: int, guilty: set[int]
) -> None:
    held, decided = decision
    out = {f"entry {number}" for number in guilty}
    done = take_back(held, decided, f"entry {accused}", facts, out)

    assert done.kept_minor + done.moved_minor == held
    assert done.moved_minor == decided
    heirs = {entry.entry_id for entry in facts.entries if entry.shortlisted and not entry.disqualified}
    heirs -= {f"entry {accused}", *out}
    assert {one.entry_id for one in done.adjustments} <= heirs
    assert done.to_brand_minor == (0 if heirs else decided), "the brand gains only where nobody is left"
    parts = {key: sum(one.amount_minor for one in done.adjustments if one.entry_id == key) for key in heirs}
    if parts:
        assert max(parts.values()) - min(parts.values()) <= 1
    assert all(one.amount_minor > 0 for one in done.adjustments)


@given(decisions(), shortlists(), st.randoms())
def test_the_order_of_entries_and_members_changes_nothing(
    decision: tuple[int, int], facts: Facts, dice: random.Random
) -> None:
    held, decided = decision
    entries = list(facts.entries)
    dice.shuffle(entries)
    assert take_back(held, decided, "entry 0", facts) == take_back(
        held, decided, "entry 0", Facts("awarded", DECIDED, tuple(entries))
    )


@pytest.mark.parametrize("decided", [0, -1, 101])
def test_no_more_than_is_held_is_ever_moved(decided: int) -> None:
    facts = Facts("awarded", DECIDED, (EntryFacts("fern", shortlisted=True, shares=(("ana", 1),)),))
    for attempt in (
        lambda: owe_more(100, decided, "fern", "ana"),
        lambda: take_back(100, decided, "moss", facts),
    ):
        with pytest.raises(BeyondItsBound):
            attempt()


def test_a_team_splits_its_part_by_signed_weights() -> None:
    entries = (
        EntryFacts("fern", shortlisted=True, shares=(("ana", 3), ("bo", 1))),
        EntryFacts("moss", shortlisted=True, shares=(("cy", 1),)),
        EntryFacts("reed", shortlisted=True, shares=(("di", 1),)),
    )
    done = take_back(10_000, 8_001, "reed", Facts("awarded", DECIDED, entries))
    parts = [(one.payee_id, one.amount_minor) for one in done.adjustments]
    assert (done.kept_minor, done.to_brand_minor) == (1_999, 0)
    assert parts == [("ana", 3_001), ("bo", 1_000), ("cy", 4_000)]


@given(AMOUNTS, st.sampled_from(("earned", "prize")))
def test_no_policy_of_ours_lets_more_be_taken_than_there_is(amount: int, component: str) -> None:
    for policy in (FAIR_1, FAIR_2):
        assert 0 <= most_taken(policy, component, amount) <= amount
    assert most_taken(FAIR_1, "earned", amount) == amount // 2


def test_the_policy_says_how_long_a_hold_lasts_and_else_it_is_a_fortnight() -> None:
    assert hold_of(FAIR_1).hold_seconds == 14 * 86_400
    assert hold_of(FAIR_2) == FAIR_2.optional(Hold)
