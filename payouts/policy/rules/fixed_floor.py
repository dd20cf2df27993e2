"""Rule 3: the fixed floor. Decides an amount below which no shortlisted entry is paid, whatever the brief."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from payouts.policy.line_kinds import LineKind, same
from payouts.policy.problems import Problem
from payouts.policy.reading import Minor, OneOf
from payouts.policy.rule import FloorRule
from payouts.policy.terms import Terms
from payouts.policy.voice import CURRENCIES, Section, Voice

KIND = LineKind(
    rule="fixed_floor",
    component="earned",
    label={"en": "fixed floor", "fr": "plancher fixe"},
    formula=same("{fixed_minor:money}"),
)


@dataclass(frozen=True, slots=True)
class FixedFloor(FloorRule):
    """x, in the minor units of one currency: a contest in another currency needs another policy."""

    slug: ClassVar[str] = "fixed_floor"
    number: ClassVar[int | None] = 3
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    amount_minor: Minor
    currency: Annotated[str, OneOf(*CURRENCIES)]

    def amount(self, terms: Terms, shortlisted: int) -> int:
        return self.amount_minor

    def inputs(self, terms: Terms, shortlisted: int) -> dict[str, int | str]:
        return {"currency": terms.currency, "fixed_minor": self.amount_minor}

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        if terms.currency != self.currency:
            yield Problem(
                "currency",
                self.currency,
                "the policy's fixed floor is in another currency",
                reason_fr="le plancher fixe de la politique est dans une autre monnaie",
            )

    def describe(self, voice: Voice) -> Section:
        amount = voice.money(self.amount_minor, self.currency)
        return voice.section(
            en=("Fixed floor", f"A shortlisted entry is never paid less than {amount}."),
            fr=("Plancher fixe", f"Une création présélectionnée n’est jamais payée moins de {amount}."),
        )
