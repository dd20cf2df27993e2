"""Shares and ranks for many contests at once, in the order and to the cent of `payouts.policy.arithmetic`.

Entries of all contests stand in one flat array, contest after contest; `starts` says where each begins, and no
contest is without a place in it. Everything is 64-bit whole numbers: no cent is ever a float.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from payouts.policy.arithmetic import BPS

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def ceil_div(dividend: Ints, divisor: Ints | int) -> Ints:
    """Divide and round up."""
    return -(-dividend // divisor)


def bps_up(amount: Ints, bps: Ints | int) -> Ints:
    return ceil_div(amount * bps, BPS)


def bps_down(amount: Ints, bps: Ints | int) -> Ints:
    return amount * bps // BPS


def bps_nearest(amount: Ints, bps: int) -> Ints:
    return (amount * bps * 2 + BPS) // (2 * BPS)


def count_each(flags: Flags, starts: Ints) -> Ints:
    """Count the true ones of each contest."""
    return np.add.reduceat(flags.astype(np.int64), starts)


def sum_each(amounts: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(amounts, starts)


def share_equally(pool: Ints, members: Flags, contest: Ints, starts: Ints) -> Ints:
    """Split each contest's pool among its members; the first in order take the odd units.

    A pool of a contest without members is shared by nobody.

    >>> contest, starts = np.array([0, 0, 0, 1, 1]), np.array([0, 3])
    >>> members = np.array([True, False, True, True, True])
    >>> share_equally(np.array([7, 10]), members, contest, starts).tolist()
    [4, 0, 3, 5, 5]
    """
    ordinal = np.cumsum(members, dtype=np.int64)
    before = ordinal[starts] - members[starts]
    part, odd = np.divmod(pool, np.maximum(count_each(members, starts), 1))
    nth = ordinal - before[contest]
    return np.where(members, part[contest] + (nth <= odd[contest]), 0)


def apportion_rows(total: Ints, weights: Ints) -> Ints:
    """Split each total by its row of weights with the largest remainder; equal remainders in the order of columns.

    >>> apportion_rows(np.array([100, 7]), np.array([[1, 1, 1], [0, 2, 1]])).tolist()
    [[34, 33, 33], [0, 5, 2]]
    """
    whole = np.maximum(weights.sum(axis=1), 1)[:, None]
    parts, remainders = np.divmod(total[:, None] * weights, whole)
    left = np.where(weights.any(axis=1), total - parts.sum(axis=1), 0)
    turn = np.argsort(np.argsort(-remainders, axis=1, kind="stable"), axis=1, kind="stable")
    odd: Ints = parts + (turn < left[:, None])
    return odd


def rank_each(merit: Floats, competes: Flags, contest: Ints, position: Ints) -> Ints:
    """Rank the entries of each contest, the best first and from 0; whoever does not compete comes last."""
    order = np.lexsort((-np.where(competes, merit, -np.inf), contest))
    rank = np.empty_like(position)
    rank[order] = position
    return rank
