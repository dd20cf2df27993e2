"""Rule 8: the minimum shortlist. Decides how many entries a brand must shortlist before it may award."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.facts import Facts
from payouts.policy.problems import Problem
from payouts.policy.reading import Count
from payouts.policy.refusals import ShortlistTooShort
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class MinimumShortlist(Rule):
    """n ≥ min(minimum, admissible entries)."""

    slug: ClassVar[str] = "minimum_shortlist"
    number: ClassVar[int | None] = 8

    minimum: Count

    def least(self, competed: int) -> int:
        """Return the fewest entries that must be shortlisted.

        >>> [MinimumShortlist(minimum=3).least(competed) for competed in (0, 2, 40)]
        [0, 2, 3]
        """
        return min(self.minimum, competed)

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        least = self.least(terms.entry_cap)
        if terms.shortlist_max < least:
            yield Problem(
                "shortlist_max",
                f"at least {least}",
                "the shortlist is below the policy's minimum",
                f"au moins {least}",
                "la présélection est inférieure au minimum de la politique",
            )

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        if facts.outcome != "awarded":
            return
        competed = sum(entry.competed for entry in facts.entries)
        shortlisted = sum(entry.shortlisted for entry in facts.entries)
        if shortlisted < self.least(competed):
            raise ShortlistTooShort(
                f"{shortlisted} shortlisted of {competed} entries: at least {self.least(competed)} must be"
            )

    def describe(self, voice: Voice) -> Section:
        en = voice.count(self.minimum, "entry", "entries")
        fr = voice.count(self.minimum, "création", "créations")
        return voice.section(
            en=(
                "Minimum shortlist",
                f"The brand shortlists at least {en}, or all admissible ones if there are fewer.",
            ),
            fr=(
                "Présélection minimale",
                f"La marque présélectionne au moins {fr}, ou toutes les créations recevables s’il y en a moins.",
            ),
        )
