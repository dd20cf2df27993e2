"""What a policy must never do, one function a rule: each yields the ways in which a policy breaks it.

They trust no parameter's name: they settle invented contests and look at what is paid.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

from payouts.policy import charter
from payouts.policy.arithmetic import bps_down, bps_up, ceil_div
from payouts.policy.checking_terms import LARGEST_SHORTLIST
from payouts.policy.document import PolicyDocument
from payouts.policy.facts import STAGES, Facts
from payouts.policy.floors import floor
from payouts.policy.liability import liability_total
from payouts.policy.previews import invent_facts
from payouts.policy.probes import Trial, alter, attempt, scenes, sizes, try_outcome
from payouts.policy.rule import Rule
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.floor import HighestFloor
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.handover import Handover
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.rules.payment_delay import PaymentDelay, read_instant
from payouts.policy.rules.payout_threshold import PayoutThreshold
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.prizes import Prizes
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.rules.unpaid_effort import UnpaidEffort
from payouts.policy.settlement import SettlementLine
from payouts.policy.terms import Terms
from payouts.policy.voice import Language, voice_of

Words: TypeAlias = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A contest in which the promise fails: what should have been paid at least, and what is.

    `facts` is absent where the terms alone are the fault; `line` is the line that is short, absent where there is none
    at all. For a duration or a count both figures are in its own unit.
    """

    terms: Terms
    facts: Facts | None
    entry_id: str | None
    line: SettlementLine | None
    promised: int
    found: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "terms": self.terms.to_dict(),
            "facts": self.facts and self.facts.to_dict(),
            "entry_id": self.entry_id,
            "line": self.line and self.line.to_dict(),
            "promised": self.promised,
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule the policy breaks: which, why, and a contest that shows it."""

    rule: str
    number: int | None
    reasons: Words
    counter_example: CounterExample

    @property
    def reason(self) -> str:
        return self.reasons["en"]

    def say(self, language: str) -> str:
        return self.reasons[voice_of(language).language]

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "number": self.number,
            "reasons": dict(self.reasons),
            "counter_example": self.counter_example.to_dict(),
        }


Promise: TypeAlias = Callable[[PolicyDocument], Iterator[BrokenRule]]


def _shown(
    rule: type[Rule], words: Words, trial: Trial, promised: int, found: int, entry_id: str = ""
) -> BrokenRule:
    """A promise broken by a settlement."""
    lines = trial.lines_of(entry_id)
    example = CounterExample(
        trial.terms, trial.facts, entry_id or None, lines[0] if lines else None, promised, found
    )
    return BrokenRule(rule.slug, rule.number, words, example)


def _allowed(rule: type[Rule], words: Words, terms: Terms, promised: int, found: int) -> BrokenRule:
    """A promise broken by terms alone."""
    return BrokenRule(rule.slug, rule.number, words, CounterExample(terms, None, None, None, promised, found))


def hours_are_paid(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """The floor is at least the bare legal minimum hour for the standard effort."""
    words: Words = {
        "en": "a shortlisted entry may be paid less than the legal minimum hour for its standard effort",
        "fr": "une création présélectionnée peut être payée moins que le minimum horaire légal de son effort standard",
    }
    for terms in scenes(policy):
        legal = ceil_div(terms.effort_minutes * terms.hourly_minimum_minor * charter.LEAST_LOAD_BPS, 600_000)
        for n in sizes(policy, terms):
            trial = try_outcome(policy, terms, "awarded", n)
            last = trial.facts.entries[-1].entry_id
            amount = floor(policy, terms, n).amount_minor
            if amount < legal:
                yield _shown(HourlyFloor, words, trial, legal, amount, last)


def floors_are_positive(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """No shortlisted entry works for nothing."""
    words: Words = {
        "en": "a shortlisted entry may be paid nothing at all",
        "fr": "une création présélectionnée peut n’être pas payée du tout",
    }
    for terms in scenes(policy):
        for n in sizes(policy, terms):
            trial = try_outcome(policy, terms, "awarded", n)
            last = trial.facts.entries[-1].entry_id
            if not trial.gross_of(last):
                yield _shown(HighestFloor, words, trial, 1, 0, last)


def escrow_covers_everything(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """What is held before publication covers what may ever be owed."""
    words: Words = {
        "en": "the money held before publication may not cover what is owed",
        "fr": "l’argent séquestré avant la publication peut ne pas couvrir ce qui est dû",
    }
    for terms in scenes(policy):
        held = liability_total(policy, terms)
        for n in sizes(policy, terms):
            for trial in _endings(policy, terms, n):
                if trial.settlement.unspent_minor < 0:
                    yield _shown(FundingGate, words, trial, held - trial.settlement.unspent_minor, held)


def prizes_are_paid(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """The announced prizes are paid in full, whoever is or is not ranked."""
    words: Words = {
        "en": "the brand may award nobody, or not every prize, and keep the money",
        "fr": "la marque peut ne primer personne, ou pas tous les prix, et garder l’argent",
    }
    for terms in scenes(policy):
        for n in sizes(policy, terms):
            facts = invent_facts(terms, "awarded", n)
            unranked = tuple(replace(entry, rank=None) for entry in facts.entries)
            trial = attempt(policy, terms, replace(facts, entries=unranked))
            if trial is None:
                continue
            promised = n * floor(policy, terms, n).amount_minor + terms.prizes_total_minor
            if trial.gross_minor < promised:
                yield _shown(Prizes, words, trial, promised, trial.gross_minor)


def somebody_else_is_shortlisted(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Winner-take-all is refused, and so is a minimum nobody can reach."""
    alone: Words = {
        "en": "the brand may shortlist the winner alone, so that all the others work for nothing",
        "fr": "la marque peut ne présélectionner que le lauréat, et tous les autres travaillent pour rien",
    }
    beyond: Words = {
        "en": f"the minimum shortlist is above {LARGEST_SHORTLIST}, the most any brief may have",
        "fr": f"la présélection minimale dépasse {LARGEST_SHORTLIST}, le maximum d’un brief",
    }
    for terms in scenes(policy):
        minimum = policy.rule(MinimumShortlist).minimum
        if minimum > terms.shortlist_max:
            yield _allowed(MinimumShortlist, beyond, terms, LARGEST_SHORTLIST, minimum)
            continue
        trial = attempt(policy, terms, invent_facts(terms, "awarded", 1, entries=terms.entry_cap))
        if trial is not None and terms.entry_cap >= charter.LEAST_SHORTLIST:
            yield _shown(MinimumShortlist, alone, trial, charter.LEAST_SHORTLIST, 1)


