"""The arithmetic of the fairness figures, against its definitions; and that what is kept back stays unknown."""

from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payouts.fairness import gini_bps, is_lower_bound, percentile, ratio_bps, suppressed_cells, wilson_lower_bps
from payouts.fairness.figures import pay_by_rank

PAYS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)
LEAST = 5


def gini_of(pays: list[int]) -> int | None:
    return gini_bps(len(pays), sum(pays), pay_by_rank(pays))


@given(st.integers(1, 10**9), st.integers(1, 500))
def test_gini_is_zero_when_all_are_paid_the_same(pay: int, people: int) -> None:
    assert gini_of([pay] * people) == 0


@given(PAYS, st.randoms(use_true_random=False))
def test_gini_lies_below_one_and_does_not_depend_on_the_order(pays: list[int], random) -> None:
    found = gini_of(pays)
    assert (found is None) == (sum(pays) == 0)
    if found is not None:
        assert 0 <= found <= 10_000 * (len(pays) - 1) // len(pays) < 10_000
    random.shuffle(pays)
    assert gini_of(pays) == found


@given(PAYS.filter(any))
def test_gini_is_half_the_mean_difference_relative_to_the_mean(pays: list[int]) -> None:
    apart = 2 * sum(abs(a - b) for a, b in combinations(pays, 2))
    assert gini_of(pays) == int(Fraction(apart * 10_000, 2 * len(pays) * sum(pays)))


@given(st.integers(1, 3000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_is_the_bound_to_the_basis_point(case: tuple[int, int]) -> None:
    kept, of = case
    bound = wilson_lower_bps(kept, of)
    assert bound is not None and 0 <= bound * of <= kept * 10_000

    def beyond(share: Fraction) -> bool:
        """Whether the share observed lies more than 1.96 standard errors of this one above it."""
        return (Fraction(kept, of) - share) ** 2 * of > Fraction(196, 100) ** 2 * share * (1 - share)

    if bound:
        assert not share_is_below(bound, kept, of) and (beyond(Fraction(bound - 1, 10_000)) or bound == 1)
    assert not beyond(Fraction(bound + 1, 10_000))


def share_is_below(bound: int, kept: int, of: int) -> bool:
    return Fraction(bound, 10_000) > Fraction(kept, of)


@given(st.integers(1, 400), st.integers(2, 9))
def test_a_longer_record_of_the_same_share_counts_for_more(of: int, times: int) -> None:
    once, often = wilson_lower_bps(of, of), wilson_lower_bps(of * times, of * times)
    assert once is not None and often is not None and once < often < 10_000


def test_of_nothing_there_is_no_figure() -> None:
    assert (ratio_bps(0, 0), gini_bps(0, 0, 0), wilson_lower_bps(0, 0), percentile([], 9500)) == (None,) * 4


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=30), st.integers(1, 10_000))
def test_waiting_so_far_never_overstates_a_percentile(debts: list[tuple[int, int]], bps: int) -> None:
    """Each debt takes `first`, or is still unpaid then and will take that and `more`."""
    seen = percentile([first for first, _ in debts], bps)
    in_the_end = percentile([first + more for first, more in debts], bps)
    youngest = min((first for first, more in debts if more), default=None)
    assert seen is not None and in_the_end is not None and seen <= in_the_end
    if not is_lower_bound(seen, youngest):
        assert seen == in_the_end


def table(inner: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The groups with their totals, as if nobody were in two groups."""
    sizes = dict(inner)
    for (row, column), size in inner.items():
        for total in ((row, ""), ("", column), ("", "")):
            sizes[total] = sizes.get(total, 0) + size
    return sizes


TABLES = st.dictionaries(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), st.integers(0, 12), min_size=1
).map(table)


def equations(
    sizes: dict[tuple[str, str], int], hidden: frozenset[tuple[str, str]]
) -> list[dict[tuple[str, str], int]]:
    """What a reader knows of the hidden groups: in each row and column, the parts less the total are nothing."""
    known = []
    for axis in (0, 1):
        for name in {cell[axis] for cell in sizes}:
            line = {cell: -1 if cell[1 - axis] == "" else 1 for cell in hidden if cell[axis] == name}
            known.append(line)
    return [line for line in known if line]


def determined(cells: frozenset[tuple[str, str]], known: list[dict[tuple[str, str], int]]) -> set[tuple[str, str]]:
    """The unknowns that a system of linear equations fixes, by Gauss and Jordan."""
    order, rows, done = sorted(cells), [{k: Fraction(v) for k, v in line.items()} for line in known], []
    for cell in order:
        pivot = next((row for row in rows if row.get(cell)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = {k: v / pivot[cell] for k, v in pivot.items()}
        rows, done = [minus(row, pivot, cell) for row in rows], [minus(row, pivot, cell) for row in done] + [pivot]
    return {next(iter(row)) for row in done if len(row) == 1}


def minus(row: dict, pivot: dict, cell: tuple[str, str]) -> dict:
    factor = row.get(cell, Fraction(0))
    mixed = {k: row.get(k, Fraction(0)) - factor * pivot.get(k, Fraction(0)) for k in row.keys() | pivot.keys()}
    return {k: v for k, v in mixed.items() if v}


@settings(max_examples=300)
@given(TABLES)
def test_no_hidden_group_can_be_worked_out(sizes: dict[tuple[str, str], int]) -> None:
    hidden = suppressed_cells(sizes, LEAST)
    assert {cell for cell, size in sizes.items() if 0 < size < LEAST} <= hidden
    assert determined(hidden, equations(sizes, hidden)) == set()


def test_the_solver_of_that_test_finds_what_subtraction_finds() -> None:
    sizes = table({("a", "v"): 3, ("a", "w"): 9, ("b", "v"): 8, ("b", "w"): 8})
    small = frozenset({("a", "v")})
    assert determined(small, equations(sizes, small)) == small


@given(TABLES)
def test_what_is_left_of_a_total_is_never_a_small_group(sizes: dict[tuple[str, str], int]) -> None:
    hidden = suppressed_cells(sizes, LEAST)
    for axis in (0, 1):
        for name in {cell[axis] for cell in sizes}:
            line = [cell for cell in sizes if cell[axis] == name]
            total = next(cell for cell in line if cell[1 - axis] == "")
            left = sum(sizes[cell] for cell in line if cell in hidden and cell != total)
            assert total in hidden or left == 0 or left >= LEAST


@given(TABLES)
def test_nothing_is_hidden_without_a_small_group(sizes: dict[tuple[str, str], int]) -> None:
    if not any(0 < size < LEAST for size in sizes.values()):
        assert suppressed_cells(sizes, LEAST) == frozenset()


@pytest.mark.parametrize("size", [1, 4])
def test_one_small_group_alone_takes_its_totals_with_it(size: int) -> None:
    assert suppressed_cells(table({("a", "v"): size})) == set(table({("a", "v"): size}))


def test_the_arithmetic_of_percentages_has_no_float() -> None:
    huge = comb(300, 150)
    assert ratio_bps(huge, huge * 3) == 3333
