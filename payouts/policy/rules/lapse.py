"""Rule 9: the lapse. Decides who is paid when the brand stays silent: silence never costs less than deciding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from payouts.policy.facts import best_rated
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Seconds
from payouts.policy.rule import Rule
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.sheet import Sheet

SHORTLIST = LineKind(
    rule="lapse",
    component="earned",
    label={"en": "silence of the brand, prizes shared", "fr": "silence de la marque, prix partagés"},
    formula=same("{prizes_minor:money} ÷ {shared_by}"),
)
BEST_RATED = LineKind(
    rule="lapse.best_rated",
    component="earned",
    label={"en": "silence of the brand, to the best rated", "fr": "silence de la marque, au mieux noté"},
    formula=same("{prizes_minor:money} ÷ {shared_by}"),
)
EVERYBODY = LineKind(
    rule="lapse.everybody",
    component="earned",
    label={
        "en": "silence of the brand, floors and prizes shared",
        "fr": "silence de la marque, planchers et prix partagés",
    },
    formula=same("({envelope_minor:money}[ + {prizes_minor:money}][ − {paid_minor:money}]) ÷ {shared_by}"),
)


@dataclass(frozen=True, slots=True)
class Lapse(Rule):
    """After `silence_seconds` and a last notice of `final_notice_seconds`, the contest settles by itself.

    With a shortlist: F each, and the prizes shared by it. Without one, or with fewer than the minimum:
    whoever is on it has F, and everybody admissible shares all the rest of A + Z, so that not deciding is
    never a way to save money.
    """

    slug: ClassVar[str] = "lapse"
    number: ClassVar[int | None] = 9
    line_kinds: ClassVar[tuple[LineKind, ...]] = (SHORTLIST, BEST_RATED, EVERYBODY)

    enabled: bool
    silence_seconds: Seconds
    final_notice_seconds: Seconds
    distribution: Literal["equal", "best_rated"]
    rights_pass: bool

    def settle(self, sheet: Sheet) -> None:
        """Add the lines of a lapsed contest; none if the policy leaves silence without consequence."""
        if not self.enabled:
            return
        sheet.add_floors()
        if len(sheet.shortlist) >= max(1, sheet.policy.rule(MinimumShortlist).least(sheet.competed)):
            self._share_prizes(sheet)
        else:
            self._share_everything(sheet)

    def _share_prizes(self, sheet: Sheet) -> None:
        prizes = sheet.terms.prizes_total_minor
        if self.distribution == "equal":
            sheet.share(SHORTLIST, prizes, sheet.heirs, {"prizes_minor": prizes})
        else:
            sheet.share(BEST_RATED, prizes, best_rated(sheet.heirs), {"prizes_minor": prizes})

    def _share_everything(self, sheet: Sheet) -> None:
        prizes, paid, heirs = sheet.terms.prizes_total_minor, sheet.gross_minor, sheet.eligible or sheet.shortlist
        said: dict[str, int | str] = {"envelope_minor": sheet.envelope.amount_minor}
        pool = sheet.envelope.amount_minor - paid
        if paid:
            said["paid_minor"] = paid
        if self.distribution == "equal":
            sheet.share(EVERYBODY, pool + prizes, heirs, {**said, "prizes_minor": prizes})
        else:
            sheet.share(BEST_RATED, prizes, best_rated(heirs), {"prizes_minor": prizes})
            sheet.share(EVERYBODY, pool, heirs, said)

    def describe(self, voice: Voice) -> Section:
        if not self.enabled:
            return voice.section(
                en=(
                    "Silence of the brand",
                    "If the brand does not decide, nothing happens and nobody is paid.",
                ),
                fr=(
                    "Silence de la marque",
                    "Si la marque ne décide pas, il ne se passe rien et personne n’est payé.",
                ),
            )
        silence, notice = voice.duration(self.silence_seconds), voice.duration(self.final_notice_seconds)
        equal = self.distribution == "equal"
        heirs_en = "the prizes are shared equally by the shortlist" if equal else "the best rated take the prizes"
        heirs_fr = (
            "les prix sont partagés à parts égales entre les présélectionnés"
            if equal
            else "les mieux notés ont les prix"
        )
        rights_en = "The rights pass to the brand." if self.rights_pass else "No rights pass to the brand."
        rights_fr = "Les droits passent à la marque." if self.rights_pass else "La marque n’acquiert aucun droit."
        return voice.section(
            en=(
                "Silence of the brand",
                (
                    f"If the brand has not decided {silence} after its deadline, it is warned a last time, "
                    f"and {notice} later the contest settles by itself."
                ),
                f"Every shortlisted entry is paid its floor, and {heirs_en}.",
                (
                    "Without a sufficient shortlist, all admissible entries share everything that was set "
                    "aside for floors and prizes."
                ),
                rights_en,
            ),
            fr=(
                "Silence de la marque",
                (
                    f"Si la marque n’a pas décidé {silence} après son échéance, elle reçoit un dernier "
                    f"avis, et {notice} plus tard le concours se règle de lui-même."
                ),
                f"Chaque création présélectionnée reçoit son plancher, et {heirs_fr}.",
                (
                    "Sans présélection suffisante, toutes les créations recevables se partagent tout ce "
                    "qui était réservé aux planchers et aux prix."
                ),
                rights_fr,
            ),
        )
