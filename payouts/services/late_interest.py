"""Writes the interest that the platform owes for having paid late (rule 24): once for a debt, when it has been paid.

It is the platform's expense and touches no escrow. Which debts earn any is `selectors.lateness`' to say. A reference
rate that nobody has looked up is not guessed: that debt waits, the audit names it, and its interest is written once the
table has the rate.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction

from duerows.doorbell import ring
from payouts import ledger
from payouts.models import InterestDebt, Obligation, ObligationKind
from payouts.policy import UnknownReferenceRate
from payouts.selectors.lateness import LateDebt, paid_late
from payouts.services.paymaster import PREPARE

BATCH: Final = 500


def write_late_interest(now: datetime) -> int:
    """Write what has not been written, a batch at a time. Returns on how many debts.

    Repeating it, or doing it twice at once, writes nothing twice: a debt that somebody else is busy with is skipped.
    """
    total, after = 0, 0
    while True:
        with transaction.atomic():
            debts = paid_late(now, after=after, limit=BATCH, lock=True)
            total += _write([debt for debt in _unwritten(debts) if _has_rate(debt)], now)
        if len(debts) < BATCH:
            break
        after = debts[-1].pk
    if total:
        ring(PREPARE)
    return total


def paid_on(debt: LateDebt) -> date:
    """The day on which a debt that was paid was paid."""
    if debt.paid_on is None:
        raise ValueError(f"Debt {debt.pk} has not been paid: its interest still grows.")
    return debt.paid_on


def _unwritten(debts: Sequence[LateDebt]) -> list[LateDebt]:
    """Those that nobody has written interest on meanwhile: whoever did has let go of the locks that we hold now, but
    the statement that took them may have looked before.
    """
    written = set(InterestDebt.objects.filter(debt__in=[debt.pk for debt in debts]).values_list("debt_id", flat=True))
    return [debt for debt in debts if debt.pk not in written]


def _has_rate(debt: LateDebt) -> bool:
    try:
        return debt.reference_bps >= 0
    except UnknownReferenceRate:
        return False


def _write(debts: Sequence[LateDebt], now: datetime) -> int:
    amounts = [debt.interest_minor(paid_on(debt)) for debt in debts]
    entries = ledger.post_entries(
        [
            ledger.NewEntry(
                kind="interest",
                idempotency_key=f"interest:{debt.ref}",
                effective_at=now,
                legs=ledger.transfer(
                    ledger.account_id(ledger.LATE_INTEREST, debt.currency),
                    ledger.account_id(ledger.PAYABLE_CREATIVES, debt.currency),
                    amount,
                ),
                contest_id=debt.contest_id,
                memo=f"due on {debt.due_on}, paid on {debt.paid_on}",
            )
            for debt, amount in zip(debts, amounts, strict=True)
        ]
    )
    rows = Obligation.objects.bulk_create(
        _obligation(debt, amount, entry, now) for debt, amount, entry in zip(debts, amounts, entries, strict=True)
    )
    InterestDebt.objects.bulk_create(_reason(row, debt) for row, debt in zip(rows, debts, strict=True))
    return len(rows)


def _obligation(debt: LateDebt, amount_minor: int, entry: int, now: datetime) -> Obligation:
    return Obligation(
        public_id=uuid4(),
        settlement_id=debt.settlement_id,
        contest_id=debt.contest_id,
        entry_id=debt.entry_id,
        payee_user_id=debt.payee_user_id,
        kind=ObligationKind.INTEREST,
        part=0,
        amount_minor=amount_minor,
        currency=debt.currency,
        journal_entry_id=entry,
        pay_by=now + timedelta(seconds=debt.payment_seconds),
        released_at=now,
    )


def _reason(row: Obligation, debt: LateDebt) -> InterestDebt:
    return InterestDebt(
        obligation=row,
        debt_id=debt.pk,
        due_on=debt.due_on,
        paid_on=paid_on(debt),
        reference_bps=debt.reference_bps,
        margin_bps=debt.margin_bps,
        lump_minor=debt.lump_minor,
    )
