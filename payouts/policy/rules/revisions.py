"""Rule 11: revisions. Decides what asking somebody to change a work costs: no pay, no request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Whole
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rule import Rule
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.sheet import Sheet

ROUNDS = "revisions.rounds"
KIND = LineKind(
    rule="revisions",
    component="earned",
    label={"en": "revisions asked for", "fr": "retouches demandées"},
    formula=same("{rounds} × {minutes} min × {hourly_minimum_minor:money}/h × {load_bps:factor}"),
)


@dataclass(frozen=True, slots=True)
class Revisions(Rule):
    """A round that is not free pays ⌈`minutes_per_round`·m·ℓ/600 000⌉; `free_for_winner` of the winner's are."""

    slug: ClassVar[str] = "revisions"
    number: ClassVar[int | None] = 11
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({ROUNDS})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    minutes_per_round: Annotated[int, Whole(1, 10_000)]
    free_for_winner: Annotated[int, Whole(0, 10)]
    maximum_rounds: Annotated[int, Whole(0, 20)]

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        """Every place of the shortlist may be asked for every round: who will win is not known yet."""
        each = policy.rule(HourlyFloor).worth(self.minutes_per_round, terms)
        return terms.shortlist_max * self.maximum_rounds * each

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        for entry in facts.entries:
            rounds = entry.quantity(ROUNDS)
            most = self.maximum_rounds if entry.shortlisted else 0
            if rounds > most:
                raise BeyondItsBound(f"entry {entry.entry_id} was revised {rounds} times: {most} at most")

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        return facts.with_entry_quantity(ROUNDS, self.maximum_rounds, lambda entry: entry.shortlisted)

    def add_lines(self, sheet: Sheet) -> None:
        hourly = sheet.policy.rule(HourlyFloor)
        each = hourly.worth(self.minutes_per_round, sheet.terms)
        for entry in sheet.shortlist:
            rounds = self._paid(entry, sheet.facts)
            said: dict[str, int | str] = {
                "currency": sheet.terms.currency,
                "rounds": rounds,
                "minutes": self.minutes_per_round,
                "hourly_minimum_minor": sheet.terms.hourly_minimum_minor,
                "load_bps": hourly.load_bps,
            }
            sheet.add(KIND, entry.entry_id, rounds * each, said)

    def _paid(self, entry: EntryFacts, facts: Facts) -> int:
        ranks = [other.rank for other in facts.entries if other.rank is not None and other.is_eligible]
        has_won = bool(ranks) and entry.rank == min(ranks) and entry.is_eligible
        return max(0, entry.quantity(ROUNDS) - (self.free_for_winner if has_won else 0))

    def describe(self, voice: Voice) -> Section:
        minutes = voice.number(self.minutes_per_round)
        free_en = voice.count(self.free_for_winner, "round is", "rounds are")
        free_fr = voice.count(self.free_for_winner, "tour est inclus", "tours sont inclus")
        most_en = voice.count(self.maximum_rounds, "round", "rounds")
        most_fr = voice.count(self.maximum_rounds, "tour", "tours")
        return voice.section(
            en=(
                "Revisions",
                f"{free_en} included for the winner, none for anybody else.",
                f"Each further round pays {minutes} minutes at the hourly floor; at most {most_en} can be asked for.",
            ),
            fr=(
                "Retouches",
                f"{free_fr} pour la création lauréate, aucun pour les autres.",
                (
                    f"Chaque tour supplémentaire paie {minutes} minutes au plancher horaire ; on peut en demander "
                    f"au plus {most_fr}."
                ),
            ),
        )
