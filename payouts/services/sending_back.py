"""Money back to whoever sent a transfer: what is left of it goes out in a file like any payment.

Decides nothing about how much: `transfers` does. Called with the transfer locked, or within a report's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.models import User
from duerows.models import DueState
from payouts import ledger
from payouts.models import IncomingTransfer, JournalEntry, ReturnState, TransferReturn, TransferState
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch import FileOrder, order_id
from payouts.services.bank_secrets import open_payer
from payouts.services.outgoing import STATUS_OF
from payouts.services.verdicts import Known, Verdict

WENT_OUT: Final = (RailStatus.PAID, RailStatus.RETURNED)
NOBODY: Final = "Account holder"
"""What stands in the file where the payer's bank has given no name."""

STATE_FOR: Final = {
    RailStatus.UNKNOWN: ReturnState.UNKNOWN,
    RailStatus.ACCEPTED: ReturnState.SENT,
    RailStatus.PAID: ReturnState.PAID,
    RailStatus.RETURNED: ReturnState.RETURNED,
    RailStatus.REJECTED: ReturnState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Back:
    """One payment back to a payer, locked until the transaction ends. It answers as `Outgoing` does."""

    row: TransferReturn

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def amount_minor(self) -> int:
        return self.row.amount_minor

    @property
    def currency(self) -> str:
        return self.row.currency

    @property
    def is_perhaps_unsent(self) -> bool:
        return self.row.state in (ReturnState.PENDING, ReturnState.UNKNOWN)

    def known(self, now: datetime) -> Known:
        """What our own row says, for a verdict."""
        return Known(STATUS_OF[self.row.state], self.row.amount_minor, self.row.currency, self.row.attempts)


def start_return(transfer: IncomingTransfer, amount_minor: int, *, now: datetime, actor: User | None) -> TransferReturn:
    """Write the payment back of so much of a locked transfer; the next file takes it along."""
    return TransferReturn.objects.create(
        transfer=transfer,
        rail=transfer.rail,
        amount_minor=amount_minor,
        currency=transfer.currency,
        holder_name=transfer.payer_name or NOBODY,
        created_by=actor,
        created_at=now,
        due_at=now,
    )


def order_back(row: TransferReturn) -> FileOrder:
    """The payment as a file is asked to hold it."""
    return FileOrder(
        order_id=order_id(row.public_id, 1),
        amount_minor=row.amount_minor,
        name=row.holder_name,
        account=open_payer(row.transfer),
        text=f"Fairbrief sends back what was left of your transfer {row.transfer.reference}".strip(),
    )


def lock_backs(keys: Iterable[int]) -> dict[int, Back]:
    """Payments back by primary key, locked in the order of their ids."""
    rows = TransferReturn.objects.select_for_update(of=("self",)).select_related("transfer").filter(pk__in=list(keys))
    return {row.pk: Back(row) for row in rows.order_by("pk")}


def record_backs(news: Sequence[tuple[Back, Verdict, RailAnswer]], now: datetime) -> None:
    """Write what became of these payments, their entries, and where that leaves the transfers."""
    for back, verdict, answer in news:
        _record(back.row, STATUS_OF[back.row.state], verdict, answer, now)


def _record(row: TransferReturn, was: RailStatus, verdict: Verdict, answer: RailAnswer, now: datetime) -> None:
    is_news = verdict.status != was
    row.state = STATE_FOR[verdict.status] if is_news or was == RailStatus.UNKNOWN else row.state
    # One that was rejected has its transfer to wait for a person in its place.
    is_stuck = bool(verdict.trouble) and verdict.status != RailStatus.REJECTED
    row.due_state, row.finished_at = (DueState.PARKED, None) if is_stuck else (DueState.DONE, now)
    row.fence, row.lease_until = row.fence + 1, None
    row.last_error = verdict.trouble
    row.provider_reference = answer.provider_reference or row.provider_reference
    if row.state in (ReturnState.REJECTED, ReturnState.RETURNED):
        row.reason = answer.reason[:300] or row.reason
    if verdict.status in WENT_OUT and was not in WENT_OUT:
        _book(row, now)
        row.paid_at = now
    if verdict.status == RailStatus.RETURNED != was:
        paid = JournalEntry.objects.get(idempotency_key=f"transfer_return:{row.pk}:paid")
        key = f"transfer_return:{row.pk}:returned"
        ledger.reverse_entry(paid.pk, key=key, effective_at=now, memo=f"returned: {row.reason}"[:200])
    row.save()
    if is_news:
        _tell_transfer(row, now)


def _book(row: TransferReturn, now: datetime) -> None:
    """The money left the bank, and what we owed its payer with it."""
    ledger.post_entry(
        ledger.NewEntry(
            kind="transfer_return",
            idempotency_key=f"transfer_return:{row.pk}:paid",
            effective_at=now,
            legs=ledger.transfer(
                ledger.account_id(ledger.PAYABLE_INCOMING, row.currency),
                ledger.account_id(f"{ledger.BANK_PREFIX}{row.rail}", row.currency),
                row.amount_minor,
            ),
            memo=f"transfer {row.transfer_id}",
        )
    )


def _tell_transfer(row: TransferReturn, now: datetime) -> None:
    """The transfer is sent back, or, if that failed, it is for a person again."""
    transfer = IncomingTransfer.objects.select_for_update().get(pk=row.transfer_id)
    if row.state == ReturnState.PAID:
        transfer.state = TransferState.RETURNED
        transfer.due_state, transfer.finished_at, transfer.last_error = DueState.DONE, now, ""
    elif row.state in (ReturnState.REJECTED, ReturnState.RETURNED):
        transfer.state, transfer.due_state = TransferState.UNMATCHED, DueState.PARKED
        transfer.last_error = f"it could not be sent back: {row.reason or '?'}"
    else:
        return
    transfer.fence, transfer.lease_until = transfer.fence + 1, None
    transfer.save()
