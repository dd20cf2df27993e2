"""What everybody is owed: hours, floors, prizes, the whole of it, and not a cent less for a fee.

Each yields the ways in which a policy breaks it, by settling invented contests: no parameter is trusted for its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from payouts.policy import charter
from payouts.policy.arithmetic import bps_down, ceil_div
from payouts.policy.document import PolicyDocument
from payouts.policy.floors import floor
from payouts.policy.liability import liability_total
from payouts.policy.previews import invent_facts
from payouts.policy.promises.broken import BrokenRule, Words, shown_by
from payouts.policy.promises.probes import alter, attempt, endings, scenes, sizes, try_outcome
from payouts.policy.rules.floor import HighestFloor
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.rules.payout_threshold import PayoutThreshold
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.prizes import Prizes


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
                yield shown_by(HourlyFloor, words, trial, legal, amount, last)


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
                yield shown_by(HighestFloor, words, trial, 1, 0, last)


def escrow_covers_everything(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """What is held before publication covers what may ever be owed."""
    words: Words = {
        "en": "the money held before publication may not cover what is owed",
        "fr": "l’argent séquestré avant la publication peut ne pas couvrir ce qui est dû",
    }
    for terms in scenes(policy):
        held = liability_total(policy, terms)
        for n in sizes(policy, terms):
            for trial in endings(policy, terms, n):
                if trial.settlement.unspent_minor < 0:
                    yield shown_by(FundingGate, words, trial, held - trial.settlement.unspent_minor, held)


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
                yield shown_by(Prizes, words, trial, promised, trial.gross_minor)


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
            for trial in endings(policy, terms, n):
                gross, fee = trial.gross_minor, trial.settlement.fee_minor
                most = bps_down(gross, charter.MOST_FEE_BPS)
                if fee > most:
                    yield shown_by(PlatformFee, high, trial, most, fee)
                for line in trial.settlement.lines:
                    withheld = int(line.inputs.get("withheld_minor", 0))
                    if line.entry_id and withheld:
                        amount = line.amount_minor
                        yield shown_by(PlatformFee, taken, trial, amount + withheld, amount, line.entry_id)


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
            yield shown_by(PayoutThreshold, words, trial, owed, found, last.entry_id)
