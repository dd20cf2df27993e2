"""The arithmetic of the fairness figures, exact: whole numbers in, basis points (1/10 000) out, always rounded down.

Knows neither contests nor people; which of them are counted is said in `payouts.fairness.sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

WHOLE: Final = 10_000
Z: Final = Fraction(49, 25)
"""1.96: the quantile of the normal distribution that leaves 2.5 % on either side."""


def ratio_bps(part: int, whole: int) -> int | None:
    """A share in basis points, rounded down; None of nothing.

    >>> ratio_bps(2, 3), ratio_bps(0, 7), ratio_bps(0, 0)
    (6666, 0, None)
    """
    return part * WHOLE // whole if whole else None


def pay_by_rank(pays: Sequence[int]) -> int:
    """The sum of each pay times its rank, the least paid being the first: all that the Gini coefficient needs.

    >>> pay_by_rank([30, 0, 10])
    110
    """
    return sum(rank * pay for rank, pay in enumerate(sorted(pays), start=1))


def gini_bps(people: int, total: int, by_rank: int) -> int | None:
    """The Gini coefficient of a distribution, from its size, its sum and `pay_by_rank`; None if nothing was paid.

    G = (2·Σ(rank·pay) − (n+1)·Σpay) ÷ (n·Σpay): 0 if all are paid the same, (n−1)/n if one is paid everything. It can
    not reach 1.

    >>> gini_bps(4, 400, pay_by_rank([100, 100, 100, 100]))
    0
    >>> gini_bps(4, 400, pay_by_rank([0, 0, 0, 400]))
    7500
    """
    if not people or not total:
        return None
    return (2 * by_rank - (people + 1) * total) * WHOLE // (people * total)


def wilson_lower_bps(kept: int, of: int) -> int | None:
    """The lower end of Wilson's 95 % interval for a share, in basis points; None of nothing.

    A short record cannot look better than a long one. The root is never taken: the answer is the largest whole number
    of basis points that does not lie above the bound, found by comparing squares of fractions.

    >>> wilson_lower_bps(1, 1), wilson_lower_bps(10, 10), wilson_lower_bps(100, 100), wilson_lower_bps(0, 9)
    (2065, 7224, 9630, 0)
    """
    if not of:
        return None
    squared = Z * Z
    middle, spread = 2 * kept + squared, squared * (squared + Fraction(4 * kept * (of - kept), of))
    low, high = 0, WHOLE
    while low < high:
        guess = (low + high + 1) // 2
        distance = middle - Fraction(2 * guess, WHOLE) * (of + squared)
        if distance >= 0 and distance * distance >= spread:
            low = guess
        else:
            high = guess - 1
    return low


def percentile(values: Sequence[int], bps: int) -> int | None:
    """The value at rank ⌈bps·n/10 000⌉ of the sorted values: one that really occurred. None of nothing.

    >>> percentile([9, 1, 5, 7], 5000), percentile([9, 1, 5, 7], 9500), percentile([], 5000)
    (5, 9, None)
    """
    if not values:
        return None
    return sorted(values)[max(1, -(-len(values) * bps // WHOLE)) - 1]


def is_lower_bound(value: int | None, youngest_unpaid: int | None) -> bool:
    """Whether a percentile of times to pay is only known to be at least this much.

    A debt that is still unpaid is counted with the time it has waited so far, which is less than it will have waited in
    the end. No order statistic can shrink when values grow, so that the percentile is never overstated; it is exact if
    every unpaid debt has already waited longer.

    >>> is_lower_bound(60, None), is_lower_bound(60, 61), is_lower_bound(60, 60)
    (False, False, True)
    """
    return value is not None and youngest_unpaid is not None and youngest_unpaid <= value
