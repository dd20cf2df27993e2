"""The contract of a batch rail: it takes many payments in a file and reports on them in files of its own, later.

Beside `base.Rail`, which takes orders one at a time. The same rules hold: the caller names the file once, stores the
name and then sends; what is not definite is `unknown`, and the same file may be sent again under the same name. New is
that nobody can ask about one payment: the bank's reports tell, in their own time. Knows neither Django nor a clock.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from payouts.rails.base import RailAnswer

LONGEST_ID = 35  # ISO 20022 gives every identifier that comes back to us 35 characters.


class OrderRefused(ValueError):
    """This payment cannot be put into a file. `reason` is a code; the other payments are not concerned."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason


class FileRefused(ValueError):
    """The rail's own check finds the file wrong before it leaves: a bug of ours, for a person. Nothing was sent."""


class UnreadableReport(ValueError):
    """A report of the bank's cannot be understood. The message says what is wrong with it and what to do."""


def order_id(reference: UUID, attempt: int) -> str:
    """The name of one payment within the bank's world: who is paid what, and the how manieth try; 35 characters.

    >>> order_id(UUID("7d0f6a52-8a0c-4b5e-9a37-0c1f4b6f2a11"), 2)
    '7d0f6a528a0c4b5e9a370c1f4b6f2a11002'
    """
    if not 0 < attempt < 1000:
        raise ValueError("attempt: 1 to 999")
    return f"{reference.hex}{attempt:03d}"


@dataclass(frozen=True, slots=True)
class Originator:
    """Whose account pays: the platform, as its bank knows it. `bank_id` is the BIC, '' where the bank needs none."""

    name: str
    account: str
    bank_id: str = ""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """One payment of a file. Its id is minted once, stored before the file is sent, and kept for ever."""

    order_id: str
    amount_minor: int
    name: str
    account: str = field(repr=False)
    text: str


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file of payments in one currency, made of stored values only: rendered again it is the same, byte for byte."""

    message_id: str
    created_at: datetime
    execute_on: date
    currency: str
    originator: Originator
    orders: tuple[FileOrder, ...]

    @property
    def total_minor(self) -> int:
        return sum(order.amount_minor for order in self.orders)


class ReportKind(StrEnum):
    """status: what the bank will do with a file's payments. statement: what it has booked, with balances, complete for
    its period. notification: what it has booked, before the statement. other: kept, not read."""

    STATUS = "status"
    STATEMENT = "statement"
    NOTIFICATION = "notification"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """A file of the bank's as it came. The same id may come again: store it once."""

    report_id: str
    kind: ReportKind
    body: bytes


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some reports, oldest first. Pass `cursor` as `after` for what follows, now or tomorrow."""

    reports: tuple[Report, ...]
    cursor: str
    has_more: bool


@dataclass(frozen=True, slots=True)
class OrderNews:
    """What a report says of one payment."""

    order_id: str
    answer: RailAnswer


@dataclass(frozen=True, slots=True)
class FileNews:
    """What a status report says of a file: of the whole (None: nothing), and of single payments."""

    message_id: str
    whole: RailAnswer | None
    orders: tuple[OrderNews, ...]


class Direction(StrEnum):
    """in: our account holds more. out: it holds less."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """One movement on our account that the bank has booked. Where it booked many as one, this is one of the many.

    `reference` is the bank's own and names the movement for ever ('' if it gave none); `order_id` and `message_id` are
    ours if the bank passes them on; `counted` is how many payments of ours a sum stands for that is not broken down.
    """

    reference: str
    direction: Direction
    amount_minor: int
    currency: str
    booked_on: date
    value_on: date | None = None
    order_id: str = ""
    message_id: str = ""
    counted: int = 1
    is_return: bool = False
    return_reason: str = ""
    references: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    party_name: str = ""
    party_account: str = field(default="", repr=False)
    bank_code: str = ""

    @property
    def signed_minor(self) -> int:
        return self.amount_minor if self.direction == Direction.IN else -self.amount_minor


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """One account's movements over a while. The balances are the bank's, signed; None where the report carries none.

    `pending` counts movements that were announced but not booked: they are not among `entries`.
    """

    statement_id: str
    account: str
    currency: str
    sequence: int | None
    from_on: date | None
    to_on: date | None
    opening_minor: int | None
    closing_minor: int | None
    entries: tuple[BookedEntry, ...]
    pending: int = 0

    @property
    def moved_minor(self) -> int:
        """What the entries add up to."""
        return sum(entry.signed_minor for entry in self.entries)


@dataclass(frozen=True, slots=True)
class News:
    """All that one report says."""

    files: tuple[FileNews, ...] = ()
    statements: tuple[AccountStatement, ...] = ()


class BatchRail(Protocol):
    """A rail that takes files. Implementations are safe to share between threads and keep no state about money.

    `collect_for`: how long payments are gathered before a file is made of them; `most_orders`: of how many at most.
    """

    name: str
    currency: str
    originator: Originator
    collect_for: timedelta
    most_orders: int

    def prepare_order(self, order: FileOrder) -> FileOrder:
        """The payment as it will stand in the file, in the letters that the rail can write. Raises OrderRefused."""
        ...

    def render_file(self, request: FileRequest) -> bytes:
        """The file, checked. The same request gives the same bytes. Raises FileRefused."""
        ...

    def send_file(self, message_id: str, document: bytes) -> RailAnswer:
        """Hand a file over. The same name again has no second effect: the rail answers that it is there already.

        Never raises for what happened on the way: whatever is not definite comes back as `unknown`.
        """
        ...

    def fetch_file(self, message_id: str) -> RailAnswer | None:
        """What the rail knows of a file. None: it never saw it, so sending it under the SAME name is safe."""
        ...

    def list_reports(self, after: str = "", limit: int = 100) -> ReportPage:
        """Reports that arrived after a cursor, oldest first; '' is the beginning. Raises RailUnavailable."""
        ...

    def acknowledge(self, report_ids: tuple[str, ...]) -> None:
        """These are kept: the rail need not offer them again. Raises RailUnavailable, which costs nothing."""
        ...

    def read_report(self, kind: ReportKind, body: bytes) -> News:
        """What a report says. Raises UnreadableReport."""
        ...
