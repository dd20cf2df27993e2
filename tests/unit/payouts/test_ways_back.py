"""Which way each refund goes: one way as a whole, or cut into parts that do; no deposit gives more than it brought."""

import doctest
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from payouts import ways_back
from payouts.ways_back import Refund, WayBack, cut_refund, decide_cuts, decide_ways

DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
CONTESTS = [UUID(int=number) for number in (1, 2)]

places = st.tuples(st.sampled_from(CONTESTS), st.sampled_from(["EUR", "CHF"]))
amounts = st.integers(1, 20)
deposits = st.lists(st.tuples(places, st.integers(0, 3), amounts), max_size=6)
refunds = st.lists(st.tuples(places, amounts, st.booleans(), st.booleans()), max_size=6)


def owed_and_brought(
    asked: list[tuple[Any, ...]], brought: list[tuple[Any, ...]]
) -> tuple[list[Refund], list[WayBack]]:
    owed = [Refund(100 + number, *place, *rest) for number, (place, *rest) in enumerate(asked)]
    ways = [
        WayBack(number, contest, "sandbox", currency, DAY_ONE + timedelta(days=day), left)
        for number, ((contest, currency), day, left) in enumerate(brought)
    ]
    return owed, ways


@given(refunds, deposits)
def test_each_refund_is_decided_and_no_deposit_gives_more_than_is_left(
    asked: list[tuple[Any, ...]], brought: list[tuple[Any, ...]]
) -> None:
    owed, ways = owed_and_brought(asked, brought)
    decided = decide_ways(owed, ways)
    assert list(decided) == [refund.obligation_id for refund in owed]
    left = {way.deposit_id: way.left_minor for way in ways}
    for refund in owed:
        way = decided[refund.obligation_id]
        fits = [
            one
            for one in ways
            if (one.contest_id, one.currency) == (refund.contest_id, refund.currency)
            and left[one.deposit_id] >= refund.amount_minor
        ]
        if way is None:
            assert not refund.may_go_back or not fits
            continue
        assert refund.may_go_back
        assert way.deposit_id == max(fits, key=lambda one: (one.received_at, one.deposit_id)).deposit_id
        left[way.deposit_id] -= refund.amount_minor
    assert all(minor >= 0 for minor in left.values())


@given(st.integers(1, 60), st.lists(st.integers(0, 20), max_size=6), st.randoms(use_true_random=False))
def test_a_refund_is_cut_into_few_parts_that_fit_and_keep_its_sum(amount: int, left: list[int], chance: Random) -> None:
    ways = [WayBack(number, CONTESTS[0], "sandbox", "EUR", DAY_ONE, minor) for number, minor in enumerate(left)]
    parts = cut_refund(amount, ways)
    assert sum(parts) == amount and min(parts) > 0
    chance.shuffle(ways)
    assert cut_refund(amount, ways) == parts, "in whatever order they are read"

    largest = sorted((minor for minor in left if minor), reverse=True)
    if not largest or largest[0] >= amount:
        assert parts == (amount,)
        return
    covered = parts[: len(largest)]
    assert all(part <= minor for part, minor in zip(covered, largest, strict=False))
    uncovered = amount - sum(covered)
    assert uncovered == max(0, amount - sum(largest))
    assert len(parts) == len(covered) + (uncovered > 0)
    assert sum(largest[: len(covered) - 1]) < amount, "no fewer would do"


@given(refunds, deposits)
def test_what_is_cut_finds_its_ways_in_the_order_of_its_parts(
    asked: list[tuple[Any, ...]], brought: list[tuple[Any, ...]]
) -> None:
    """Once nothing is left to cut, the ways are used up or nothing that may go back is left over. That comes soon."""
    owed, ways = owed_and_brought(asked, brought)
    total, cuts = sum(one.amount_minor for one in owed), decide_cuts(owed, ways)
    assert cuts == decide_cuts(owed, list(reversed(ways)))
    for debt, parts in cuts.items():
        (refund,) = (one for one in owed if one.obligation_id == debt)
        assert refund.may_go_back and refund.may_be_cut and decide_ways(owed, ways)[debt] is None
        assert len(parts) > 1 and sum(parts) == refund.amount_minor
    for turn in range(20):
        if not (cuts := decide_cuts(owed, ways)):
            break
        new = [
            Refund(1000 * (turn + 1) + 10 * debt + number, one.contest_id, one.currency, part)
            for one in owed
            for debt in [one.obligation_id]
            for number, part in enumerate(cuts.get(debt, ()))
        ]
        owed = [one for one in owed if one.obligation_id not in cuts] + new
    assert decide_cuts(owed, ways) == {}
    assert sum(one.amount_minor for one in owed) == total
    decided = decide_ways(owed, ways)
    for refund in owed:
        if decided[refund.obligation_id] is None and refund.may_go_back and refund.may_be_cut:
            place = (refund.contest_id, refund.currency)
            brought_here = sum(way.left_minor for way in ways if (way.contest_id, way.currency) == place)
            back = [one for one in owed if (one.contest_id, one.currency) == place and decided[one.obligation_id]]
            assert sum(one.amount_minor for one in back) == brought_here


def test_its_examples_hold() -> None:
    result = doctest.testmod(ways_back)
    assert (result.attempted > 0, result.failed) == (True, 0)
