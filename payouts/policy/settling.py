"""Who is owed what, and why: the settlement of a contest that ended in any way.

A pure function of policy, terms and facts: the same three give the same lines at any later date.
"""

from __future__ import annotations

from payouts.policy.document import PolicyDocument
from payouts.policy.facts import Facts
from payouts.policy.liability import liability_total
from payouts.policy.refusals import (
    DuplicateEntry,
    InvalidRank,
    NoAdmissibleEntry,
    ShortlistTooLong,
    StageMismatch,
    UnreadQuantity,
    VoidWithEntries,
)
from payouts.policy.rules.contributions import Contributions
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.payment_delay import PaymentDelay
from payouts.policy.rules.payout_threshold import PayoutThreshold
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.prizes import Prizes
from payouts.policy.rules.team_split import TeamSplit
from payouts.policy.settlement import Payable, Settlement
from payouts.policy.sheet import Sheet
from payouts.policy.terms import Terms


def settle(policy: PolicyDocument, terms: Terms, facts: Facts) -> Settlement:
    """Settle a contest. Raises the named `FactsRefused` if the facts break a rule.

    >>> from payouts.policy import FAIR_1, EntryFacts, Facts, Terms
    >>> from datetime import date
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> entries = tuple(
    ...     EntryFacts(name, shortlisted=True, rank=rank, shares=((f"payee of {name}", 1),))
    ...     for name, rank in (("fern", 2), ("moss", 1), ("reed", None))
    ... )
    >>> settlement = settle(FAIR_1, terms, Facts("awarded", "2026-03-01T09:00:00+00:00", entries))
    >>> for line in settlement.lines:
    ...     print(f"{line.entry_id or '':5}{line.component:7}{line.amount_minor:7}  {line.formula}")
    fern earned   16828  480 min × 12.02 €/h × 1.75
    moss earned   16828  480 min × 12.02 €/h × 1.75
    reed earned   16828  480 min × 12.02 €/h × 1.75
    moss prize   100000  place 1, 1,000.00 €
         fee      18058  1,504.84 € × 12 %
         tax       3612  180.58 € × 20 %
    >>> settlement.owed_total_minor, settlement.unspent_minor, settlement.due_at
    (150484, 57753, '2026-03-08T09:00:00+00:00')
    """
    check_facts(policy, terms, facts)
    sheet = Sheet(policy, terms, facts)
    if facts.outcome == "awarded":
        policy.rule(Prizes).award(sheet)
    elif facts.outcome == "lapsed":
        policy.rule(Lapse).settle(sheet)
    elif facts.outcome == "cancelled":
        policy.rule(KillFee).settle(sheet)
    for rule in policy.speaking_rules:
        rule.add_lines(sheet)
    fee, tax = policy.rule(PlatformFee).charge(sheet)
    contributions = policy.optional(Contributions)
    tax += contributions.charge(sheet) if contributions else 0
    payables = _payables(sheet)
    owed = sum(payable.amount_minor for payable in payables)
    return Settlement(
        currency=terms.currency,
        lines=tuple(sheet.lines),
        payables=payables,
        owed_total_minor=owed,
        fee_minor=fee,
        tax_minor=tax,
        unspent_minor=liability_total(policy, terms) - owed - fee - tax,
        floor_minor=sheet.floor.amount_minor if sheet.floor else 0,
        floor_reductions=tuple(sheet.reductions),
        due_at=policy.rule(PaymentDelay).due_at(facts.decided_at),
        rights_pass=_rights_pass(policy, facts),
    )


def check_facts(policy: PolicyDocument, terms: Terms, facts: Facts) -> None:
    """Raise the named refusal if the facts cannot have happened under this policy and these terms."""
    seen: set[str] = set()
    shortlisted = competed = 0
    for entry in facts.entries:
        seen.add(entry.entry_id)
        competed += entry.competed
        shortlisted += entry.shortlisted
        if entry.rank is not None and entry.rank < 1:
            raise InvalidRank(f"entry {entry.entry_id} has rank {entry.rank}")
    if len(seen) < len(facts.entries):
        raise DuplicateEntry("two entries share one id")
    if shortlisted > terms.shortlist_max:
        raise ShortlistTooLong(f"{shortlisted} shortlisted: the terms allow {terms.shortlist_max}")
    if facts.outcome == "cancelled" and facts.stage is None:
        raise StageMismatch("a cancelled contest was cancelled at some stage, and none is given")
    if facts.outcome in ("awarded", "lapsed"):
        if facts.stage is not None:
            raise StageMismatch(f"a stage is given for a cancelled contest, not for one that is {facts.outcome}")
        if not competed:
            raise NoAdmissibleEntry(f"a contest in which nobody competed is void, not {facts.outcome}")
    if facts.outcome == "void" and competed:
        raise VoidWithEntries(f"{competed} entries competed: the contest is not void")
    _check_quantities(policy, facts)
    for rule in policy.rules:
        rule.check_facts(terms, facts)


def _check_quantities(policy: PolicyDocument, facts: Facts) -> None:
    for quantities in (facts.quantities, *(entry.quantities for entry in facts.entries if entry.quantities)):
        for name, _ in quantities:
            if name not in policy.reads:
                raise UnreadQuantity(f"no rule of the policy reads {name!r}")


def _payables(sheet: Sheet) -> tuple[Payable, ...]:
    """Divide what each entry is owed among its team, for each component by itself."""
    split, is_payable = sheet.policy.rule(TeamSplit).split, sheet.policy.rule(PayoutThreshold).is_payable
    payables: list[Payable] = []
    for entry in sheet.facts.entries:
        for component in ("earned", "prize"):
            amount = sheet.owed.get((entry.entry_id, component), 0)
            if not amount:
                continue
            for payee_id, part in split(entry, amount).items():
                if is_payable(part):
                    payables.append(Payable(entry.entry_id, payee_id, component, part))
    return tuple(payables)


def _rights_pass(policy: PolicyDocument, facts: Facts) -> bool:
    if facts.outcome == "lapsed":
        return policy.rule(Lapse).rights_pass
    if facts.outcome == "cancelled":
        return policy.rule(KillFee).rights_pass
    return facts.outcome == "awarded"
