"""Which way each refund goes: one way as a whole, and no deposit is sent back beyond what came in by it."""

import doctest
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from payouts import ways_back
from payouts.ways_back import Refund, WayBack, decide_ways

DAY_ONE = datetime(2026, 3, 1, tzinfo=UTC)
CONTESTS = [UUID(int=number) for number in (1, 2)]

places = st.tuples(st.sampled_from(CONTESTS), st.sampled_from(["EUR", "CHF"]))
amounts = st.integers(1, 20)
deposits = st.lists(st.tuples(places, st.integers(0, 3), amounts), max_size=6)
refunds = st.lists(st.tuples(places, amounts, st.booleans()), max_size=6)


@given(refunds, deposits)
def test_each_refund_is_decided_and_no_deposit_gives_more_than_is_left(
    asked: list[tuple[Any, ...]], brought: list[tuple[Any, ...]]
) -> None:
    owed = [Refund(100 + number, *place, *rest) for number, (place, *rest) in enumerate(asked)]
    ways = [
        WayBack(number, contest, "sandbox", currency, DAY_ONE + timedelta(days=day), left)
        for number, ((contest, currency), day, left) in enumerate(brought)
    ]
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


def test_its_examples_hold() -> None:
    result = doctest.testmod(ways_back)
    assert (result.attempted > 0, result.failed) == (True, 0)
