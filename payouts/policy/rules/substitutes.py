"""Rule 21: substitutes and non-compliance. Decides who inherits a disqualified winner's prize, and what of a floor
the jury may take away. It never lets anybody save money by a disqualification.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from payouts.policy.arithmetic import BPS, bps_down
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps
from payouts.policy.refusals import DisqualifiedWithoutReason, ReductionNotAllowed
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.floors import Floor
    from payouts.policy.sheet import Sheet

REDUCED = LineKind(
    rule="substitutes",
    component="earned",
    label={"en": "floor, reduced by the jury", "fr": "plancher, réduit par le jury"},
    formula=same("{floor_minor:money} × {kept_bps:percent} ({reason:brief})"),
)
REALLOCATED = LineKind(
    rule="substitutes.reallocated",
    component="earned",
    label={"en": "reduced floors, passed on", "fr": "planchers réduits, reversés"},
    formula=same("{reduced_minor:money} ÷ {shared_by}"),
)


@dataclass(frozen=True, slots=True)
class Substitutes(Rule):
    """A disqualified entry keeps its floor, less the jury's bounded reduction; its prize passes on."""

    slug: ClassVar[str] = "substitutes"
    number: ClassVar[int | None] = 21
    line_kinds: ClassVar[tuple[LineKind, ...]] = (REDUCED, REALLOCATED)

    passes_to: Literal["next_rank", "shortlist", "brand"]
    maximum_reduction_bps: Bps
    reduction_decided_by: Literal["jury", "brand"]

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        for entry in facts.entries:
            if entry.disqualified and not entry.disqualification_reason.strip():
                raise DisqualifiedWithoutReason(f"entry {entry.entry_id} is disqualified without a reason")
            if not entry.floor_reduction_bps:
                continue
            if not (entry.disqualified and entry.shortlisted):
                raise ReductionNotAllowed(f"entry {entry.entry_id}: only a disqualified entry's floor is reduced")
            if not 0 < entry.floor_reduction_bps <= self.maximum_reduction_bps:
                raise ReductionNotAllowed(
                    f"entry {entry.entry_id}: a floor is reduced by {self.maximum_reduction_bps} bps at "
                    f"most, not by {entry.floor_reduction_bps}"
                )

    def add_reduced_floor(self, sheet: Sheet, entry: EntryFacts, floor: Floor) -> int:
        """Pay a reduced floor and return what was taken off it, rounded down."""
        reduction = bps_down(floor.amount_minor, entry.floor_reduction_bps)
        inputs: dict[str, int | str] = {
            "currency": sheet.terms.currency,
            "floor_minor": floor.amount_minor,
            "kept_bps": BPS - entry.floor_reduction_bps,
            "reason": entry.disqualification_reason,
        }
        sheet.add(REDUCED, entry.entry_id, floor.amount_minor - reduction, inputs)
        return reduction

    def share_reductions(self, sheet: Sheet, reduced: int) -> None:
        sheet.share(REALLOCATED, reduced, sheet.finalists, {"reduced_minor": reduced})

    def describe(self, voice: Voice) -> Section:
        bound = voice.percent(self.maximum_reduction_bps)
        heir_en, heir_fr = {
            "next_rank": ("passes to the next rank", "passe au rang suivant"),
            "shortlist": ("is shared by the shortlist", "est partagé entre les présélectionnés"),
            "brand": ("goes back to the brand", "revient à la marque"),
        }[self.passes_to]
        judge_en, judge_fr = {
            "jury": ("only the jury", "seul le jury"),
            "brand": ("only the brand", "seule la marque"),
        }[self.reduction_decided_by]
        return voice.section(
            en=(
                "Disqualification",
                f"The prize of a disqualified entry {heir_en}.",
                f"It keeps what it earned; {judge_en}, with a stated reason, may reduce its floor, by {bound} at most.",
                "What is taken off is shared by the others.",
            ),
            fr=(
                "Disqualification",
                f"Le prix d’une création disqualifiée {heir_fr}.",
                f"Elle garde ce qu’elle a gagné ; {judge_fr}, par une raison écrite, peut réduire son plancher, "
                f"de {bound} au plus.",
                "Ce qui est retiré est partagé entre les autres.",
            ),
        )
