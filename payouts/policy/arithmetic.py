"""Exact integer arithmetic of shares: decides who gets the odd cent.

Everything is an integer number of minor units; no float, no decimal and no rounding mode ever enters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any, Protocol, TypeVar

BPS = 10_000
"""One whole in basis points."""


class Ordered(Protocol):
    """A key that can be hashed and sorted, so that ties are broken by the key and never by the input's order."""

    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


K = TypeVar("K", bound=Ordered)


class ApportionmentError(ValueError):
    """The shares asked for cannot be drawn up: something is negative, or there is nobody to share among."""


def ceil_div(dividend: int, divisor: int) -> int:
    """Divide and round up.

    >>> ceil_div(7, 2), ceil_div(8, 2), ceil_div(0, 5)
    (4, 4, 0)
    """
    return -(-dividend // divisor)


def bps_up(amount: int, bps: int) -> int:
    """Take a share in basis points, rounded up: for whatever is owed to a creative.

    >>> bps_up(10_001, 8_000)
    8001
    """
    return -(-amount * bps // BPS)


def bps_down(amount: int, bps: int) -> int:
    """Take a share in basis points, rounded down: for whatever is taken from somebody.

    >>> bps_down(10_001, 1_200)
    1200
    """
    return amount * bps // BPS


def bps_nearest(amount: int, bps: int) -> int:
    """Take a share in basis points, half a unit rounded up, as invoices do for a tax.

    >>> bps_nearest(1_002, 2_000), bps_nearest(1_003, 2_000), bps_nearest(25, 2_000), bps_nearest(5, 1_000)
    (200, 201, 5, 1)
    """
    return (amount * bps * 2 + BPS) // (2 * BPS)


def apportion(total: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Split `total` in proportion to `weights` by the largest remainder (Hamilton).

    The parts sum exactly to the whole, each part is the floor or the ceiling of its exact quota, and a zero
    weight gets zero. Equal remainders are served in the order of their keys, so permuting the input changes
    nothing. The result is ordered by key.

    >>> apportion(100, {"b": 1, "a": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    >>> apportion(7, {"a": 0, "b": 2, "c": 1})
    {'a': 0, 'b': 5, 'c': 2}
    >>> apportion(0, {})
    {}
    >>> apportion(1, {"a": 0})
    Traceback (most recent call last):
    payouts.policy.arithmetic.ApportionmentError: 1 cannot be shared: every weight is zero
    """
    if total < 0:
        raise ApportionmentError(f"{total} cannot be shared: it is negative")
    whole = 0
    for key, weight in weights.items():
        if weight < 0:
            raise ApportionmentError(f"the weight of {key!r} is negative: {weight}")
        whole += weight
    keys = sorted(weights)
    if whole == 0:
        if total:
            raise ApportionmentError(f"{total} cannot be shared: every weight is zero")
        return dict.fromkeys(keys, 0)
    parts: dict[K, int] = {}
    remainders: list[tuple[int, K]] = []
    left = total
    for key in keys:
        part, remainder = divmod(total * weights[key], whole)
        parts[key] = part
        left -= part
        remainders.append((remainder, key))
    # The sort is stable and the list is already in key order, so equal remainders stay in key order.
    # Fewer units are left than there are non-zero remainders: a zero weight can never be served.
    remainders.sort(key=itemgetter(0), reverse=True)
    for _, key in remainders[:left]:
        parts[key] += 1
    return parts


def share_equally(total: int, keys: Iterable[K]) -> dict[K, int]:
    """Split `total` into parts that differ by at most one unit; the first keys in order take the odd units.

    Equal to `apportion` with equal weights, and faster.

    >>> share_equally(19_485, ["f", "e", "d", "c", "b", "a"])
    {'a': 3248, 'b': 3248, 'c': 3248, 'd': 3247, 'e': 3247, 'f': 3247}
    """
    ordered = sorted(keys)
    if not ordered:
        return apportion(total, {})
    if total < 0:
        raise ApportionmentError(f"{total} cannot be shared: it is negative")
    part, odd = divmod(total, len(ordered))
    parts = dict.fromkeys(ordered, part)
    for key in ordered[:odd]:
        parts[key] += 1
    return parts
