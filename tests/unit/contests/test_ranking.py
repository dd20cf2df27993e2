"""A jury's standings: exact, and free of whatever should not matter."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.ranking import IncompleteBallot, NoWeight, UnknownCriterion, standings

WEIGHTS = {"idea": 3, "craft": 2, "fit": 0}
marks = st.fixed_dictionaries({name: st.integers(0, 10) for name in WEIGHTS})
ballots = st.dictionaries(st.sampled_from(["ann", "bob", "cem", "dia"]), marks)
juries = st.dictionaries(st.sampled_from("ABCDEFGH"), ballots, min_size=1)


@given(juries)
def test_every_entry_stands_once_with_a_score_between_zero_and_one(scores):
    result = standings(scores, WEIGHTS)
    assert sorted(s.entry for s in result) == sorted(scores)
    assert all(0 <= s.score <= 1 for s in result)


@given(juries)
def test_the_rank_is_one_more_than_the_number_of_better_entries(scores):
    result = standings(scores, WEIGHTS)
    for standing in result:
        assert standing.rank == 1 + sum(other.score > standing.score for other in result)


@given(juries, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_changes_nothing(scores, random):
    entries = list(scores.items())
    random.shuffle(entries)
    shuffled = {}
    for entry, given_ballots in entries:
        judges = list(given_ballots.items())
        random.shuffle(judges)
        shuffled[entry] = dict(judges)
    assert standings(shuffled, WEIGHTS) == standings(scores, WEIGHTS)


@given(juries, st.integers(1, 5), st.integers(-10, 10))
def test_a_judge_who_is_kinder_or_gives_wider_marks_weighs_no_more(scores, factor, shift):
    def stretched(judge, given_marks):
        return {c: factor * m + shift for c, m in given_marks.items()} if judge == "ann" else given_marks

    other = {e: {j: stretched(j, m) for j, m in b.items()} for e, b in scores.items()}
    assert standings(other, WEIGHTS) == standings(scores, WEIGHTS)


@given(juries)
def test_an_absent_judge_holds_nobody_up(scores):
    without = {e: {j: m for j, m in b.items() if j != "bob"} for e, b in scores.items()}
    assert {s.entry for s in standings(without, WEIGHTS)} == set(scores)


@given(juries)
def test_the_size_of_the_weights_does_not_matter_only_their_proportion(scores):
    tenfold = {name: 10 * weight for name, weight in WEIGHTS.items()}
    assert standings(scores, tenfold) == standings(scores, WEIGHTS)


def test_scores_are_exact_fractions():
    scores = {e: {"ann": {"idea": mark}} for e, mark in {"A": 3, "B": 1, "C": 0}.items()}
    assert [s.score for s in standings(scores, {"idea": 1})] == [Fraction(1), Fraction(1, 3), Fraction(0)]


def test_tied_entries_share_their_rank_and_the_next_is_skipped():
    scores = {e: {"ann": {"idea": mark}} for e, mark in {"A": 5, "B": 5, "C": 1}.items()}
    assert [(s.entry, s.rank) for s in standings(scores, {"idea": 1})] == [("A", 1), ("B", 1), ("C", 3)]


def test_a_criterion_without_weight_may_be_left_out():
    assert standings({"A": {"ann": {"idea": 5, "craft": 5}}}, WEIGHTS)[0].rank == 1


def test_half_a_ballot_is_refused():
    with pytest.raises(IncompleteBallot):
        standings({"A": {"ann": {"idea": 5}}}, WEIGHTS)


def test_a_score_by_an_unknown_criterion_is_refused():
    with pytest.raises(UnknownCriterion):
        standings({"A": {"ann": {"idea": 5, "craft": 5, "price": 1}}}, WEIGHTS)


@pytest.mark.parametrize("weights", [{}, {"idea": 0}, {"idea": 2, "craft": -1}])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(NoWeight):
        standings({"A": {}}, weights)
