"""Splitting money: exact, fair to a unit, blind to order."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import ApportionmentError, apportion
from payouts.policy.arithmetic import bps_down, bps_nearest, bps_up, ceil_div, share_equally
from tests.unit.policy.worlds import prove

weights_by_key = st.dictionaries(st.integers(0, 200), st.integers(0, 10**6), max_size=12)


def check_split(total: int, weights: dict[int, int]) -> None:
    parts, whole = apportion(total, weights), sum(weights.values())
    assert sum(parts.values()) == total
    assert parts.keys() == weights.keys()
    for key, weight in weights.items():
        quota, remainder = divmod(total * weight, whole)
        assert parts[key] in {quota, quota + (remainder > 0)}
        assert parts[key] == 0 if weight == 0 else parts[key] >= 0


@prove
@given(st.integers(0, 10**12), weights_by_key.filter(lambda weights: any(weights.values())))
def test_parts_sum_to_the_whole_and_keep_their_quota(total: int, weights: dict[int, int]) -> None:
    check_split(total, weights)


def random_splits(count: int) -> None:
    """Half of the splits are of few units among many alike, where remainders tie most."""
    numbers = random.Random(20260301)
    for index in range(count):
        most = 4 if index % 2 else 10**6
        size = numbers.randint(1, 12)
        weights = {key: numbers.randint(0, most) for key in numbers.sample(range(1000), size)}
        weights[1000] = numbers.randint(1, most)
        check_split(numbers.randint(0, 10 ** numbers.randint(0, 12)), weights)


def test_twenty_thousand_random_splits() -> None:
    random_splits(20_000)


@pytest.mark.million
def test_a_million_random_splits() -> None:
    random_splits(1_000_000)


@prove
@given(st.integers(0, 10**12), weights_by_key.filter(lambda weights: any(weights.values())), st.randoms())
def test_the_order_of_the_weights_changes_nothing(total: int, weights: dict[int, int], dice: random.Random) -> None:
    items = list(weights.items())
    dice.shuffle(items)
    parts = apportion(total, dict(items))
    assert list(parts.items()) == list(apportion(total, weights).items())
    assert list(parts) == sorted(parts)


@prove
@given(st.integers(0, 10**12), st.sets(st.text(max_size=3), min_size=1, max_size=30))
def test_sharing_equally_is_apportioning_equal_weights(total: int, keys: set[str]) -> None:
    assert share_equally(total, keys) == apportion(total, dict.fromkeys(keys, 7))


def test_odd_units_go_to_the_largest_remainders_and_ties_to_the_lowest_keys() -> None:
    # Quotas 1.5, 3.0 and 0.5 of five: the two remainders tie and the lower key is served.
    assert apportion(5, {"c": 3, "b": 6, "a": 1}) == {"a": 1, "b": 3, "c": 1}
    assert apportion(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    # Quotas 0.6 and 2.4: the larger remainder is served although its key is higher.
    assert apportion(3, {"a": 4, "b": 1}) == {"a": 2, "b": 1}


def test_left_over_units_never_reach_a_zero_weight() -> None:
    assert apportion(7, {"a": 0, "b": 2, "c": 1, "d": 0}) == {"a": 0, "b": 5, "c": 2, "d": 0}
    assert apportion(1, {"a": 0, "b": 1}) == {"a": 0, "b": 1}


def test_nothing_is_shared_among_nobody() -> None:
    assert apportion(0, {}) == {}
    assert apportion(0, {"b": 0, "a": 0}) == {"a": 0, "b": 0}
    assert share_equally(0, []) == {}


@pytest.mark.parametrize(
    ("total", "weights", "words"),
    [
        (1, {}, "every weight is zero"),
        (1, {"a": 0}, "every weight is zero"),
        (-1, {"a": 1}, "it is negative"),
        (5, {"a": 3, "b": -1}, "the weight of 'b' is negative"),
        (0, {"a": 1, "b": -1}, "the weight of 'b' is negative"),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(total: int, weights: dict[str, int], words: str) -> None:
    with pytest.raises(ApportionmentError, match=words):
        apportion(total, weights)


def test_sharing_a_negative_amount_or_among_nobody_is_refused() -> None:
    with pytest.raises(ApportionmentError):
        share_equally(-1, ["a"])
    with pytest.raises(ApportionmentError):
        share_equally(1, [])


def test_rounding_is_up_for_creatives_down_for_takers_and_to_the_nearest_for_taxes() -> None:
    assert [bps_up(amount, 5_000) for amount in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert [bps_down(amount, 5_000) for amount in (0, 1, 2, 3)] == [0, 0, 1, 1]
    assert [bps_nearest(amount, 2_500) for amount in (1, 2, 3, 4, 5)] == [0, 1, 1, 1, 1]
    assert [ceil_div(amount, 3) for amount in (0, 1, 3, 4)] == [0, 1, 1, 2]
