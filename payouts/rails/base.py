"""The contract of every payment rail: its verbs, its answers, and what each answer allows the caller to do.

It decides nothing about money and knows neither Django nor a clock. The one rule behind it: an answer that
is not definite is `unknown`, never an exception and never a guess, because guessing "it failed" is how
people are paid twice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

KEY_FORM = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
CURRENCY_FORM = re.compile(r"[A-Z]{3}")
MAX_AMOUNT_MINOR = 10**12
MAX_COUNTERPARTY = 64
MAX_REFERENCE = 140  # SEPA carries at most 140 characters of remittance text.


class RailStatus(StrEnum):
    """What a rail says became of one movement of money.

        unknown ──► accepted ──► paid ──► returned
           │            ├──────────────► rejected
           └──► (any)   └──────────────► returned

    unknown   Nothing definite was learnt: time-out, dropped connection, 5xx, an unreadable answer.
              Ask again with `fetch_…` under the same key; never order under a new one.
    accepted  The rail has the order and will carry it out. Wait for a notice, or ask again.
    paid      The money arrived. The usual end, though the receiving bank may still return it.
    rejected  Final: no money moved and none will under this key. `reason` says why.
    returned  Final: the money had moved and came back in full. `reason` says why.
    """

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"

    @property
    def is_final(self) -> bool:
        """Whether nothing can follow. `paid` is not final: a bank may return money weeks later."""
        return self in (RailStatus.REJECTED, RailStatus.RETURNED)

    def supersedes(self, known: "RailStatus") -> bool:
        """Whether this status is news to somebody who already knows `known`.

        Notices arrive late, twice and out of order; recording only what supersedes makes that harmless.

        >>> RailStatus.RETURNED.supersedes(RailStatus.PAID), RailStatus.PAID.supersedes(RailStatus.RETURNED)
        (True, False)
        """
        return _PROGRESS[self] > _PROGRESS[known]


_PROGRESS = {
    RailStatus.UNKNOWN: 0,
    RailStatus.ACCEPTED: 1,
    RailStatus.PAID: 2,
    RailStatus.REJECTED: 3,
    RailStatus.RETURNED: 3,
}


class RailError(Exception):
    """Something other than a movement's outcome went wrong; the call that raised it moved no money."""


class RailUnavailable(RailError):
    """A listing could not be read. Only reads raise it: a send answers `unknown` instead."""


class NoticeRefused(RailError):
    """A notice failed verification. `reason` may be logged; nothing in the notice may be believed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _check_order(key: str, amount_minor: int, currency: str, counterparty: str, reference: str) -> None:
    """Refuse a malformed order before it can leave: a ValueError here is a bug of the caller's."""
    if not KEY_FORM.fullmatch(key):
        raise ValueError("idempotency_key: 1 to 128 letters, digits or any of _ . : -")
    if type(amount_minor) is not int or not 0 < amount_minor <= MAX_AMOUNT_MINOR:
        raise ValueError(f"amount_minor: a whole number from 1 to {MAX_AMOUNT_MINOR}")
    if not CURRENCY_FORM.fullmatch(currency):
        raise ValueError("currency: an ISO 4217 code such as EUR")
    if not counterparty or len(counterparty) > MAX_COUNTERPARTY or not counterparty.isprintable():
        raise ValueError(f"destination or source: 1 to {MAX_COUNTERPARTY} printable characters")
    if len(reference) > MAX_REFERENCE or not reference.isprintable():
        raise ValueError(f"reference: at most {MAX_REFERENCE} printable characters")


@dataclass(frozen=True, slots=True)
class TransferRequest:
    """An order to pay somebody. The key is minted once, stored before the call, and kept for ever."""

    idempotency_key: str
    amount_minor: int
    currency: str
    destination: str = field(repr=False)  # An account number stays out of logs and messages.
    reference: str

    def __post_init__(self) -> None:
        _check_order(self.idempotency_key, self.amount_minor, self.currency, self.destination, self.reference)


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """An order to collect money from somebody, under the same rules as a transfer."""

    idempotency_key: str
    amount_minor: int
    currency: str
    source: str = field(repr=False)
    reference: str

    def __post_init__(self) -> None:
        _check_order(self.idempotency_key, self.amount_minor, self.currency, self.source, self.reference)


@dataclass(frozen=True, slots=True)
class RailAnswer:
    """What the rail said of one movement. `reason` is a code (ISO 20022's if it can be), '' when all is well.

    The amount and currency are the rail's own record, so that the caller can notice a difference; they are
    None when the rail gave none. `continue_url` is where the payer must go on, on a page of the rail's; '' when
    nothing waits for the payer.
    """

    status: RailStatus
    provider_reference: str = ""
    reason: str = ""
    amount_minor: int | None = None
    currency: str | None = None
    continue_url: str = ""


