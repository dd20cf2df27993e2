"""How much may be asked, of how many, and for how long. Each yields the ways in which a policy breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from payouts.policy import charter
from payouts.policy.checking_terms import LARGEST_SHORTLIST
from payouts.policy.document import PolicyDocument
from payouts.policy.previews import invent_facts
from payouts.policy.promises.broken import BrokenRule, Words, allowed_by, shown_by, too_long
from payouts.policy.promises.probes import attempt, scenes, sizes, try_outcome
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.handover import Handover
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.rules.payment_delay import PaymentDelay, read_instant
from payouts.policy.rules.unpaid_effort import UnpaidEffort


def shortlist_can_be_reached(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """A minimum above what any brief may have makes every contest impossible."""
    words: Words = {
        "en": f"the minimum shortlist is above {LARGEST_SHORTLIST}, the most any brief may have",
        "fr": f"la présélection minimale dépasse {LARGEST_SHORTLIST}, le maximum d’un brief",
    }
    minimum = policy.rule(MinimumShortlist).minimum
    if minimum > LARGEST_SHORTLIST:
        yield allowed_by(MinimumShortlist, words, next(scenes(policy)), LARGEST_SHORTLIST, minimum)


def somebody_else_is_shortlisted(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Winner-take-all is refused."""
    words: Words = {
        "en": "the brand may shortlist the winner alone, so that all the others work for nothing",
        "fr": "la marque peut ne présélectionner que le lauréat, et tous les autres travaillent pour rien",
    }
    for terms in scenes(policy):
        few = charter.LEAST_SHORTLIST - 1
        trial = attempt(policy, terms, invent_facts(terms, "awarded", few, entries=terms.entry_cap))
        if trial is not None:
            yield shown_by(MinimumShortlist, words, trial, charter.LEAST_SHORTLIST, few)


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
            yield allowed_by(EntryCap, words, crowded, promised, promised + 1)


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
            yield allowed_by(UnpaidEffort, words, long, most, most + 1)


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
        yield from too_long(PaymentDelay, terms, charter.LONGEST_PAYMENT, due // timedelta(seconds=1))
        yield from too_long(PaymentDelay, terms, charter.LONGEST_BREACH, rule.breach_seconds)
        if rule.breach_seconds < rule.payment_seconds:
            yield shown_by(PaymentDelay, early, trial, rule.payment_seconds, rule.breach_seconds)


def handover_is_soon(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """A prize does not wait for ever on a handover."""
    rule = policy.rule(Handover)
    for terms in scenes(policy):
        yield from too_long(Handover, terms, charter.LONGEST_HANDOVER, rule.delivery_seconds + rule.acceptance_seconds)
