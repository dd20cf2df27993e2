"""When strikes propose a block, and who is too close to decide."""

from datetime import timedelta

import pytest

from moderation.rules import (
    APPEAL_PERIOD,
    MEASURES,
    STRIKE_LIFE,
    Measure,
    Target,
    Ties,
    has_a_part,
    may_appeal_at,
    proposes_a_block,
)
from tests.fixtures.worlds import NOON

SECOND = timedelta(seconds=1)


def test_three_strikes_within_a_year_propose_a_block_and_expire() -> None:
    struck = [NOON, NOON + timedelta(days=100), NOON + timedelta(days=200)]
    assert not proposes_a_block(struck[:2], struck[1])
    assert proposes_a_block(struck, struck[2])
    assert proposes_a_block(struck, NOON + STRIKE_LIFE - SECOND)
    assert not proposes_a_block(struck, NOON + STRIKE_LIFE)


def test_one_may_appeal_for_six_months_to_the_second() -> None:
    until = NOON + APPEAL_PERIOD
    assert may_appeal_at(until, until) and not may_appeal_at(until + SECOND, until)
    assert timedelta(days=184) <= APPEAL_PERIOD, "no six months are longer"


@pytest.mark.parametrize("where", ["makers", "members", "reporters"])
def test_whoever_has_a_part_does_not_decide(where: str) -> None:
    assert has_a_part(7, Ties(**{where: (7,)})) and not has_a_part(8, Ties(**{where: (7,)}))


def test_everything_can_be_left_as_it_is_and_nothing_is_reversed_but_by_an_appeal() -> None:
    for target in Target:
        assert Measure.NONE in MEASURES[target] and Measure.REVERSAL not in MEASURES[target]
    assert Measure.DISQUALIFY not in MEASURES[Target.CONTEST]