def silence_costs_as_much(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Silence pays every floor, costs at least as much as deciding, gives no rights, and ends in a fixed time."""
    short: Words = {
        "en": "if the brand stays silent, a shortlisted entry is paid less than its floor",
        "fr": "si la marque se tait, une création présélectionnée reçoit moins que son plancher",
    }
    cheap: Words = {
        "en": "staying silent costs the brand less than deciding",
        "fr": "se taire coûte moins cher à la marque que décider",
    }
    rights: Words = {
        "en": "rights pass to a brand that stayed silent",
        "fr": "des droits passent à une marque qui s’est tue",
    }
    for terms in scenes(policy):
        for n in sizes(policy, terms):
            silent, decided = (
                try_outcome(policy, terms, "lapsed", n),
                try_outcome(policy, terms, "awarded", n),
            )
            yield from _short_of_floor(policy, Lapse, short, silent, n)
            for trial in (silent, try_outcome(policy, terms, "lapsed", 0)):
                if trial.gross_minor < decided.gross_minor:
                    yield _shown(Lapse, cheap, trial, decided.gross_minor, trial.gross_minor)
                if trial.settlement.rights_pass:
                    yield _shown(Lapse, rights, trial, 0, 1)
        rule = policy.rule(Lapse)
        found = rule.silence_seconds + rule.final_notice_seconds
        yield from _too_long(Lapse, terms, charter.LONGEST_SILENCE, found)


def cancelling_is_paid_for(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Cancelling pays every floor and somebody at least, never gets cheaper, and in the end costs as much as deciding."""
    short: Words = {
        "en": "if the brand cancels, a shortlisted entry is paid less than its floor",
        "fr": "si la marque annule, une création présélectionnée reçoit moins que son plancher",
    }
    free: Words = {
        "en": "the brand may cancel without paying anybody who worked",
        "fr": "la marque peut annuler sans payer aucune des personnes qui ont travaillé",
    }
    falling: Words = {
        "en": "cancelling later costs less than cancelling earlier",
        "fr": "annuler plus tard coûte moins cher qu’annuler plus tôt",
    }
    cheap: Words = {
        "en": "cancelling in the final round costs the brand less than deciding",
        "fr": "annuler au tour final coûte moins cher à la marque que décider",
    }
    rights: Words = {
        "en": "rights pass to a brand that cancelled",
        "fr": "des droits passent à une marque qui a annulé",
    }
    for terms in scenes(policy):
        for n in (0, *sizes(policy, terms)):
            trials = [try_outcome(policy, terms, "cancelled", n, stage) for stage in STAGES]
            for earlier, later in itertools.pairwise(trials):
                if later.gross_minor < earlier.gross_minor:
                    yield _shown(KillFee, falling, later, earlier.gross_minor, later.gross_minor)
            for trial in trials:
                yield from _short_of_floor(policy, KillFee, short, trial, n)
                if not trial.gross_minor:
                    yield _shown(KillFee, free, trial, 1, 0, trial.facts.entries[0].entry_id)
                if trial.settlement.rights_pass:
                    yield _shown(KillFee, rights, trial, 0, 1)
            decided = try_outcome(policy, terms, "awarded", n).gross_minor if n else 0
            if trials[-1].gross_minor < decided:
                yield _shown(KillFee, cheap, trials[-1], decided, trials[-1].gross_minor)


def entries_are_capped(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """The odds are known and not hopeless."""
    most = charter.MOST_ENTRIES_PER_PLACE
    words: Words = {
        "en": f"a brief may take more than {most} entries for each place on the shortlist",
        "fr": f"un brief peut recevoir plus de {most} créations par place en présélection",
    }
    for terms in scenes(policy):
        promised = most * terms.shortlist_max
        crowded = replace(terms, entry_cap=promised + 1)
        if not any(policy.rule(EntryCap).check_terms(crowded)):
            yield _allowed(EntryCap, words, crowded, promised, promised + 1)


def unpaid_work_is_short(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Little may be asked before somebody is sure to be paid."""
    most = charter.MOST_UNPAID_MINUTES
    words: Words = {
        "en": f"a brief may ask for more than {most} minutes of unpaid work",
        "fr": f"un brief peut demander plus de {most} minutes de travail non payé",
    }
    for terms in scenes(policy):
        long = replace(terms, unpaid_effort_minutes=most + 1)
        if not any(policy.rule(UnpaidEffort).check_terms(long)):
            yield _allowed(UnpaidEffort, words, long, most, most + 1)


def fee_is_the_brands(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """The fee is never taken out of a creative's pay, nor is it ever too high."""
    taken: Words = {
        "en": "the platform’s fee is taken out of what creatives are paid",
        "fr": "la commission de la plateforme est prise sur la paie des créatifs",
    }
    high: Words = {
        "en": f"the platform’s fee may be above {charter.MOST_FEE_BPS // 100} % of what creatives are paid",
        "fr": f"la commission peut dépasser {charter.MOST_FEE_BPS // 100} % de ce que reçoivent les créatifs",
    }
    for terms in scenes(policy):
        for n in sizes(policy, terms):
            for trial in _endings(policy, terms, n):
                gross, fee = trial.gross_minor, trial.settlement.fee_minor
                most = bps_down(gross, charter.MOST_FEE_BPS)
                if fee > most:
                    yield _shown(PlatformFee, high, trial, most, fee)
                for line in trial.settlement.lines:
                    withheld = int(line.inputs.get("withheld_minor", 0))
                    if line.entry_id and withheld:
                        amount = line.amount_minor
                        yield _shown(PlatformFee, taken, trial, amount + withheld, amount, line.entry_id)


def disqualifying_saves_nothing(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Nobody gains by a disqualification, and what was earned stays, less the jury's bounded reduction."""
    saved: Words = {
        "en": "disqualifying the winner saves the brand the prize",
        "fr": "disqualifier le lauréat fait économiser le prix à la marque",
    }
    taken: Words = {
        "en": f"more than {charter.MOST_REDUCTION_BPS // 100} % of an earned floor may be taken away",
        "fr": f"plus de {charter.MOST_REDUCTION_BPS // 100} % d’un plancher gagné peut être retiré",
    }
    judge: Words = {
        "en": "the brand, and not the jury, decides to reduce a floor",
        "fr": "c’est la marque, et non le jury, qui décide de réduire un plancher",
    }
    for terms in scenes(policy):
        for n in sizes(policy, terms):
            before = try_outcome(policy, terms, "awarded", n)
            winner = replace(
                before.facts.entries[0], disqualified=True, disqualification_reason="not their work"
            )
            trial = attempt(policy, terms, alter(before.facts, 0, winner))
            if trial is not None and n > 1 and trial.gross_minor < before.gross_minor:
                yield _shown(Substitutes, saved, trial, before.gross_minor, trial.gross_minor)
            beyond = replace(winner, floor_reduction_bps=charter.MOST_REDUCTION_BPS + 1)
            trial = attempt(policy, terms, alter(before.facts, 0, beyond))
            if trial is not None:
                least = bps_up(floor(policy, terms, n).amount_minor, 10_000 - charter.MOST_REDUCTION_BPS)
                found = sum(line.amount_minor for line in trial.lines_of(winner.entry_id))
                yield _shown(Substitutes, taken, trial, least, found, winner.entry_id)
            if policy.rule(Substitutes).reduction_decided_by != "jury":
                yield _shown(Substitutes, judge, before, 0, 1, winner.entry_id)


def payment_is_soon(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """What is owed is paid in a fixed, short time."""
    rule = policy.rule(PaymentDelay)
    early: Words = {
        "en": "a payment would be in breach before it is due",
        "fr": "un paiement serait en défaut avant d’être exigible",
    }
    for terms in scenes(policy):
        trial = try_outcome(policy, terms, "awarded", sizes(policy, terms)[0])
        due = read_instant(trial.settlement.due_at) - read_instant(trial.facts.decided_at)
        yield from _too_long(PaymentDelay, terms, charter.LONGEST_PAYMENT, due // timedelta(seconds=1))
        yield from _too_long(PaymentDelay, terms, charter.LONGEST_BREACH, rule.breach_seconds)
        if rule.breach_seconds < rule.payment_seconds:
            yield _shown(PaymentDelay, early, trial, rule.payment_seconds, rule.breach_seconds)


def handover_is_soon(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """A prize does not wait for ever on a handover."""
    rule = policy.rule(Handover)
    for terms in scenes(policy):
        yield from _too_long(
            Handover, terms, charter.LONGEST_HANDOVER, rule.delivery_seconds + rule.acceptance_seconds
        )


def every_cent_is_payable(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """No cent owed is left unpaid, however small a team member's share."""
    words: Words = {
        "en": "a small share of what is owed is never paid out",
        "fr": "une petite part de ce qui est dû n’est jamais versée",
    }
    for terms in scenes(policy):
        n = sizes(policy, terms)[0]
        facts = invent_facts(terms, "awarded", n)
        last = facts.entries[-1]
        amount = floor(policy, terms, n).amount_minor
        team = replace(last, shares=(("one", 1), ("the rest", max(amount - 1, 0))))
        trial = attempt(policy, terms, alter(facts, n - 1, team))
        if trial is None:
            continue
        owed = sum(line.amount_minor for line in trial.settlement.lines if line.entry_id)
        if trial.settlement.owed_total_minor < owed:
            found = trial.settlement.owed_total_minor
            yield _shown(PayoutThreshold, words, trial, owed, found, last.entry_id)


PROMISES: Final[tuple[Promise, ...]] = (
    hours_are_paid,
    floors_are_positive,
    escrow_covers_everything,
    prizes_are_paid,
    somebody_else_is_shortlisted,
    silence_costs_as_much,
    cancelling_is_paid_for,
    entries_are_capped,
    unpaid_work_is_short,
    fee_is_the_brands,
    disqualifying_saves_nothing,
    payment_is_soon,
    handover_is_soon,
    every_cent_is_payable,
)
"""In the order of the published table."""


def _endings(policy: PolicyDocument, terms: Terms, n: int) -> Iterator[Trial]:
    yield try_outcome(policy, terms, "awarded", n)
    yield try_outcome(policy, terms, "lapsed", n)
    yield try_outcome(policy, terms, "lapsed", 0)
    for stage in STAGES:
        yield try_outcome(policy, terms, "cancelled", n, stage)


def _short_of_floor(
    policy: PolicyDocument, rule: type[Rule], words: Words, trial: Trial, n: int
) -> Iterator[BrokenRule]:
    promised = floor(policy, trial.terms, n).amount_minor if n else 0
    for entry in trial.facts.entries:
        found = trial.gross_of(entry.entry_id)
        if entry.shortlisted and found < promised:
            yield _shown(rule, words, trial, promised, found, entry.entry_id)


def _too_long(rule: type[Rule], terms: Terms, most: int, found: int) -> Iterator[BrokenRule]:
    if found > most:
        en, fr = voice_of("en").duration(most), voice_of("fr").duration(most)
        words: Words = {"en": f"it may last longer than {en}", "fr": f"cela peut durer plus de {fr}"}
        yield _allowed(rule, words, terms, most, found)
