"""Divides a width among values so that nothing that exists is invisible."""

from collections.abc import Sequence
from fractions import Fraction


def visible_widths(values: Sequence[int], width: int, minimum: int) -> list[Fraction]:
    """Widths in proportion to `values`, each non-zero one at least `minimum`, adding up to exactly `width`.

    Who is below the minimum is lifted to it; the others share what is left. A cent in ten thousand euros is seen.

    >>> [float(w) for w in visible_widths([999_999, 1, 0], 1000, 8)]
    [992.0, 8.0, 0.0]
    """
    if any(value < 0 for value in values):
        raise ValueError("A part of a whole can't be negative.")
    lifted: set[int] = set()
    while True:
        free = [i for i, value in enumerate(values) if value and i not in lifted]
        room = width - minimum * len(lifted)
        whole = sum(values[i] for i in free)
        small = [i for i in free if Fraction(values[i] * room, whole) < minimum]
        if not small or len(small) == len(free):
            break
        lifted.update(small)
    return [
        Fraction(minimum) if i in lifted else Fraction(value * room, whole) if value else Fraction(0)
        for i, value in enumerate(values)
    ]
