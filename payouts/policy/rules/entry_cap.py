"""Rule 13: the cap on entries. Decides how many may compete, so that the odds are known before anybody works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from payouts.policy.facts import Facts
from payouts.policy.problems import Problem
from payouts.policy.reading import Whole
from payouts.policy.refusals import EntryCapExceeded
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class EntryCap(Rule):
    """Entries that competed ≤ the terms' cap ≤ `per_shortlist_place` × K."""

    slug: ClassVar[str] = "entry_cap"
    number: ClassVar[int | None] = 13

    per_shortlist_place: Annotated[int, Whole(1, 1_000)]

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        most = self.per_shortlist_place * terms.shortlist_max
        if not terms.shortlist_max <= terms.entry_cap <= most:
            yield Problem(
                "entry_cap",
                f"from {terms.shortlist_max} to {most}",
                "the cap on entries does not fit the places on the shortlist",
                f"de {terms.shortlist_max} à {most}",
                "le nombre maximal de créations ne correspond pas aux places en présélection",
            )

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        competed = sum(entry.competed for entry in facts.entries)
        if competed > terms.entry_cap:
            raise EntryCapExceeded(f"{competed} entries competed: the brief takes {terms.entry_cap} at most")

    def describe(self, voice: Voice) -> Section:
        en = voice.count(self.per_shortlist_place, "entry", "entries")
        fr = voice.count(self.per_shortlist_place, "création", "créations")
        return voice.section(
            en=("Cap on entries", f"A brief takes at most {en} for each place on the shortlist."),
            fr=("Nombre de créations", f"Un brief reçoit au plus {fr} par place en présélection."),
        )
