"""Which way a refund goes: back by the payment that brought the money in, or to the brand's payout account.

Pure: nothing is read or written here. A refund goes one way as a whole. One deposit alone must cover it, so that it
stays one payment under one key; what no single deposit covers goes to the payout account.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class WayBack:
    """A received deposit by which money may go back: at most what came in by it, less what already went back."""

    deposit_id: int
    contest_id: UUID
    rail: str
    currency: str
    received_at: datetime
    left_minor: int


@dataclass(frozen=True, slots=True)
class Refund:
    """A debt to a brand that is to be paid now. One whose payment has failed does not go back: see the selectors."""

    obligation_id: int
    contest_id: UUID
    currency: str
    amount_minor: int
    may_go_back: bool = True


def decide_ways(refunds: Iterable[Refund], ways: Iterable[WayBack]) -> dict[int, WayBack | None]:
    """For each refund, by its debt, the deposit by which it goes back; None: to the payout account.

    The newest deposit that covers it, and each deposit for no more than is left, whatever else goes back at the same
    time. The refunds are taken in the order given.

    >>> from datetime import UTC
    >>> here = UUID(int=1)
    >>> old = WayBack(1, here, "stripe", "EUR", datetime(2026, 3, 1, tzinfo=UTC), 10_000)
    >>> new = WayBack(2, here, "sepa", "EUR", datetime(2026, 3, 2, tzinfo=UTC), 3_000)
    >>> small, large, larger = (Refund(n, here, "EUR", minor) for n, minor in ((7, 2_500), (8, 7_500), (9, 2_501)))
    >>> {debt: way and way.rail for debt, way in decide_ways([small, large, larger], [old, new]).items()}
    {7: 'sepa', 8: 'stripe', 9: None}
    """
    by_contest: dict[tuple[UUID, str], list[WayBack]] = {}
    for way in sorted(ways, key=lambda way: (way.received_at, way.deposit_id), reverse=True):
        by_contest.setdefault((way.contest_id, way.currency), []).append(way)
    decided: dict[int, WayBack | None] = {}
    for refund in refunds:
        own = by_contest.get((refund.contest_id, refund.currency), []) if refund.may_go_back else []
        index = _first_that_covers(own, refund.amount_minor)
        decided[refund.obligation_id] = None if index is None else own[index]
        if index is not None:
            own[index] = replace(own[index], left_minor=own[index].left_minor - refund.amount_minor)
    return decided


def _first_that_covers(ways: Sequence[WayBack], amount_minor: int) -> int | None:
    return next((index for index, way in enumerate(ways) if way.left_minor >= amount_minor), None)
