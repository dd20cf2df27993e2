"""Which way a refund goes: back by the payment that brought the money in, or to the brand's payout account.

Pure: nothing is read or written here. A debt goes one way as a whole, so that it stays one payment under one key. A
refund that no single deposit covers is first cut into debts that one does; what none covers goes to the payout account.
"""

from collections.abc import Iterable
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
    """A debt to a brand that is to be paid now. One whose payment has failed does not go back, and not every other may
    be owed in parts: see the selectors.
    """

    obligation_id: int
    contest_id: UUID
    currency: str
    amount_minor: int
    may_go_back: bool = True
    may_be_cut: bool = True


Places = dict[tuple[UUID, str], list[WayBack]]


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
    return _decide(refunds, _by_place(ways))


def decide_cuts(refunds: Iterable[Refund], ways: Iterable[WayBack]) -> dict[int, tuple[int, ...]]:
    """The refunds that are to be cut before they are paid, by their debt, with the parts of each; none is of one part.

    Only what no single way covers, and only into what the other refunds leave of the ways, as `decide_ways` has it.

    >>> from datetime import UTC
    >>> here = UUID(int=1)
    >>> old = WayBack(1, here, "stripe", "EUR", datetime(2026, 3, 1, tzinfo=UTC), 6_000)
    >>> new = WayBack(2, here, "sepa", "EUR", datetime(2026, 3, 2, tzinfo=UTC), 8_000)
    >>> decide_cuts([Refund(7, here, "EUR", 6_000), Refund(8, here, "EUR", 8_000)], [old, new])
    {8: (6000, 2000)}
    """
    refunds, places = list(refunds), _by_place(ways)
    decided = _decide(refunds, places)
    cuts: dict[int, tuple[int, ...]] = {}
    for refund in refunds:
        if decided[refund.obligation_id] is None and refund.may_go_back and refund.may_be_cut:
            own = _largest_first(places.get((refund.contest_id, refund.currency), []))
            parts = cut_refund(refund.amount_minor, own)
            if len(parts) > 1:
                cuts[refund.obligation_id] = parts
                # Each part takes from the way that it was cut after; one that none covers comes last, and has none.
                taken = [replace(way, left_minor=way.left_minor - part) for way, part in zip(own, parts, strict=False)]
                places[refund.contest_id, refund.currency] = taken + own[len(taken) :]
    return cuts


def cut_refund(amount_minor: int, ways: Iterable[WayBack]) -> tuple[int, ...]:
    """The parts of a refund of so much, which can go back by these ways: as few as can be, and of the same sum.

    One part if a single way covers it, or none is open. Else what is left of each way, the largest first, and at the
    end what no way covers, if there is any, for the payout account.

    >>> from datetime import UTC
    >>> brought = [WayBack(n, UUID(int=1), "sepa", "EUR", datetime(2026, 3, n, tzinfo=UTC), n * 1_000) for n in (1, 2)]
    >>> [cut_refund(minor, brought) for minor in (2_000, 2_001, 3_000, 3_001)]
    [(2000,), (2000, 1), (2000, 1000), (2000, 1000, 1)]
    >>> cut_refund(3_001, [])
    (3001,)
    """
    open_ways = _largest_first(ways)
    if not open_ways or open_ways[0].left_minor >= amount_minor:
        return (amount_minor,)
    parts, rest = [], amount_minor
    for way in open_ways:
        parts.append(min(way.left_minor, rest))
        rest -= parts[-1]
        if not rest:
            return tuple(parts)
    return (*parts, rest)


def _by_place(ways: Iterable[WayBack]) -> Places:
    """By contest and currency, the newest first."""
    places: Places = {}
    for way in sorted(ways, key=lambda way: (way.received_at, way.deposit_id), reverse=True):
        places.setdefault((way.contest_id, way.currency), []).append(way)
    return places


def _largest_first(ways: Iterable[WayBack]) -> list[WayBack]:
    """Those by which anything can still go back."""
    return sorted((way for way in ways if way.left_minor > 0), key=lambda way: (-way.left_minor, way.deposit_id))


def _decide(refunds: Iterable[Refund], places: Places) -> dict[int, WayBack | None]:
    """As `decide_ways`; takes what goes back from what is left of the places' ways."""
    decided: dict[int, WayBack | None] = {}
    for refund in refunds:
        own = places.get((refund.contest_id, refund.currency), []) if refund.may_go_back else []
        index = next((index for index, way in enumerate(own) if way.left_minor >= refund.amount_minor), None)
        decided[refund.obligation_id] = None if index is None else own[index]
        if index is not None:
            own[index] = replace(own[index], left_minor=own[index].left_minor - refund.amount_minor)
    return decided
