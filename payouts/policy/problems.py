"""What is wrong with a document, in words a person can act on. Decides nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the field it is in, the bound it must respect, and why."""

    field: str
    bound: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason} ({self.bound})"


class Refused(ValueError):
    """A document was refused; `problems` lists every fault found, not merely the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class PolicyError(Refused):
    """The text is not a policy document."""


class TermsError(Refused):
    """The text is not a set of terms."""


class FactsError(Refused):
    """The text is not a set of facts."""