@dataclass(frozen=True, slots=True)
class RailMovement:
    """One line of the rail's book, for reconciliation. `counterparty` is a destination or a source."""

    idempotency_key: str
    counterparty: str
    reference: str
    answer: RailAnswer


@dataclass(frozen=True, slots=True)
class MovementPage:
    """A stretch of the rail's book in the order it was written.

    Pass `cursor` as `after` for what follows, now or tomorrow. A line that changes status later keeps its
    place, so a cursor finds new movements, not new statuses.
    """

    movements: tuple[RailMovement, ...]
    cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class RailNotice:
    """A verified message from the rail. The same `event_id` may come again: store it once, answer 2xx.

    The key is '' when the rail names a charge by its own reference alone, as in a dispute; then
    `answer.provider_reference` is that one.
    """

    event_id: str
    kind: str  # "transfer" or "charge"
    idempotency_key: str
    answer: RailAnswer
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """A verified message that something changed about an account which the rail pays into. Ask the rail what."""

    event_id: str
    account: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class NothingOfOurs:
    """A verified message that says nothing about an order or account of ours: answer 2xx and keep nothing."""

    event_id: str


Notice = RailNotice | AccountNotice | NothingOfOurs


class Rail(Protocol):
    """A payment rail. Implementations are safe to share between threads and keep no state about money."""

    name: str

    def send_transfer(self, request: TransferRequest) -> RailAnswer:
        """Order a payment. The same request again under its key has no second effect.

        Never raises for what happened on the way: whatever is not definite comes back as `unknown`.
        """
        ...

    def fetch_transfer(self, idempotency_key: str) -> RailAnswer | None:
        """What the rail knows of a key. None: it never saw it, so sending under the SAME key is safe."""
        ...

    def create_charge(self, request: ChargeRequest) -> RailAnswer:
        """Collect money, under the same rules as `send_transfer`."""
        ...

    def fetch_charge(self, idempotency_key: str) -> RailAnswer | None:
        """As `fetch_transfer`, for a charge."""
        ...

    def list_transfers(self, after: str = "", limit: int = 500) -> MovementPage:
        """Transfers written after a cursor, oldest first; '' is the beginning. Raises RailUnavailable."""
        ...

    def list_charges(self, after: str = "", limit: int = 500) -> MovementPage:
        """As `list_transfers`, for charges."""
        ...

    def read_notice(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
        """Verify a notice that arrived over HTTP and say what it reports. Raises NoticeRefused."""
        ...


# What some rails can do besides. Each is a small contract of its own, so that a rail need not pretend.


@runtime_checkable
class HostedRail(Rail, Protocol):
    """A rail whose payers may pay on a page of the rail's own, to which they are sent and from which they return."""

    def open_page(self, request: ChargeRequest, *, return_url: str) -> RailAnswer:
        """Make the page on which this charge is paid; `continue_url` leads to it. As `create_charge`: one key, one
        page, and so one charge at most. `request.source` is not looked at: the payer chooses on the page."""
        ...

    def fetch_page(self, idempotency_key: str, provider_reference: str) -> RailAnswer | None:
        """What became of it. The reference is the last one that the rail gave, '' if it gave none. None: never seen."""
        ...

    def close_page(self, idempotency_key: str, provider_reference: str) -> RailAnswer | None:
        """Let nobody pay there any more, then say what became of it: rejected, or paid if somebody was faster."""
        ...


@runtime_checkable
class RefundingRail(Rail, Protocol):
    """A rail that can send a part of a charge, or all of it, back to where it came from."""

    def refund_charge(self, idempotency_key: str, charge_key: str, amount_minor: int) -> RailAnswer:
        """Order a refund, under the same rules as `send_transfer`: one key, one effect, and unknown is unknown.

        It is a movement of its own, out of our account: the charge it belongs to stays `paid`.
        """
        ...

    def fetch_refund(self, idempotency_key: str, charge_key: str) -> RailAnswer | None:
        """As `fetch_transfer`, for a refund."""
        ...


class AccountRefused(RailError):
    """The rail will not make such an account. `reason` is its own code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RailAccount:
    """An account at the rail, made by us for somebody who gives the rail the particulars that we never see.

    `is_payable` is the rail's word that money sent there reaches the holder's bank.
    """

    reference: str
    is_payable: bool
    is_submitted: bool


@runtime_checkable
class AccountRail(Rail, Protocol):
    """A rail that pays into accounts at the rail itself, which it makes for us. All three raise RailUnavailable when
    nothing definite was learnt; asking again is harmless."""

    def open_account(self, idempotency_key: str, country: str) -> RailAccount:
        """Make an account, once per key. Raises AccountRefused."""
        ...

    def fetch_account(self, reference: str) -> RailAccount | None:
        """The account as it is; None if there is no such account (any more)."""
        ...

    def account_page(self, reference: str, *, return_url: str, refresh_url: str) -> str:
        """The address of the page on which the holder gives their particulars; good for one visit, soon."""
        ...
