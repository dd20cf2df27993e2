"""How a contest is funded: what it can owe at most, what is held, what is on its way, and each deposit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from contests.models import Contest
from payouts.models import CARD_PAGE, Deposit

LAST_SIGNS = 4


@dataclass(frozen=True, slots=True)
class EscrowPosition:
    """One contest's money, in minor units. `missing_minor` counts what is on its way as paid in.

    What is owed and paid includes what decisions on disputes added, and no late interest: that is the platform's.
    """

    contest_id: UUID
    currency: str
    liability_minor: int
    held_minor: int
    on_its_way_minor: int
    paid_in_minor: int
    owed_minor: int
    paid_minor: int
    refunded_minor: int
    is_settled: bool
    """Its outcome is decided: what was held has become what is owed, and nothing more is to be paid in."""

    @property
    def missing_minor(self) -> int:
        return 0 if self.is_settled else max(0, self.liability_minor - self.held_minor - self.on_its_way_minor)

    @property
    def is_covered(self) -> bool:
        return self.is_settled or self.held_minor >= self.liability_minor


@dataclass(frozen=True, slots=True)
class DepositRow:
    """One payment of the brand's into a contest's escrow."""

    ref: UUID
    pk: int
    state: str
    amount_minor: int
    currency: str
    rail: str
    source: str
    reason: str
    created_at: datetime
    received_at: datetime | None

    @property
    def is_by_card(self) -> bool:
        """Whether it is paid by card, on a page of the rail's: then the card is the rail's to know."""
        return self.source == CARD_PAGE

    @property
    def masked_source(self) -> str:
        """Enough to recognise the account, too little to use it."""
        if self.is_by_card:
            return self.source
        if len(self.source) <= LAST_SIGNS:
            # Of a transfer that came in nothing else is kept.
            return f"•••• {self.source}"
        return f"{self.source[:4]} •••• {self.source[-LAST_SIGNS:]}"


POSITION = """
    SELECT e.contest_id, e.currency, e.liability_minor,
           COALESCE((SELECT sum(CASE p.side WHEN 'credit' THEN p.amount_minor ELSE -p.amount_minor END)
                     FROM payouts_posting p WHERE p.account_id = e.account_id), 0)::bigint,
           COALESCE(d.on_its_way, 0)::bigint, COALESCE(d.received, 0)::bigint,
           COALESCE(o.owed, 0)::bigint, COALESCE(o.paid, 0)::bigint, COALESCE(o.refunded, 0)::bigint,
           EXISTS (SELECT FROM payouts_settlement s WHERE s.contest_id = e.contest_id)
    FROM payouts_escrow e
    LEFT JOIN LATERAL (
        SELECT sum(amount_minor) FILTER (WHERE state IN ('pending', 'unknown')) AS on_its_way,
               sum(amount_minor) FILTER (WHERE state = 'received') AS received
        FROM payouts_deposit WHERE escrow_id = e.contest_id
    ) d ON TRUE
    LEFT JOIN LATERAL (
        SELECT sum(amount_minor) FILTER (WHERE kind NOT IN ('refund', 'interest')) AS owed,
               sum(amount_minor) FILTER (WHERE kind NOT IN ('refund', 'interest') AND paid_at IS NOT NULL) AS paid,
               sum(amount_minor) FILTER (WHERE kind = 'refund') AS refunded
        FROM payouts_obligation WHERE contest_id = e.contest_id AND cancelled_at IS NULL
    ) o ON TRUE
    WHERE e.contest_id = %s
"""


def escrow_position(contest: Contest | UUID) -> EscrowPosition | None:
    """The contest's money now; None as long as no funds were asked for. One query."""
    key = contest.pk if isinstance(contest, Contest) else contest
    with connection.cursor() as cursor:
        cursor.execute(POSITION, [key])
        row = cursor.fetchone()
    return EscrowPosition(*row) if row else None


COLUMNS = (
    "public_id",
    "pk",
    "state",
    "amount_minor",
    "currency",
    "rail",
    "source",
    "reason",
    "created_at",
    "received_at",
)


def deposits_of(contest: Contest) -> list[DepositRow]:
    """The contest's deposits, the newest first. One query."""
    rows = Deposit.objects.filter(escrow=contest.pk).order_by("-pk")
    return [DepositRow(*row) for row in rows.values_list(*COLUMNS)]


def deposit_of(deposit: Deposit) -> DepositRow:
    """One deposit as it was read."""
    return DepositRow(*(getattr(deposit, column) for column in COLUMNS))
