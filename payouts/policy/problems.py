"""What is wrong with a document, in words a person can act on. Decides nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: the field it is in, the bound it must respect, and why; in French too where a brand will read it."""

    field: str
    bound: str
    reason: str
    bound_fr: str = ""
    reason_fr: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.reason} ({self.bound})"

    def say(self, language: str) -> str:
        """Say the fault and its bound to a person, without the field's technical name.

        >>> problem = Problem("vat_bps", "at most 50 %", "too high", "au plus 50 %", "trop élevée")
        >>> problem.say("en"), problem.say("fr-be")
        ('too high (at most 50 %)', 'trop élevée (au plus 50 %)')
        """
        if language.lower().startswith("fr") and self.reason_fr:
            return f"{self.reason_fr} ({self.bound_fr or self.bound})"
        return f"{self.reason} ({self.bound})"


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
