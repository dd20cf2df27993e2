"""What every rule of a policy is: parameters, words, and the moments at which it may speak.

A new rule is a new module in `rules/` and its name in the list there: it reads its own quantities from terms
and facts, reserves money in the liability, and adds lines to the settlement. Nothing else needs to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

from payouts.policy.line_kinds import LineKind
from payouts.policy.problems import Problem
from payouts.policy.settlement import Inputs
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.facts import Facts
    from payouts.policy.sheet import Sheet
    from payouts.policy.terms import Terms


class Rule:
    """A rule with its parameters. Subclasses are frozen dataclasses whose annotations say what each field accepts."""

    __slots__ = ()

    slug: ClassVar[str]
    number: ClassVar[int | None]
    """The rule's number in the published table; none for what the table leaves unnumbered."""
    required: ClassVar[bool] = True
    """Whether every policy must hold it; a later rule is optional, so that older documents stay readable."""
    reads: ClassVar[frozenset[str]] = frozenset()
    """The names of the quantities it reads from terms and facts."""
    line_kinds: ClassVar[tuple[LineKind, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def describe(self, voice: Voice) -> Section:
        """Say the rule in plain words, with its figures."""
        raise NotImplementedError

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        """Yield what is wrong with terms that are about to be published."""
        return iter(())

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        """Raise the named refusal if the facts break this rule."""

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        """Return the most this rule may add to what creatives are owed, beyond the floors and the prizes."""
        return 0

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        """Return the facts with as much of this rule's own quantities as it admits: what its reserve must cover."""
        return facts

    def add_lines(self, sheet: Sheet) -> None:
        """Add lines of this rule's own, after those of the outcome."""


class FloorRule(Rule):
    """A rule that proposes a floor; the highest proposal binds."""

    __slots__ = ()

    def amount(self, terms: Terms, shortlisted: int) -> int:
        """Return the floor it proposes when so many are shortlisted, in minor units."""
        raise NotImplementedError

    def inputs(self, terms: Terms, shortlisted: int) -> dict[str, int | str]:
        """Return the figures `amount` rests on."""
        raise NotImplementedError

    def formula(self, inputs: Inputs) -> str:
        return self.line_kinds[0].render(inputs)
