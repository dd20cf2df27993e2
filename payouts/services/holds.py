"""What an operator may do to a payment: hold it for a while, release it, look at one that got stuck.

Every hold has a reason and an end (rule 28): it expires by itself, or is released earlier. A payment that a worker may
have begun cannot be held any more. Each act is kept in the operations desk's own record of who did what.
"""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from duerows.models import DueState
from payouts.errors import HoldRefused, OperatorOnly
from payouts.models import Disbursement, DisbursementState

LONGEST_HOLD: Final = timedelta(days=14)


@transaction.atomic
def hold(actor: User, disbursement_id: int, *, reason: str, until: datetime, now: datetime) -> Disbursement:
    """pending → held, until a date at most 14 days ahead. Raises OperatorOnly, HoldRefused, DoesNotExist."""
    row = _lock(actor, disbursement_id)
    if not reason.strip():
        raise HoldRefused(_("Say why the payment is held."), field="reason")
    if not now < until <= now + LONGEST_HOLD:
        raise HoldRefused(_("A hold ends within 14 days."), field="until")
    if row.state != DisbursementState.PENDING or row.attempts:
        raise HoldRefused(_("This payment is on its way already, or finished: it cannot be held any more."))
    row.state, row.reason, row.due_at = DisbursementState.HELD, reason.strip()[:300], until
    return _write(actor, row, f"held until {until.isoformat()}: {row.reason}")


@transaction.atomic
def release_hold(actor: User, disbursement_id: int, *, now: datetime) -> Disbursement:
    """held → pending, due at once. Raises OperatorOnly, HoldRefused, DoesNotExist."""
    row = _lock(actor, disbursement_id)
    if row.state != DisbursementState.HELD:
        raise HoldRefused(_("This payment is not held."))
    row.state, row.reason, row.due_at = DisbursementState.PENDING, "", now
    return _write(actor, row, "hold released")


@transaction.atomic
def ask_again(actor: User, disbursement_id: int, *, now: datetime) -> Disbursement:
    """Have the rail asked about a payment once more, under its own key: a parked one too. A held one is released
    instead. Raises OperatorOnly, HoldRefused, DoesNotExist.
    """
    row = _lock(actor, disbursement_id)
    if row.state == DisbursementState.HELD:
        raise HoldRefused(_("This payment is held; release it instead."))
    if row.needs_approval and row.run_id is None:
        raise HoldRefused(_("This payment waits for an approval: nobody has sent it."))
    # Never back to zero attempts: that would look like a payment that nobody can have sent yet.
    row.due_state, row.due_at, row.attempts = DueState.WAITING, now, 1
    return _write(actor, row, "asked again")


def _lock(actor: User, disbursement_id: int) -> Disbursement:
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    return Disbursement.objects.select_for_update().get(pk=disbursement_id)


def _write(actor: User, row: Disbursement, message: str) -> Disbursement:
    row.fence += 1
    row.lease_until = None
    row.save(update_fields=["state", "reason", "due_state", "due_at", "attempts", "lease_until", "fence"])
    LogEntry.objects.log_actions(actor.pk, [row], CHANGE, change_message=message, single_object=True)
    return row
