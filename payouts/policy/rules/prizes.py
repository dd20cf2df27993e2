"""Rule 7: the prizes. Decides who takes which prize when a contest is awarded; the announced sum is paid in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from payouts.policy.arithmetic import BPS, apportion, bps_down, share_equally
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.problems import Problem
from payouts.policy.reading import LARGEST_AMOUNT, Bps
from payouts.policy.refusals import NothingAwarded, RankOutsideShortlist
from payouts.policy.rule import Rule
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.rules.ties import KIND as TIED
from payouts.policy.settlement import Input
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.sheet import Sheet

PRIZE = LineKind(
    rule="prizes",
    component="prize",
    label={"en": "prize", "fr": "prix"},
    formula=same("place {place}, {announced_minor:money}[ × {kept_bps:percent}][ − {floor_minor:money}]"),
)
SHARED = LineKind(
    rule="prizes.shared",
    component="earned",
    label={"en": "share of the prizes, for all finalists", "fr": "part des prix, pour tous les finalistes"},
    formula=same("{prizes_minor:money} × {shared_bps:percent} ÷ {shared_by}"),
)
UNAWARDED = LineKind(
    rule="prizes.unawarded",
    component="earned",
    label={"en": "unawarded prizes, shared", "fr": "prix non décernés, partagés"},
    formula=same("{unawarded_minor:money} ÷ {shared_by}"),
)


@dataclass(frozen=True, slots=True)
class Prizes(Rule):
    """Prizes by rank, added to the floor or absorbing it.

    `shared_bps` of the prizes is shared by all finalists, winner included, and the ranks take the rest.
    Prizes without a winner are shared by the shortlist. `award_may_be_none` lets a brand keep them, and is
    refused at publish.
    """

    slug: ClassVar[str] = "prizes"
    number: ClassVar[int | None] = 7
    line_kinds: ClassVar[tuple[LineKind, ...]] = (PRIZE, SHARED, UNAWARDED)

    mode: Literal["additive", "absorbed"]
    shared_bps: Bps
    award_may_be_none: bool

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        prizes = terms.prizes_minor
        if not 0 < len(prizes) <= terms.shortlist_max:
            yield Problem(
                "prizes_minor",
                f"from 1 to {terms.shortlist_max} prizes",
                "there must be a prize, and a place on the shortlist for each",
                f"de 1 à {terms.shortlist_max} prix",
                "il faut un prix, et une place en présélection pour chacun",
            )
        if any(not 0 < prize <= LARGEST_AMOUNT for prize in prizes):
            yield Problem(
                "prizes_minor",
                f"from 1 to {LARGEST_AMOUNT} each",
                "a prize is zero, negative or too large",
                f"de 1 à {LARGEST_AMOUNT} chacun",
                "un prix est nul, négatif ou trop élevé",
            )
        if any(better < worse for better, worse in pairwise(prizes)):
            yield Problem(
                "prizes_minor",
                "in falling order",
                "a worse place has a larger prize than a better one",
                "dans l’ordre décroissant",
                "une moins bonne place a un prix plus élevé qu’une meilleure",
            )

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        if facts.outcome != "awarded":
            return
        ranked = [entry for entry in facts.entries if entry.rank is not None]
        for entry in ranked:
            if not entry.shortlisted:
                raise RankOutsideShortlist(f"entry {entry.entry_id} has rank {entry.rank} and was not shortlisted")
        if not ranked and not self.award_may_be_none:
            raise NothingAwarded("an award must rank at least one entry")

    def by_place(self, terms: Terms) -> Sequence[int]:
        """Return what is left for each place once the finalists' share is taken out.

        >>> from payouts.policy import Terms
        >>> from datetime import date
        >>> terms = Terms("USD", (129_900,), 6, 480, 0, 725, date(2026, 1, 1), 60, 0, 24)
        >>> Prizes(mode="additive", shared_bps=1_500, award_may_be_none=False).by_place(terms)
        [110415]
        """
        if not self.shared_bps:
            return terms.prizes_minor
        kept = terms.prizes_total_minor - bps_down(terms.prizes_total_minor, self.shared_bps)
        return list(apportion(kept, dict(enumerate(terms.prizes_minor))).values())

    def award(self, sheet: Sheet) -> None:
        """Add the floors, then the prizes place by place, then whatever of the prizes found no winner."""
        sheet.add_floors()
        terms = sheet.terms
        by_place = self.by_place(terms)
        left = sum(by_place) - self._award_places(sheet, by_place)
        shared = terms.prizes_total_minor - sum(by_place)
        said: dict[str, Input] = {"prizes_minor": terms.prizes_total_minor, "shared_bps": self.shared_bps}
        sheet.share(SHARED, shared, sheet.finalists, said)
        if not self.award_may_be_none:
            sheet.share(UNAWARDED, left, sheet.finalists, {"unawarded_minor": left})

    def _award_places(self, sheet: Sheet, by_place: Sequence[int]) -> int:
        """Award the prizes and return how much of them is taken, or lost to the brand where the policy says so."""
        passes_to = sheet.policy.rule(Substitutes).passes_to
        ranked = [e for e in sheet.shortlist if e.rank is not None and (passes_to != "next_rank" or e.is_eligible)]
        ranked.sort(key=_rank)
        first = taken = 0
        for _, group in groupby(ranked, key=_rank):
            tied = {entry.entry_id: entry for entry in group}
            pool = sum(by_place[first : first + len(tied)])
            for entry_id, part in share_equally(pool, tied).items():
                if tied[entry_id].is_eligible:
                    self._add_prize(sheet, entry_id, part, first, len(tied))
                if tied[entry_id].is_eligible or passes_to == "brand":
                    taken += part
            first += len(tied)
        return taken

    def _add_prize(self, sheet: Sheet, entry_id: str, part: int, first: int, tied: int) -> None:
        inputs: dict[str, Input] = {
            "currency": sheet.terms.currency,
            "announced_minor": sum(sheet.terms.prizes_minor[first : first + tied]),
        }
        if tied == 1:
            inputs["place"] = first + 1
        else:
            inputs |= {"first_place": first + 1, "last_place": first + tied, "tied": tied}
        if self.shared_bps:
            inputs["kept_bps"] = BPS - self.shared_bps
        if self.mode == "absorbed" and sheet.floor is not None:
            inputs["floor_minor"] = sheet.floor.amount_minor
            part -= sheet.floor.amount_minor
        sheet.add(PRIZE if tied == 1 else TIED, entry_id, part, inputs)

    def describe(self, voice: Voice) -> Section:
        en, fr = ["Prizes"], ["Prix"]
        if self.mode == "additive":
            en.append("A prize is paid on top of the floor.")
            fr.append("Un prix s’ajoute au plancher.")
        else:
            en.append("A winner is paid the larger of the floor and the prize.")
            fr.append("Un lauréat reçoit le plus élevé du plancher et du prix.")
        if self.shared_bps:
            share = voice.percent(self.shared_bps)
            en.append(f"All finalists, winners included, share {share} of the prizes equally.")
            fr.append(f"Tous les finalistes, lauréats compris, se partagent {share} des prix à parts égales.")
        if self.award_may_be_none:
            en.append("The brand may leave prizes unawarded and keep the money.")
            fr.append("La marque peut ne pas décerner les prix et garder l’argent.")
        else:
            en.append("There is always a winner, and prizes left without one are shared by the shortlist.")
            fr.append("Il y a toujours un lauréat, et les prix non décernés sont partagés entre les présélectionnés.")
        return voice.section(en=tuple(en), fr=tuple(fr))


def _rank(entry: EntryFacts) -> int:
    return entry.rank or 0
