"""Writes what became of a deposit, with its journal entries, in the caller's transaction. Calls no rail.

Called with the escrow locked and the deposit locked after it, so that nobody counts the same money twice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from contests.lifecycle import BEFORE_FUNDS
from duerows.models import DueState
from payouts import ledger
from payouts.models import Deposit, DepositState, Escrow, JournalEntry
from payouts.rails.base import RailAnswer, RailStatus
from payouts.services.verdicts import Known, Verdict

STATE_FOR: Final[Mapping[RailStatus, DepositState]] = {
    RailStatus.UNKNOWN: DepositState.UNKNOWN,
    RailStatus.ACCEPTED: DepositState.PENDING,
    RailStatus.PAID: DepositState.RECEIVED,
    RailStatus.REJECTED: DepositState.REFUSED,
    RailStatus.RETURNED: DepositState.RETURNED,
}
STATUS_OF: Final[Mapping[str, RailStatus]] = {state: status for status, state in STATE_FOR.items()}
CHANGED: Final = (
    "state",
    "due_state",
    "due_at",
    "lease_until",
    "fence",
    "attempts",
    "last_error",
    "finished_at",
    "provider_reference",
    "reason",
    "received_at",
)


def known_of(deposit: Deposit, now: datetime) -> Known:
    """What our own row says of a deposit. A pending one is accepted as soon as the rail has given it a reference."""
    status = STATUS_OF[deposit.state]
    if status == RailStatus.ACCEPTED and not deposit.provider_reference:
        status = RailStatus.UNKNOWN
    return Known(status, deposit.amount_minor, deposit.currency, deposit.attempts, now - deposit.created_at)


def record_deposit(
    escrow: Escrow, deposit: Deposit, verdict: Verdict, answer: RailAnswer | None, *, now: datetime
) -> None:
    """Write the verdict and book what it means. A received deposit stays due until its contest was told."""
    was = STATUS_OF[deposit.state]
    deposit.state = STATE_FOR[verdict.status]
    if verdict.status in (RailStatus.PAID, RailStatus.RETURNED) and deposit.received_at is None:
        _book_receipt(escrow, deposit, now)
        deposit.received_at = now
    if verdict.status == RailStatus.RETURNED != was:
        _book_return(escrow, deposit, now, was_counted=was == RailStatus.PAID)
    if verdict.trouble:
        deposit.due_state = DueState.PARKED
    elif verdict.wait is not None or verdict.status == RailStatus.PAID:
        deposit.due_state = DueState.WAITING
        deposit.due_at = now + verdict.wait if verdict.wait is not None else now
    else:
        deposit.due_state, deposit.finished_at = DueState.DONE, now
    unclear = answer is None or answer.status == RailStatus.UNKNOWN
    deposit.attempts = deposit.attempts if unclear else 0
    deposit.last_error = verdict.trouble or (answer.reason if answer and unclear else "")
    deposit.lease_until, deposit.fence = None, deposit.fence + 1
    if answer is not None:
        deposit.provider_reference = answer.provider_reference or deposit.provider_reference
        deposit.reason = "" if unclear else answer.reason[:300]
    deposit.save(update_fields=CHANGED)


def _book_receipt(escrow: Escrow, deposit: Deposit, now: datetime) -> None:
    """Money came into the bank, and is held for the contest."""
    ledger.post_entry(
        ledger.NewEntry(
            kind="deposit",
            idempotency_key=f"deposit:{deposit.pk}",
            effective_at=now,
            legs=ledger.transfer(
                ledger.account_id(f"{ledger.BANK_PREFIX}{deposit.rail}", deposit.currency),
                escrow.account_id,
                deposit.amount_minor,
            ),
            contest_id=escrow.contest_id,
            memo=deposit.idempotency_key,
        )
    )


def _book_return(escrow: Escrow, deposit: Deposit, now: datetime, *, was_counted: bool) -> None:
    """The payer's bank took the money back.

    Once people are at work their escrow is not touched: the brand owes the platform, which bears the risk. Before, the
    escrow simply holds less, and the contest cannot open.
    """
    key = f"deposit:{deposit.pk}:returned"
    if was_counted and escrow.contest.state not in BEFORE_FUNDS:
        ledger.post_entry(
            ledger.NewEntry(
                kind="deposit_return",
                idempotency_key=key,
                effective_at=now,
                legs=ledger.transfer(
                    ledger.account_id(ledger.RECEIVABLE_BRANDS, deposit.currency),
                    ledger.account_id(f"{ledger.BANK_PREFIX}{deposit.rail}", deposit.currency),
                    deposit.amount_minor,
                ),
                contest_id=escrow.contest_id,
                memo=deposit.idempotency_key,
            )
        )
        return
    receipt = JournalEntry.objects.get(idempotency_key=f"deposit:{deposit.pk}")
    ledger.reverse_entry(receipt.pk, key=key, effective_at=now, memo="returned by the payer's bank")
