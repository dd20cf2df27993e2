"""What optional rules must never do: pay less than the law says, hold for ever, or let a program ask pay back."""

from __future__ import annotations

from collections.abc import Iterator

from payouts.policy import charter
from payouts.policy.document import PolicyDocument
from payouts.policy.promises.broken import BrokenRule, Words, allowed_by, too_long
from payouts.policy.promises.probes import scenes
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.late_interest import LateInterest
from payouts.policy.rules.reversion import Reversion


def holds_are_short(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Disputed money waits for a decision, not for ever."""
    rule = policy.optional(Hold)
    if rule is None:
        return
    for terms in scenes(policy):
        yield from too_long(Hold, terms, charter.LONGEST_HOLD, rule.hold_seconds)


def lateness_costs_what_the_law_says(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Whoever pays late pays at least the directive's margin and its lump sum."""
    rule = policy.optional(LateInterest)
    if rule is None:
        return
    words: Words = {
        "en": "paying late costs less than the European directive on late payment says",
        "fr": "payer en retard coûte moins que ne le dit la directive européenne sur les retards de paiement",
    }
    for terms in scenes(policy):
        if rule.margin_bps < charter.LEAST_LATE_MARGIN_BPS:
            yield allowed_by(LateInterest, words, terms, charter.LEAST_LATE_MARGIN_BPS, rule.margin_bps)
        if rule.lump_minor < charter.LEAST_LATE_LUMP_MINOR:
            yield allowed_by(LateInterest, words, terms, charter.LEAST_LATE_LUMP_MINOR, rule.lump_minor)


def people_decide_on_clawbacks(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Nobody's pay is asked back by a program."""
    rule = policy.optional(Clawback)
    if rule is None or rule.decided_by == "person":
        return
    words: Words = {
        "en": "a program may ask back what somebody was paid",
        "fr": "un programme peut redemander ce qui a été payé à quelqu’un",
    }
    for terms in scenes(policy):
        yield allowed_by(Clawback, words, terms, 0, 1)


def unpaid_rights_return(policy: PolicyDocument) -> Iterator[BrokenRule]:
    """Rights do not stay with somebody who has not paid for them."""
    rule = policy.optional(Reversion)
    if rule is None:
        return
    for terms in scenes(policy):
        yield from too_long(Reversion, terms, charter.LONGEST_BREACH, rule.unpaid_seconds)
