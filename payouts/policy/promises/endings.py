"""However it ends: silence, cancelling and disqualifying never pay a brand.

Each yields the ways in which a policy breaks it, by settling invented contests.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from payouts.policy import charter
from payouts.policy.arithmetic import bps_up
from payouts.policy.document import PolicyDocument
from payouts.policy.facts import STAGES
from payouts.policy.floors import floor
from payouts.policy.promises.broken import BrokenRule, Words, shown_by, too_long
from payouts.policy.promises.probes import Trial, alter, attempt, scenes, sizes, try_outcome
from payouts.policy.rule import Rule
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.substitutes import Substitutes


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
                    yield shown_by(Lapse, cheap, trial, decided.gross_minor, trial.gross_minor)
                if trial.settlement.rights_pass:
                    yield shown_by(Lapse, rights, trial, 0, 1)
        rule = policy.rule(Lapse)
        found = rule.silence_seconds + rule.final_notice_seconds
        yield from too_long(Lapse, terms, charter.LONGEST_SILENCE, found)


def cancelling_is_paid_for(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Cancelling pays every floor and somebody at least, never gets cheaper, and ends up as dear as deciding."""
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
                    yield shown_by(KillFee, falling, later, earlier.gross_minor, later.gross_minor)
            for trial in trials:
                yield from _short_of_floor(policy, KillFee, short, trial, n)
                if not trial.gross_minor:
                    yield shown_by(KillFee, free, trial, 1, 0, trial.facts.entries[0].entry_id)
                if trial.settlement.rights_pass:
                    yield shown_by(KillFee, rights, trial, 0, 1)
            decided = try_outcome(policy, terms, "awarded", n).gross_minor if n else 0
            if trials[-1].gross_minor < decided:
                yield shown_by(KillFee, cheap, trials[-1], decided, trials[-1].gross_minor)


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
            winner = replace(before.facts.entries[0], disqualified=True, disqualification_reason="not their work")
            trial = attempt(policy, terms, alter(before.facts, 0, winner))
            if trial is not None and trial.gross_minor < before.gross_minor:
                yield shown_by(Substitutes, saved, trial, before.gross_minor, trial.gross_minor)
            beyond = replace(winner, floor_reduction_bps=charter.MOST_REDUCTION_BPS + 1)
            trial = attempt(policy, terms, alter(before.facts, 0, beyond))
            if trial is not None:
                least = bps_up(floor(policy, terms, n).amount_minor, 10_000 - charter.MOST_REDUCTION_BPS)
                found = sum(line.amount_minor for line in trial.lines_of(winner.entry_id))
                yield shown_by(Substitutes, taken, trial, least, found, winner.entry_id)
            if policy.rule(Substitutes).reduction_decided_by != "jury":
                yield shown_by(Substitutes, judge, before, 0, 1, winner.entry_id)


def _short_of_floor(
    policy: PolicyDocument, rule: type[Rule], words: Words, trial: Trial, n: int
) -> Iterator[BrokenRule]:
    promised = floor(policy, trial.terms, n).amount_minor if n else 0
    for entry in trial.facts.entries:
        found = trial.gross_of(entry.entry_id)
        if entry.shortlisted and found < promised:
            yield shown_by(rule, words, trial, promised, found, entry.entry_id)
