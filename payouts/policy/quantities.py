"""Whole numbers by name, which optional rules read from terms and facts (days of extension, reported minutes…).

They let a rule be added without a new field in the shared values. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from payouts.policy.problems import Problem

Quantities: TypeAlias = tuple[tuple[str, int], ...]


def quantity(quantities: Quantities, name: str) -> int:
    return next((value for key, value in quantities if key == name), 0)


def set_quantity(quantities: Quantities, name: str, value: int) -> Quantities:
    """Return them with one set; a quantity of zero is left out, as if it were not given.

    >>> set_quantity((("a", 1), ("c", 3)), "b", 2), set_quantity((("a", 1),), "a", 0)
    ((('a', 1), ('b', 2), ('c', 3)), ())
    """
    return (
        tuple(sorted({**dict(quantities), name: value}.items()))
        if value
        else tuple(pair for pair in quantities if pair[0] != name)
    )


def quantities_to_dict(quantities: Quantities) -> dict[str, int]:
    return dict(quantities)


def read_quantities(data: object, path: str) -> tuple[Quantities, list[Problem]]:
    """Read an object of whole numbers, none negative."""
    if not isinstance(data, Mapping):
        return (), [Problem(path, "an object of whole numbers", "not an object")]
    bad = [key for key, value in data.items() if not isinstance(key, str) or type(value) is not int or value < 0]
    problems = [Problem(f"{path}.{key}", "a whole number, at least 0", f"{data[key]!r} is not") for key in bad]
    return tuple(sorted((key, value) for key, value in data.items() if key not in bad)), problems
