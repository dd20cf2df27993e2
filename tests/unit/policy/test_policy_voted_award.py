"""The award by vote: to the most votes, shared where none decides, held in full, and never the brand's again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_1,
    FAIR_COMMUNITY_1,
    FAIR_COMMUNITY_1_DOCUMENT,
    EntryFacts,
    Facts,
    Terms,
    check_policy,
    check_terms,
    compute_liability,
    cost_of,
    describe_policy,
    explain_line,
    liability_total,
    parse_policy,
    replay,
    settle,
)
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rules.voted_award import SUM, VOTES, VotedAward
from tests.unit.policy.worlds import NOON, entry, finalist, make_terms, prove

AWARD = 30_001
TERMS = make_terms(quantities=((SUM, AWARD),))


def voted(name: str, votes: int, rank: int | None = None, **more: object) -> EntryFacts:
    return finalist(name, rank, quantities=((VOTES, votes),) if votes else (), **more)


def paid(facts: Facts, terms: Terms = TERMS) -> dict[str, int]:
    lines = settle(FAIR_COMMUNITY_1, terms, facts).lines
    return {line.entry_id or "": line.amount_minor for line in lines if line.rule.startswith("voted_award")}


def test_it_keeps_every_promise_and_says_itself() -> None:
    assert check_policy(FAIR_COMMUNITY_1) == []
    for language in ("en", "fr"):
        titles = [section.title for section in describe_policy(FAIR_COMMUNITY_1, language)]
        assert len(set(titles)) == len(FAIR_COMMUNITY_1.rules)


def test_the_most_votes_have_it_and_equally_many_share_it() -> None:
    three = [voted("a", 1, 1), voted("b", 4), voted("c", 4)]
    assert paid(Facts("awarded", NOON, tuple(three))) == {"b": 15_001, "c": 15_000}
    three[2] = voted("c", 3)
    assert paid(Facts("awarded", NOON, tuple(three))) == {"b": AWARD}
    assert paid(Facts("lapsed", NOON, tuple(three))) == {"b": AWARD}
    assert paid(Facts("cancelled", NOON, tuple(three), stage="final")) == {"b": AWARD}


def test_without_a_vote_the_shortlist_shares_it() -> None:
    entries = (voted("a", 0, 1), voted("b", 0), voted("c", 0), entry("d"))
    for outcome, stage in (("awarded", None), ("lapsed", None), ("cancelled", "final")):
        given_out = paid(Facts(outcome, NOON, entries, stage=stage))
        assert given_out == {"a": 10_001, "b": 10_000, "c": 10_000}
    # One whose entry was withdrawn leaves its votes behind; whoever won a prize and did not deliver keeps theirs.
    gone = (voted("a", 5, admissible=False), voted("b", 1), voted("c", 0, 1))
    assert paid(Facts("awarded", NOON, gone)) == {"b": AWARD}
    late = (voted("a", 5, 1, disqualified=True, disqualification_reason="late"), voted("b", 1, 2), voted("c", 0))
    assert paid(Facts("awarded", NOON, late)) == {"a": AWARD}


def test_cancelling_before_the_shortlist_costs_the_rate_of_the_rest() -> None:
    entries = (entry("a"), entry("b"))
    assert paid(Facts("cancelled", NOON, entries, stage="open")) == {"a": 3_751, "b": 3_750}
    assert paid(Facts("cancelled", NOON, entries, stage="shortlisting")) == {"a": 4_951, "b": 4_950}
    assert paid(Facts("void", NOON)) == {}
    costs = [
        cost_of(FAIR_COMMUNITY_1, TERMS, "cancelled", shortlisted=3 * (stage == "final"), stage=stage).total_minor
        for stage in ("open", "shortlisting", "final")
    ]
    assert costs == sorted(costs)


def test_it_is_held_in_full_and_bears_the_fee() -> None:
    plain, with_award = (compute_liability(FAIR_COMMUNITY_1, terms) for terms in (make_terms(), TERMS))
    assert with_award.reserves_minor - plain.reserves_minor == AWARD
    assert compute_liability(FAIR_1, make_terms()).total_minor == plain.total_minor
    assert [part.amount_minor for part in with_award.parts if part.rule == "voted_award"] == [AWARD]


@pytest.mark.parametrize(
    ("amount", "places", "fields"),
    [
        (5_000, 6, []),
        (75_000, 6, []),
        (4_999, 6, ["community_minor"]),
        (75_001, 6, ["community_minor"]),
        (5_000, 1, ["shortlist_max"]),
        (0, 1, []),
    ],
)
def test_its_bounds(amount: int, places: int, fields: list[str]) -> None:
    terms = make_terms(shortlist_max=places, quantities=((SUM, amount),) if amount else ())
    assert [problem.field for problem in FAIR_COMMUNITY_1.rule(VotedAward).check_terms(terms)] == fields
    if places > 1:
        assert [problem.field for problem in check_terms(FAIR_COMMUNITY_1, terms)] == fields


def test_a_policy_without_it_refuses_such_terms_and_votes() -> None:
    assert [problem.field for problem in check_terms(FAIR_1, TERMS)] == [f"quantities.{SUM}"]
    for facts, terms in (
        (Facts("lapsed", NOON, (voted("a", 0), entry("b", quantities=((VOTES, 1),)))), TERMS),
        (Facts("awarded", NOON, (voted("a", 1, 1),)), make_terms()),
    ):
        with pytest.raises(BeyondItsBound):
            settle(FAIR_COMMUNITY_1, terms, facts)


def test_each_line_says_why_in_both_languages() -> None:
    lines = settle(FAIR_COMMUNITY_1, TERMS, Facts("awarded", NOON, (voted("a", 2, 1), voted("b", 1)))).lines
    (line,) = [line for line in lines if line.rule == "voted_award"]
    assert line.formula == "300.01 € ÷ 1, 2 of 3 votes"
    assert all(explain_line(line, language) for language in ("en", "fr"))


@st.composite
def endings(draw: st.DrawFn) -> tuple[Terms, Facts]:
    prizes = tuple(sorted(draw(st.lists(st.integers(10_000, 10**7), min_size=1, max_size=3)), reverse=True))
    amount = draw(st.integers(5_000, max(5_000, sum(prizes) // 2)))
    terms = make_terms(prizes_minor=prizes, quantities=((SUM, amount),))
    on_it, others = draw(st.integers(3, 6)), draw(st.integers(0, 5))
    outcome, stage = draw(st.sampled_from([("awarded", None), ("lapsed", None), ("cancelled", "final")]))
    entries = [
        entry(
            f"{index:02}",
            shortlisted=index < on_it,
            rank=index + 1 if outcome == "awarded" and index < 2 and index < on_it else None,
            admissible=draw(st.booleans()) or index == 0,
            quantities=((VOTES, draw(st.integers(1, 9))),) if index < on_it and draw(st.booleans()) else (),
        )
        for index in range(on_it + others)
    ]
    return terms, Facts(outcome, NOON, tuple(entries), stage=stage)


@prove
@given(endings())
def test_it_is_paid_to_the_cent_however_it_ends(world: tuple[Terms, Facts]) -> None:
    terms, facts = world
    settlement = settle(FAIR_COMMUNITY_1, terms, facts)
    award = terms.quantity(SUM)
    assert sum(paid(facts, terms).values()) == award
    bare = settle(FAIR_COMMUNITY_1, replace(terms, quantities=()), _without_votes(facts))
    assert settlement.owed_total_minor - bare.owed_total_minor == award
    assert settlement.unspent_minor >= 0
    spent = settlement.owed_total_minor + settlement.fee_minor + settlement.tax_minor
    assert spent + settlement.unspent_minor == liability_total(FAIR_COMMUNITY_1, terms)
    again = replay(FAIR_COMMUNITY_1.to_dict(), terms.to_dict(), facts.to_dict())
    assert again.lines == settlement.lines


def _without_votes(facts: Facts) -> Facts:
    return replace(facts, entries=tuple(replace(one, quantities=()) for one in facts.entries))


def test_its_parameters_are_read_back() -> None:
    rule = parse_policy(FAIR_COMMUNITY_1_DOCUMENT).rule(VotedAward)
    assert (rule.minimum_minor, rule.most(make_terms())) == (5_000, 75_000)
