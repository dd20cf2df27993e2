"""A disbursement as its worker sees it: everything needed to call the rail and to book the outcome, in one query.

The destination comes sealed and is opened here alone, at the moment in which an order for the rail is made. So is the
account that a transfer came from, to which a refund goes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from accounts.models.payout_account import PURPOSE, owner_word, sealing_context
from accounts.vault.opening import unseal
from payouts.models import CARD_PAGE, DepositState, DisbursementState, ObligationKind
from payouts.rails.base import RailStatus, TransferRequest
from payouts.rails.reasons import ACCOUNT_RETIRED, ORIGIN_CLOSED
from payouts.services.bank_secrets import open_sealed_payer
from payouts.services.verdicts import Known

STATUS_OF: Final[Mapping[str, RailStatus]] = {
    DisbursementState.PENDING: RailStatus.UNKNOWN,
    DisbursementState.HELD: RailStatus.UNKNOWN,
    DisbursementState.UNKNOWN: RailStatus.UNKNOWN,
    DisbursementState.SENT: RailStatus.ACCEPTED,
    DisbursementState.PAID: RailStatus.PAID,
    DisbursementState.RETURNED: RailStatus.RETURNED,
    DisbursementState.REJECTED: RailStatus.REJECTED,
}
STATE_FOR: Final[Mapping[RailStatus, DisbursementState]] = {
    RailStatus.UNKNOWN: DisbursementState.UNKNOWN,
    RailStatus.ACCEPTED: DisbursementState.SENT,
    RailStatus.PAID: DisbursementState.PAID,
    RailStatus.RETURNED: DisbursementState.RETURNED,
    RailStatus.REJECTED: DisbursementState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Origin:
    """The deposit by which a refund goes back. `transfer_ref` is set where it is a part of a transfer that came in."""

    charge_key: str
    source: str = field(repr=False)
    state: str
    transfer_ref: UUID | None
    sealed_payer: bytes | None = field(repr=False)

    @property
    def is_paid_on_page(self) -> bool:
        """Whether only the rail knows what was paid with."""
        return self.source == CARD_PAGE

    @property
    def account(self) -> str:
        """The account that it came from, in plain words: for the rail, never for a log."""
        if self.transfer_ref is None:
            return self.source
        return open_sealed_payer(self.sealed_payer, transfer_id=self.transfer_ref)


@dataclass(frozen=True, slots=True)
class Account:
    """A payee's account. `owner` is what its number is sealed for, beside the rail."""

    sealed: bytes = field(repr=False)
    owner: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One disbursement, read when it was claimed or locked; `fence` is what its writer must show."""

    pk: int
    fence: int
    attempts: int
    state: str
    key: str
    rail: str
    amount_minor: int
    currency: str
    sent_at: datetime | None
    goes_to: Account | Origin
    holder_name: str
    obligation_id: int
    obligation_ref: UUID
    kind: str
    contest_id: UUID
    payee_user_id: int | None
    payee_brand_id: UUID | None
    waits_for_approval: bool

    @property
    def is_fresh(self) -> bool:
        """Whether no worker can have called the rail for it yet: this is the very first claim."""
        return self.state == DisbursementState.PENDING and self.attempts == 1

    @property
    def is_perhaps_unsent(self) -> bool:
        """Whether the rail may never have seen its key."""
        return self.state in (DisbursementState.PENDING, DisbursementState.UNKNOWN)

    @property
    def is_refund(self) -> bool:
        return self.kind == ObligationKind.REFUND

    @property
    def origin(self) -> Origin | None:
        """The deposit by which it goes back; None if it goes to its payee's account."""
        return self.goes_to if isinstance(self.goes_to, Origin) else None

    @property
    def closed(self) -> str:
        """Why it cannot go there any more, as a code; '' if it can. The debt goes another way once this has ended."""
        if isinstance(self.goes_to, Origin):
            return "" if self.goes_to.state == DepositState.RECEIVED else ORIGIN_CLOSED
        return ACCOUNT_RETIRED if self.goes_to.is_retired else ""

    @property
    def destination(self) -> str:
        """The account number in plain words: for the rail, never for a log. Raises CannotOpen or UnknownKey."""
        if isinstance(self.goes_to, Origin):
            return self.goes_to.account
        context = sealing_context(self.goes_to.owner, self.rail)
        return unseal(self.goes_to.sealed, purpose=PURPOSE, context=context)

    def known(self, now: datetime) -> Known:
        """What our own row says, for a verdict."""
        under_way = now - self.sent_at if self.sent_at else timedelta()
        return Known(STATUS_OF[self.state], self.amount_minor, self.currency, self.attempts, under_way)

    def request(self) -> TransferRequest:
        """The order for the rail: made of stored values only, so that it is the same whenever it is repeated."""
        reference = f"Fairbrief {'refund' if self.is_refund else 'pay'} {self.obligation_ref}"
        return TransferRequest(self.key, self.amount_minor, self.currency, self.destination, reference)


_COLUMNS: Final = """
    SELECT s.idempotency_key, s.source, s.state, t.public_id, t.payer_sealed,
           a.sealed, a.user_id, a.brand_id, a.retired_at IS NOT NULL,
           d.id, d.fence, d.attempts, d.state, d.idempotency_key, d.rail, d.amount_minor, d.currency, d.sent_at,
           COALESCE(a.holder_name, t.payer_name, ''), o.id, o.public_id, o.kind, o.contest_id, o.payee_user_id,
           o.payee_brand_id, d.needs_approval AND d.run_id IS NULL
    FROM payouts_disbursement d
    JOIN payouts_obligation o ON o.id = d.obligation_id
    LEFT JOIN accounts_payoutaccount a ON a.id = d.payout_account_id
    LEFT JOIN payouts_deposit s ON s.id = d.origin_id
    LEFT JOIN payouts_incomingtransfer t ON t.id = s.transfer_id
"""
_OF_ORIGIN: Final = 5
_OF_WAY: Final = 9
_SENT_AT: Final = 18


def load_outgoing(keys: Sequence[int]) -> dict[int, Outgoing]:
    """Disbursements by primary key, as they are."""
    return {row.pk: row for row in _read("WHERE d.id = ANY(%s)", list(keys))}


def lock_outgoing(idempotency_keys: Sequence[str]) -> dict[str, Outgoing]:
    """Disbursements by their key, locked in the order of their ids until the transaction ends."""
    where = "WHERE d.idempotency_key = ANY(%s) ORDER BY d.id FOR NO KEY UPDATE OF d"
    return {row.key: row for row in _read(where, list(idempotency_keys))}


def _read(where: str, keys: list[Any]) -> list[Outgoing]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS + where, [keys])
        return [_outgoing(*row) for row in cursor.fetchall()]


def _outgoing(*row: Any) -> Outgoing:
    """A row of _COLUMNS: where it goes comes first, as the one or the other."""
    key, *of_origin = row[:_OF_ORIGIN]
    sealed, user_id, brand_id, retired = row[_OF_ORIGIN:_OF_WAY]
    way = Account(bytes(sealed), owner_word(user_id, brand_id), retired) if key is None else Origin(key, *of_origin)
    before, after = row[_OF_WAY:_SENT_AT], row[_SENT_AT:]
    columns: tuple[Any, ...] = (*before, way, *after)
    return Outgoing(*columns)
