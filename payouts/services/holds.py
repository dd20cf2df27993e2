"""What an operator may do to a payment: hold it for a while, release it, look at one that got stuck.

Every hold has a reason and an end (rule 28): it expires by itself, or is released earlier. A payment that a worker may
have begun cannot be held any more. Each act is kept in the audit trail.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from duerows.models import DueState
from payouts.errors import HoldRefused, OperatorOnly
from payouts.models import Disbursement, DisbursementState
from payouts.rails.batch_registry import BATCH_RAILS

LONGEST_HOLD: Final = timedelta(days=14)
SEEN: Final = ("state", "reason", "due_state", "due_at", "attempts")
"""What the audit trail keeps of a payment, before and after."""


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
    values = {"state": DisbursementState.HELD, "reason": reason.strip()[:300], "due_at": until}
    return _write(Act.PAYMENT_HOLD, actor, row, values, reason=reason.strip())


@transaction.atomic
def release_hold(actor: User, disbursement_id: int, *, now: datetime) -> Disbursement:
    """held → pending, due at once. Raises OperatorOnly, HoldRefused, DoesNotExist."""
    row = _lock(actor, disbursement_id)
    if row.state != DisbursementState.HELD:
        raise HoldRefused(_("This payment is not held."))
    values = {"state": DisbursementState.PENDING, "reason": "", "due_at": now}
    return _write(Act.PAYMENT_RELEASE, actor, row, values)


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
    if row.rail in BATCH_RAILS:
        raise HoldRefused(_("This payment goes out in a file: its bank is asked by a person, and about the file."))
    # Never back to zero attempts: that would look like a payment that nobody can have sent yet.
    values = {"due_state": DueState.WAITING, "due_at": now, "attempts": 1}
    return _write(Act.PAYMENT_ASK_AGAIN, actor, row, values)


def _lock(actor: User, disbursement_id: int) -> Disbursement:
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    return Disbursement.objects.select_for_update().get(pk=disbursement_id)


def _write(act: Act, actor: User, row: Disbursement, values: Mapping[str, Any], *, reason: str = "") -> Disbursement:
    before = values_of(row, *SEEN)
    for name, value in values.items():
        setattr(row, name, value)
    row.fence += 1
    row.lease_until = None
    row.save(update_fields=[*values, "lease_until", "fence"])
    contest_id = row.obligation.contest_id
    record_act(act, actor, row, contest_id=contest_id, reason=reason, before=before, after=values_of(row, *SEEN))
    return row
