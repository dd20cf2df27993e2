"""Paying by bank transfer, and what an auditor sees of banks that take files.

Of a payer's account only the last signs are kept outside the seal.
"""

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from payouts.models import IncomingTransfer, PaymentFile


class BankTransferDoc(TypedDict):
    """How to pay by bank transfer. The reference is the contest's own (ISO 11649): by it the money finds its brief."""

    holder: str
    account: str
    bank_id: str
    amount_minor: int
    currency: str
    reference: str


class TransferUseDoc(TypedDict):
    """What a contest uses of a transfer."""

    contest: UUID
    deposit: UUID
    amount_minor: int


class TransferBackDoc(TypedDict):
    """What went back of it, or is on its way."""

    id: UUID
    state: str
    amount_minor: int
    reason: str


class IncomingTransferDoc(TypedDict):
    """A bank transfer that came in."""

    id: int
    state: str
    rail: str
    amount_minor: int
    currency: str
    reference: str
    payer_name: str
    payer_account: str
    text: str
    bank_reference: str
    booked_on: date
    contest: UUID | None
    kept_minor: int
    waits_because: str
    uses: list[TransferUseDoc]
    returns: list[TransferBackDoc]


class PaymentFileDoc(TypedDict):
    """A file of payments."""

    id: int
    message_id: str
    rail: str
    state: str
    currency: str
    payment_count: int
    total_minor: int
    execute_on: date
    document_sha256: str
    reason: str
    waits_because: str
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None


def incoming_transfer(row: IncomingTransfer) -> IncomingTransferDoc:
    return {
        "id": row.pk,
        "state": row.state,
        "rail": row.rail,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "reference": row.reference,
        "payer_name": row.payer_name,
        "payer_account": f"•••• {row.payer_ending}" if row.payer_ending else "",
        "text": row.entry.text,
        "bank_reference": row.entry.reference,
        "booked_on": row.entry.booked_on,
        "contest": row.contest_id,
        "kept_minor": row.kept_minor,
        "waits_because": row.last_error,
        "uses": [
            {"contest": one.escrow_id, "deposit": one.public_id, "amount_minor": one.amount_minor}
            for one in row.deposits.all()
        ],
        "returns": [
            {"id": one.public_id, "state": one.state, "amount_minor": one.amount_minor, "reason": one.reason}
            for one in row.returns.all()
        ],
    }


def payment_file(row: PaymentFile) -> PaymentFileDoc:
    return {
        "id": row.pk,
        "message_id": row.message_id,
        "rail": row.rail,
        "state": row.state,
        "currency": row.currency,
        "payment_count": row.payment_count,
        "total_minor": row.total_minor,
        "execute_on": row.execute_on,
        "document_sha256": row.document_sha256,
        "reason": row.reason,
        "waits_because": row.last_error,
        "created_at": row.created_at,
        "sent_at": row.sent_at,
        "finished_at": row.finished_at,
    }
