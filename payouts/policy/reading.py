"""Reading JSON-able dictionaries into frozen values: decides whether a field is present, typed and within bounds.

Unknown keys are refused, so that a misspelt parameter can never silently fall back to something else. It
never judges whether the values are fair: that is `check_policy` and `check_terms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from typing import Annotated, Any, Final, Literal, Protocol, get_args, get_origin, get_type_hints

from payouts.policy.arithmetic import BPS
from payouts.policy.problems import Problem

LARGEST_AMOUNT: Final = 10**12
"""The most any single announced amount may be, in minor units: keeps every total within a signed 64-bit column."""

DAY: Final = 86_400


class Kind(Protocol):
    """What a field accepts."""

    @property
    def bound(self) -> str: ...

    def accepts(self, value: object) -> bool: ...


class Whole:
    """A whole number between two bounds, both included. A boolean is not a number here."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self.minimum, self.maximum = minimum, maximum

    @property
    def bound(self) -> str:
        return f"a whole number from {self.minimum} to {self.maximum}"

    def accepts(self, value: object) -> bool:
        return type(value) is int and self.minimum <= value <= self.maximum


class Text:
    """A piece of text of bounded length, never blank."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    @property
    def bound(self) -> str:
        return f"text of 1 to {self.longest} characters"

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) and bool(value.strip()) and len(value) <= self.longest


class OneOf:
    """One of a few listed values."""

    def __init__(self, *options: object) -> None:
        self.options = options

    @property
    def bound(self) -> str:
        return "one of " + ", ".join(repr(option) for option in self.options)

    def accepts(self, value: object) -> bool:
        # The type is compared too: in Python 1 == True, in a document it is not.
        return any(value == option and type(value) is type(option) for option in self.options)


Bps = Annotated[int, Whole(0, BPS)]
Minor = Annotated[int, Whole(0, LARGEST_AMOUNT)]
Count = Annotated[int, Whole(0, 1_000)]
Seconds = Annotated[int, Whole(1, 366 * DAY)]


def _kind_of(hint: Any) -> Kind:
    if hint is bool:
        return OneOf(False, True)
    if get_origin(hint) is Literal:
        return OneOf(*get_args(hint))
    if get_origin(hint) is Annotated:
        kind: Kind = get_args(hint)[1]
        return kind
    raise TypeError(f"{hint!r} says nothing about what it accepts")


@cache
def kinds_of(cls: type) -> Mapping[str, Kind]:
    """Return what each field of a dataclass accepts, from its annotations."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: _kind_of(hints[field.name]) for field in fields(cls)}


def unknown_keys(data: Mapping[str, object], known: Iterable[str], path: str) -> list[Problem]:
    names = sorted(known)
    bound = "known keys: " + ", ".join(names)
    return [
        Problem(f"{path}.{key}".lstrip("."), bound, "unknown key") for key in sorted(set(data) - set(names), key=str)
    ]


def read_fields(cls: type, data: object, path: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read the fields of a dataclass from `data`; return the values found good and every problem."""
    if not isinstance(data, Mapping):
        return {}, [Problem(path, "an object", "not an object")]
    kinds = kinds_of(cls)
    optional = {field.name for field in fields(cls) if field.default is not MISSING}
    problems = unknown_keys(data, kinds, path)
    values: dict[str, Any] = {}
    for name, kind in kinds.items():
        where = f"{path}.{name}".lstrip(".")
        if name not in data:
            if name not in optional:
                problems.append(Problem(where, kind.bound, "missing"))
        elif kind.accepts(data[name]):
            values[name] = data[name]
        else:
            problems.append(Problem(where, kind.bound, f"{data[name]!r} is out of bounds"))
    return values, problems
