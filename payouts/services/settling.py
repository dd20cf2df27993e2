"""Writes what the policy engine has decided: settlements, their lines, obligations, and the journal entries behind
them.

Set-based: a fixed number of statements for any number of contests, in the transaction of the contests' decision. Called
with the contests locked; takes the escrows' locks after them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from payouts import policy as engine
from payouts.facts import load_facts
from payouts.ledger import balances, reverse_entries
from payouts.models import SETTLED_KINDS, Escrow, JournalEntry, Obligation, Settlement
from payouts.policy import Terms
from payouts.services.holding_on import follow_settlements, restart_holds
from payouts.services.policies import load_policies
from payouts.services.settlement_rows import Case, Debt, SettlementRows


def settle_contests(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """Settle contests that have just been decided: everybody's debts are written, whatever may be paid is released."""
    cases = _cases(contest_ids)
    _write(cases, now=now)


def settle_again(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """A winner was passed over: settle on the new facts. What was released stands; what was not is reversed and
    written anew.

    Raises EarnedPayReduced rather than take anything back.
    """
    cases = _cases(contest_ids)
    last = _last_sequences(contest_ids)
    for case in cases:
        case.sequence = last[case.contest.pk] + 1
    _reverse_unreleased(contest_ids, now=now)
    standing = _standing_debts(contest_ids)
    for case in cases:
        case.standing = standing.get(case.contest.pk, [])
    _write(cases, now=now)
    follow_settlements(contest_ids, now=now)


def release_prizes(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """The work was accepted: prizes fall due from now on, and what is left of the funds goes back to the brand."""
    held = Obligation.objects.filter(contest__in=contest_ids, released_at=None, cancelled_at=None)
    rows = list(held.select_related("settlement").select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.released_at = now
        if row.settlement is not None:
            row.pay_by = now + (row.pay_by - row.settlement.decided_at)
    Obligation.objects.bulk_update(rows, ["released_at", "pay_by"], batch_size=2000)
    restart_holds(contest_ids, now=now)


def _cases(contest_ids: Sequence[UUID]) -> list[Case]:
    escrows = list(
        Escrow.objects.select_for_update(of=("self",))
        .filter(contest__in=contest_ids)
        .select_related("contest")
        .order_by("contest_id")
    )
    policies = load_policies({escrow.policy_id for escrow in escrows})
    reads = {escrow.contest_id: policies[escrow.policy_id].reads for escrow in escrows}
    facts = load_facts([escrow.contest for escrow in escrows], reads)
    terms_by_text: dict[str, Terms] = {}
    cases = []
    for escrow in escrows:
        text = str(escrow.terms)
        terms = terms_by_text.setdefault(text, Terms.from_dict(escrow.terms))
        policy = policies[escrow.policy_id]
        known = facts[escrow.contest_id]
        settlement = engine.settle(policy, terms, known)
        cases.append(Case(escrow.contest, escrow, policy, terms, known, settlement))
    return cases


def _write(cases: Sequence[Case], *, now: datetime) -> None:
    held = balances(case.escrow.account_id for case in cases)
    rows = SettlementRows(now)
    for case in cases:
        case.held_minor = held.get(case.escrow.account_id, 0)
        rows.add(case)
    rows.write()


def _last_sequences(contest_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = Settlement.objects.filter(contest__in=contest_ids).order_by("sequence")
    return dict(rows.values_list("contest_id", "sequence"))


def _standing_debts(contest_ids: Sequence[UUID]) -> dict[UUID, list[Debt]]:
    standing: dict[UUID, list[Debt]] = {}
    settled = Obligation.objects.filter(contest__in=contest_ids, kind__in=SETTLED_KINDS, cancelled_at=None)
    rows = settled.exclude(settlement=None)
    for row in rows.values_list("contest_id", "entry_id", "payee_user_id", "kind", "amount_minor"):
        standing.setdefault(row[0], []).append(Debt(*row[1:]))
    return standing


def _reverse_unreleased(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """Reverse the entries of debts that may not be paid yet, and of the platform's fee, of the last settlement."""
    debts = Obligation.objects.filter(contest__in=contest_ids, released_at=None, cancelled_at=None)
    entries = list(debts.order_by("pk").values_list("journal_entry_id", flat=True))
    fees = JournalEntry.objects.filter(contest__in=contest_ids, kind="fee", reversed_by=None)
    entries += list(fees.order_by("pk").values_list("pk", flat=True))
    debts.update(cancelled_at=now)
    reverse_entries(
        entries,
        keys=[f"reversal:{entry}" for entry in entries],
        effective_at=now,
        memo="a winner was passed over",
    )
