"""The award by vote: a fixed sum beside the prizes. Decides who has it: the most votes, or by rule where none decided.

Who may vote, and which votes count, is not decided here: the facts bring each entry's counted votes, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from payouts.policy.arithmetic import bps_down, bps_up
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.problems import Problem
from payouts.policy.reading import Minor, Whole
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rule import Rule
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.terms import Terms
from payouts.policy.voice import VOICES, Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.sheet import Sheet

SUM = "voted_award.sum_minor"
VOTES = "voted_award.votes"
BY_VOTES = LineKind(
    rule="voted_award",
    component="earned",
    label={"en": "award by vote", "fr": "prix décidé par vote"},
    formula={
        "en": "{sum_minor:money} ÷ {shared_by}, {votes} of {all_votes} votes",
        "fr": "{sum_minor:money} ÷ {shared_by}, {votes} votes sur {all_votes}",
    },
)
BY_RULE = LineKind(
    rule="voted_award.shared",
    component="earned",
    label={"en": "award by vote, shared by rule", "fr": "prix décidé par vote, partagé par la règle"},
    formula=same("{sum_minor:money}[ × {kill_bps:percent}] ÷ {shared_by}"),
)


@dataclass(frozen=True, slots=True)
class VotedAward(Rule):
    """The sum that the terms name, on top of all else, to the shortlisted entry with the most votes.

    Entries with equally many share it equally. Where no vote was counted (nobody voted, or the contest ended before)
    the finalists share it equally: whatever happens it is paid. Cancelled before there is a shortlist, it is a part of
    what cancelling costs, at the kill fee's rate of that stage, for all who competed.
    """

    slug: ClassVar[str] = "voted_award"
    number: ClassVar[int | None] = None
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({SUM, VOTES})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (BY_VOTES, BY_RULE)

    minimum_minor: Minor
    maximum_bps: Annotated[int, Whole(0, 10_000)]

    def most(self, terms: Terms) -> int:
        """The largest sum that stands beside these prizes."""
        return bps_down(terms.prizes_total_minor, self.maximum_bps)

    def check_terms(self, terms: Terms) -> Iterator[Problem]:
        amount = terms.quantity(SUM)
        most = self.most(terms)
        if amount and not self.minimum_minor <= amount <= most:
            en, fr = (
                [VOICES[language].money(bound, terms.currency) for bound in (self.minimum_minor, most)]
                for language in ("en", "fr")
            )
            yield Problem(
                "community_minor",
                f"from {en[0]} to {en[1]}",
                "the community’s award is too small to be worth a vote, or too large beside the prizes",
                f"de {fr[0]} à {fr[1]}",
                "le prix de la communauté est trop petit pour valoir un vote, ou trop grand à côté des prix",
            )
        if amount and terms.shortlist_max < 2:
            yield Problem(
                "shortlist_max",
                "at least 2",
                "the community has nothing to choose from",
                "au moins 2",
                "la communauté n’a rien à choisir",
            )

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        return terms.quantity(SUM)

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        for entry in facts.entries:
            if entry.quantity(VOTES) and not (entry.shortlisted and terms.quantity(SUM)):
                raise BeyondItsBound(f"entry {entry.entry_id} has votes, and could not be voted for")

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        if not terms.quantity(SUM):
            return facts
        return facts.with_entry_quantity(VOTES, 1, lambda entry: entry.shortlisted and entry.admissible)

    def add_lines(self, sheet: Sheet) -> None:
        amount = sheet.terms.quantity(SUM)
        if not amount or sheet.facts.outcome == "void":
            return
        if sheet.facts.outcome == "cancelled":
            self._add_cancelled(sheet, amount)
        else:
            self._add(sheet, amount)

    def _add(self, sheet: Sheet, amount: int) -> None:
        """By the votes, where there are any for an entry that is still in the contest."""
        votes = {entry.entry_id: entry.quantity(VOTES) for entry in sheet.shortlist if entry.admissible}
        best = max(votes.values(), default=0)
        if not best:
            sheet.share(BY_RULE, amount, sheet.finalists, {"sum_minor": amount})
            return
        first: list[EntryFacts] = [entry for entry in sheet.shortlist if votes.get(entry.entry_id) == best]
        said = {"sum_minor": amount, "votes": best, "all_votes": sum(votes.values())}
        sheet.share(BY_VOTES, amount, first, said)

    def _add_cancelled(self, sheet: Sheet, amount: int) -> None:
        """At the kill fee's rate; in the final round, where that is all of it, like any other ending."""
        kill, stage = sheet.policy.rule(KillFee), sheet.facts.stage or "final"
        if not kill.enabled or sheet.competed < kill.minimum_entries:
            return
        bps = kill.bps_at(stage)
        if stage == "final" and bps == 10_000:
            self._add(sheet, amount)
            return
        heirs = sheet.finalists if stage == "final" else sheet.eligible or sheet.shortlist
        sheet.share(BY_RULE, bps_up(amount, bps), heirs, {"sum_minor": amount, "kill_bps": bps})

    def describe(self, voice: Voice) -> Section:
        most = voice.percent(self.maximum_bps)
        return voice.section(
            en=(
                "The award by vote",
                (
                    "A brand may add an award of a fixed sum that the community decides; it is set aside before the "
                    f"brief is shown, and is at most {most} of the prizes."
                ),
                "The shortlisted entry with the most votes has it; entries with equally many share it equally.",
                "If no vote is counted, the shortlist shares it equally: it never goes back to the brand.",
                "Cancelling before there is a shortlist costs the share of it that cancelling costs at that stage.",
                "It buys no rights, and changes neither a floor, a prize nor the shortlist.",
            ),
            fr=(
                "Prix attribué par vote",
                (
                    "Une marque peut ajouter un prix d’une somme fixe, que la communauté attribue ; il est réservé "
                    f"avant que le brief soit montré, et vaut au plus {most} des prix."
                ),
                "La création présélectionnée qui a le plus de votes le reçoit ; à égalité, il est partagé également.",
                (
                    "Si aucun vote n’est compté, les présélectionnées se le partagent à parts égales : il ne revient "
                    "jamais à la marque."
                ),
                "Annuler avant la présélection coûte la même part de ce prix que du reste à ce stade.",
                "Il n’achète aucun droit, et ne change ni un plancher, ni un prix, ni la présélection.",
            ),
        )
