"""What an operator may do with money that came in and belongs nowhere yet: assign it, send it back, keep it.

Each act is kept in the audit trail, and in the operations desk's own record of who did what.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from contests.models import Contest
from duerows.models import DueState
from payouts import ledger
from payouts.errors import OperatorOnly, TransferActRefused
from payouts.models import IncomingTransfer, TransferState
from payouts.services.transfers import apply_to_contest, send_back_rest, unused_minor

UNDECIDED: Final = (TransferState.UNMATCHED, TransferState.SURPLUS)


@transaction.atomic
def assign_transfer(actor: User, transfer_id: int, contest_id: UUID, *, now: datetime) -> IncomingTransfer:
    """Put what is left of a transfer into a contest's escrow, as much as it needs; the rest stays apart.

    Raises OperatorOnly, TransferActRefused, DoesNotExist.
    """
    row = _undecided(actor, transfer_id)
    before = _seen(row)
    if not Contest.objects.filter(pk=contest_id).exists():
        raise TransferActRefused(_("There is no such contest."), field="contest")
    row = apply_to_contest(row.pk, row.fence, contest_id, now=now, actor=actor)
    if unused_minor(row) == before["unused_minor"]:
        raise TransferActRefused(_("This contest needs no money of this kind now."), field="contest")
    _record(Act.TRANSFER_ASSIGN, actor, row, before, contest_id=contest_id)
    return _note(actor, row, f"assigned to contest {contest_id}")


@transaction.atomic
def send_transfer_back(actor: User, transfer_id: int, *, now: datetime) -> IncomingTransfer:
    """Send what is left of a transfer back to the account that it came from.

    Raises OperatorOnly, TransferActRefused, DoesNotExist.
    """
    row = _undecided(actor, transfer_id)
    if row.payer_sealed is None:
        raise TransferActRefused(_("The bank has not said from which account it came."))
    before = _seen(row)
    row = send_back_rest(row.pk, row.fence, now=now, actor=actor)
    _record(Act.TRANSFER_SEND_BACK, actor, row, before)
    return _note(actor, row, "sent back")


@transaction.atomic
def keep_transfer(actor: User, transfer_id: int, *, reason: str, now: datetime) -> IncomingTransfer:
    """What is left of a transfer is the platform's own: its owner's money, or the bank's interest.

    Raises OperatorOnly, TransferActRefused, DoesNotExist.
    """
    found = _undecided(actor, transfer_id)
    row = IncomingTransfer.objects.select_for_update().get(pk=found.pk, fence=found.fence)
    words = reason.strip()
    if not words:
        raise TransferActRefused(_("Say why this is the platform's own money."), field="reason")
    before, rest = _seen(row), unused_minor(row)
    ledger.post_entry(
        ledger.NewEntry(
            kind="own_money",
            idempotency_key=f"transfer:{row.pk}:kept",
            effective_at=now,
            legs=ledger.transfer(
                ledger.account_id(ledger.PAYABLE_INCOMING, row.currency),
                ledger.account_id(ledger.PAYABLE_OWNER, row.currency),
                rest,
            ),
            memo=words[:200],
        )
    )
    row.state, row.kept_minor = TransferState.KEPT, row.kept_minor + rest
    row.due_state, row.finished_at, row.last_error = DueState.DONE, now, ""
    row.fence, row.lease_until = row.fence + 1, None
    row.save()
    _record(Act.TRANSFER_KEEP, actor, row, before, reason=words)
    return _note(actor, row, f"kept: {words}")


def _undecided(actor: User, transfer_id: int) -> IncomingTransfer:
    """The transfer as it is, not locked: its contest comes first. Its fence shows whether it is still like this."""
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    row = IncomingTransfer.objects.get(pk=transfer_id)
    if row.state not in UNDECIDED:
        raise TransferActRefused(_("This money has found its place."))
    return row


def _seen(row: IncomingTransfer) -> dict[str, Any]:
    return {**values_of(row, "state", "kept_minor"), "unused_minor": unused_minor(row)}


def _record(
    act: Act,
    actor: User,
    row: IncomingTransfer,
    before: dict[str, Any],
    *,
    contest_id: UUID | None = None,
    reason: str = "",
) -> None:
    """What became of the money, in the audit trail; `contest_id` is whose it became."""
    contest_id = contest_id or row.contest_id
    record_act(act, actor, row, contest_id=contest_id, reason=reason, before=before, after=_seen(row))


def _note(actor: User, row: IncomingTransfer, message: str) -> IncomingTransfer:
    LogEntry.objects.log_actions(actor.pk, [row], CHANGE, change_message=message, single_object=True)
    return row
