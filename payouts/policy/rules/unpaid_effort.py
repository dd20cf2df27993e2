"""Rule 14: unpaid effort. Decides how much work a brief may ask for before anybody is sure to be paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from payouts.policy.problems import Problem
from payouts.policy.reading import Whole
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class UnpaidEffort(Rule):
    """E0 ≤ `maximum_minutes`; zero is "zero spec": round one shows existing work, every invited entry is paid."""

    slug: ClassVar[str] = "unpaid_effort"
    number: ClassVar[int | None] = 14

    maximum_minutes: Annotated[int, Whole(0, 100_000)]

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        if not 0 <= terms.unpaid_effort_minutes <= self.maximum_minutes:
            yield Problem(
                "unpaid_effort_minutes",
                f"from 0 to {self.maximum_minutes} minutes",
                "too much work is asked for before the shortlist",
                f"de 0 à {self.maximum_minutes} minutes",
                "trop de travail est demandé avant la présélection",
            )

    def describe(self, voice: Voice) -> Section:
        if not self.maximum_minutes:
            return voice.section(
                en=(
                    "Unpaid effort",
                    "Entering asks for no work: creatives show existing work, and everybody invited is paid.",
                ),
                fr=(
                    "Effort non payé",
                    "Participer ne demande aucun travail : on montre des travaux existants, et toute personne invitée "
                    "est payée.",
                ),
            )
        limit = voice.duration(self.maximum_minutes * 60)
        return voice.section(
            en=(
                "Unpaid effort",
                f"Entering asks for {limit} of work at most.",
                "A brief may also ask for none: creatives then show existing work, and everybody invited is paid.",
            ),
            fr=(
                "Effort non payé",
                f"Participer demande au plus {limit} de travail.",
                "Un brief peut aussi n’en demander aucun : on y montre des travaux existants, et toute personne "
                "invitée est payée.",
            ),
        )
