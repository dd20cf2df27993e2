"""Paying by bank transfer as a brand sees it: what to send where, under which reference, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from contests.lifecycle import State
from contests.models import Contest
from payouts.models import IncomingTransfer, PaymentFile, TransferState
from payouts.rails.batch_registry import batch_rails, get_batch_rail
from payouts.rails.sepa.references import contest_reference, in_groups
from payouts.selectors.funding import escrow_position


@dataclass(frozen=True, slots=True)
class TransferInstructions:
    """What a brand tells its bank. The reference is the contest's own, and the same every time."""

    holder: str
    account: str
    bank_id: str
    amount_minor: int
    currency: str
    reference: str

    @property
    def account_in_groups(self) -> str:
        return in_groups(self.account)

    @property
    def reference_in_groups(self) -> str:
        return in_groups(self.reference)


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer that came in for a contest. `goes_back_at`: when what is left of it is sent back by itself."""

    ref: UUID
    state: str
    amount_minor: int
    unused_minor: int
    currency: str
    payer_ending: str
    received_on: date
    goes_back_at: datetime | None


def transfer_instructions(contest: Contest) -> TransferInstructions | None:
    """How the contest's missing funds can be transferred now; None where it awaits none, or no bank takes them."""
    position = escrow_position(contest)
    if contest.state != State.AWAITING_FUNDS or position is None or not position.missing_minor:
        return None
    for name in batch_rails():
        rail = get_batch_rail(name)
        if rail.currency == position.currency:
            payer = rail.originator
            return TransferInstructions(
                holder=payer.name,
                account=payer.account,
                bank_id=payer.bank_id,
                amount_minor=position.missing_minor,
                currency=position.currency,
                reference=contest_reference(contest.pk),
            )
    return None


UNUSED = """
    SELECT t.public_id, t.state, t.amount_minor,
           t.amount_minor - t.kept_minor
               - COALESCE((SELECT sum(d.amount_minor) FROM payouts_deposit d WHERE d.transfer_id = t.id), 0)::bigint
               - COALESCE((SELECT sum(r.amount_minor) FROM payouts_transferreturn r
                           WHERE r.transfer_id = t.id AND r.state = 'paid'), 0)::bigint,
           t.currency, t.payer_ending, e.booked_on, CASE t.state WHEN %(surplus)s THEN t.due_at END
    FROM payouts_incomingtransfer t JOIN payouts_bankentry e ON e.id = t.entry_id
    WHERE t.contest_id = %(contest)s ORDER BY t.id DESC
"""


def transfers_of(contest: Contest) -> list[TransferRow]:
    """What came in for the contest by transfer, the newest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(UNUSED, {"contest": contest.pk, "surplus": TransferState.SURPLUS})
        return [TransferRow(*row) for row in cursor.fetchall()]


def incoming_transfers() -> QuerySet[IncomingTransfer]:
    """All of them, for auditors, with what the bank said and where they went."""
    rows = IncomingTransfer.objects.select_related("entry").prefetch_related("deposits", "returns")
    return rows.order_by("-pk")


def payment_files() -> QuerySet[PaymentFile]:
    """Files of payments, for auditors."""
    return PaymentFile.objects.order_by("-pk")
