"""Which groups are kept back, so that nobody can be made out in them: the small ones, and those that would betray them.

The groups form a table of months and categories with its totals. Whoever has a total and all of its parts but one can
subtract; so the table is read as a graph, months on one side, categories on the other, "all" being one of each, and
each hidden group an edge between its two. Every row and every column adds up (its total is the sum of its parts), and
those sums fix a hidden group exactly where its edge lies on no closed path. Such an edge gets one: the rectangle that
hides the fewest people's figures besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Final, TypeAlias

LEAST: Final = 5
"""People in the smallest group that is shown."""

ALL: Final = ""
Cell: TypeAlias = tuple[str, str]
"""Row and column; either may be ALL."""

Node: TypeAlias = tuple[int, str]


def suppressed_cells(sizes: Mapping[Cell, int], least: int = LEAST) -> frozenset[Cell]:
    """The groups to keep back, given how many people stand behind each. Empty groups hide nobody.

    `sizes` holds, for every group, its totals too: (row, ALL), (ALL, column) and (ALL, ALL).

    >>> may = {("may", "logo"): 9, ("may", "poster"): 3, ("may", "naming"): 6, ("may", ""): 18}
    >>> june = {("june", "logo"): 8, ("june", "poster"): 7, ("june", "naming"): 9, ("june", ""): 24}
    >>> both = {("", "logo"): 17, ("", "poster"): 10, ("", "naming"): 15, ("", ""): 42}
    >>> sorted(suppressed_cells(may | june | both))
    [('june', 'naming'), ('june', 'poster'), ('may', 'naming'), ('may', 'poster')]
    """
    there = {cell: size for cell, size in sizes.items() if size > 0}
    hidden = {cell for cell, size in there.items() if size < least}
    while more := _small_remainders(there, hidden, least) or _betrayed(there, hidden):
        hidden |= more
    return frozenset(hidden)


def _small_remainders(sizes: Mapping[Cell, int], hidden: Set[Cell], least: int) -> set[Cell]:
    """The next group to hide in each line whose hidden ones together, total less what is shown, are still too few."""
    more = set()
    for total, parts in _lines(sizes):
        kept_back = [cell for cell in parts if cell in hidden]
        if total in hidden or not kept_back:
            continue
        shown = sorted((sizes[cell], cell) for cell in parts if cell not in hidden)
        # Somebody may be in several groups: together they are at least the largest, and at least what the rest leaves.
        together = max(max(sizes[cell] for cell in kept_back), sizes[total] - sum(size for size, _ in shown))
        if together < least:
            more.add(shown[0][1] if shown else total)
    return more


def _lines(sizes: Mapping[Cell, int]) -> Iterator[tuple[Cell, list[Cell]]]:
    rows, columns = defaultdict(list), defaultdict(list)
    for row, column in sizes:
        if column != ALL:
            rows[row].append((row, column))
        if row != ALL:
            columns[column].append((row, column))
    yield from (((row, ALL), cells) for row, cells in rows.items())
    yield from (((ALL, column), cells) for column, cells in columns.items())


def _betrayed(sizes: Mapping[Cell, int], hidden: Set[Cell]) -> set[Cell]:
    """For the first hidden group that the sums fix: the others of a rectangle around it."""
    for row, column in sorted(_bridges(hidden)):
        rectangles = [
            {(row, other_column), (other_row, column), (other_row, other_column)} - hidden
            for other_row, other_column in sizes
            if other_row != row and other_column != column and (row, other_column) in sizes
            if (other_row, column) in sizes
        ]
        return min(rectangles, key=lambda cells: (sum(sizes[cell] for cell in cells), sorted(cells)))
    return set()


def _bridges(hidden: Set[Cell]) -> list[Cell]:
    """The edges that lie on no closed path (Tarjan: an edge whose far side reaches nothing before it)."""
    near: dict[Node, list[tuple[Node, Cell]]] = defaultdict(list)
    for cell in sorted(hidden):
        near[0, cell[0]].append(((1, cell[1]), cell))
        near[1, cell[1]].append(((0, cell[0]), cell))
    seen: dict[Node, int] = {}
    found: list[Cell] = []

    def reach(node: Node, by: Cell | None) -> int:
        lowest = seen[node] = len(seen)
        for other, cell in near[node]:
            if cell == by:
                continue
            if other in seen:
                lowest = min(lowest, seen[other])
                continue
            theirs = reach(other, cell)
            if theirs == seen[other]:
                found.append(cell)
            lowest = min(lowest, theirs)
        return lowest

    for node in list(near):
        if node not in seen:
            reach(node, None)
    return found
