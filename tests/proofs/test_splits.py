"""Random splits, exact to the unit: a short form in every run, a million of them by `make prove`.

A seed is drawn and printed; PROVE_SEED replays it.
"""

import os
import random

import pytest

from payouts.policy.arithmetic import apportion, share_equally

SPLITS = int(os.environ.get("PROVE_SPLITS", "20000"))
LARGEST = 10**12


@pytest.fixture
def dice() -> random.Random:
    seed = int(os.environ.get("PROVE_SEED") or random.SystemRandom().randrange(2**32))
    print(f"PROVE_SEED={seed}")  # Shown with a failure.
    return random.Random(seed)


def a_split(dice: random.Random) -> tuple[int, dict[int, int]]:
    """Totals of every size; few heirs and many; weights that are alike, wild, or partly nothing."""
    total = dice.randrange(10 ** dice.randrange(1, 13))
    heirs = dice.sample(range(1000), dice.choice((1, 2, 3, 5, 8, 13, 30)))
    widest = 10 ** dice.randrange(0, 7)
    weights = {heir: dice.randrange(widest + 1) for heir in heirs}
    weights[heirs[0]] += not any(weights.values())
    return total, weights


def test_every_split_is_whole_fair_and_free_of_order(dice: random.Random) -> None:
    for _ in range(SPLITS):
        total, weights = a_split(dice)
        parts = apportion(total, weights)
        whole = sum(weights.values())
        assert sum(parts.values()) == total
        for heir, part in parts.items():
            assert total * weights[heir] // whole <= part <= -(-total * weights[heir] // whole), (total, weights)
        shuffled = list(weights.items())
        dice.shuffle(shuffled)
        assert apportion(total, dict(shuffled)) == parts


def test_equal_shares_are_the_same_split(dice: random.Random) -> None:
    for _ in range(SPLITS // 10):
        total, weights = a_split(dice)
        assert share_equally(total, weights) == apportion(total, dict.fromkeys(weights, 7))
