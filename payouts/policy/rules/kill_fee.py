"""Rule 10: the kill fee. Decides what cancelling costs at each stage, and who is paid for work already done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from payouts.policy.arithmetic import bps_up
from payouts.policy.facts import EntryFacts, Stage, best_rated
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Bps, Whole
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.sheet import Sheet

KIND = LineKind(
    rule="kill_fee",
    component="earned",
    label={"en": "kill fee", "fr": "indemnité d’annulation"},
    formula=same(
        "(({envelope_minor:money} + {prizes_minor:money}) × {kill_bps:percent}[ − {paid_minor:money}]) ÷ {shared_by}"
    ),
)


@dataclass(frozen=True, slots=True)
class KillFee(Rule):
    """max(n·F, ⌈bps·(A+Z)⌉): the shortlist has its floors first, the active entries share the rest.

    Active are all eligible entries, and in the final round those on the shortlist. Where nobody ever competed, there
    is nobody to pay and nothing is owed.
    """

    slug: ClassVar[str] = "kill_fee"
    number: ClassVar[int | None] = 10
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    enabled: bool
    open_bps: Bps
    shortlisting_bps: Bps
    final_bps: Bps
    minimum_entries: Annotated[int, Whole(1, 1_000)]
    distribution: Literal["equal", "best_rated"]
    rights_pass: bool

    def bps_at(self, stage: Stage) -> int:
        return {"open": self.open_bps, "shortlisting": self.shortlisting_bps, "final": self.final_bps}[stage]

    def settle(self, sheet: Sheet) -> None:
        """Add the lines of a cancelled contest; none if the policy lets a brand cancel for free."""
        if not self.enabled:
            return
        sheet.add_floors()
        if sheet.competed < self.minimum_entries:
            return
        bps = self.bps_at(sheet.facts.stage or "final")
        prizes, paid = sheet.terms.prizes_total_minor, sheet.gross_minor
        fee = bps_up(sheet.envelope.amount_minor + prizes, bps)
        floors = sheet.floor.amount_minor * len(sheet.shortlist) if sheet.floor else 0
        said: dict[str, int | str] = {
            "envelope_minor": sheet.envelope.amount_minor,
            "prizes_minor": prizes,
            "kill_bps": bps,
            "stage": sheet.facts.stage or "final",
        }
        if paid:
            said["paid_minor"] = paid
        active = self._active(sheet)
        heirs = active if self.distribution == "equal" else best_rated(active)
        sheet.share(KIND, max(floors, fee) - paid, heirs, said)

    def _active(self, sheet: Sheet) -> list[EntryFacts]:
        return sheet.heirs if sheet.facts.stage == "final" else sheet.eligible or sheet.shortlist

    def describe(self, voice: Voice) -> Section:
        if not self.enabled:
            return voice.section(
                en=("Cancelling", "The brand may cancel at any time without paying anything."),
                fr=("Annulation", "La marque peut annuler à tout moment sans rien payer."),
            )
        first, second, third = map(voice.percent, (self.open_bps, self.shortlisting_bps, self.final_bps))
        equal = self.distribution == "equal"
        heirs_en = "shared equally by the active entries" if equal else "paid to the best rated"
        heirs_fr = "partagé à parts égales entre les créations en lice" if equal else "versé aux mieux notées"
        rights_en = "The rights pass to the brand." if self.rights_pass else "No rights pass to the brand."
        rights_fr = "Les droits passent à la marque." if self.rights_pass else "La marque n’acquiert aucun droit."
        en = [
            "Cancelling",
            (
                f"Cancelling costs a share of everything set aside for floors and prizes: {first} while "
                f"entries are open, {second} while the shortlist is made, {third} in the final round."
            ),
            f"Shortlisted entries are always paid their floor first; the rest is {heirs_en}.",
            rights_en,
        ]
        fr = [
            "Annulation",
            (
                "Annuler coûte une part de tout ce qui est réservé aux planchers et aux prix : "
                f"{first} pendant le dépôt, {second} pendant la présélection, {third} au tour final."
            ),
            f"Les créations présélectionnées reçoivent toujours d’abord leur plancher ; le reste est {heirs_fr}.",
            rights_fr,
        ]
        if self.minimum_entries > 1:
            en.insert(2, f"Nothing is owed with fewer than {self.minimum_entries} entries, beyond the floors.")
            fr.insert(2, f"En dessous de {self.minimum_entries} créations, rien n’est dû au-delà des planchers.")
        return voice.section(en=tuple(en), fr=tuple(fr))
