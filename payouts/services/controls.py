"""What holds a rail back, and who may loosen it: stopped and lowered by any admin at once, started and raised by two.

Every change is written with its actor, reason, and what it was before. Stopping keeps new orders from leaving; what may
have left is asked about all the same, so that nobody's money is forgotten. Calls no rail.
"""

import re
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, StaffRole, User
from accounts.services.audit_trail import record_act, values_of
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.doorbell import ring
from payouts.errors import ControlRefused, FourEyesNeeded, OperatorOnly
from payouts.models import (
    ChangeKind,
    ControlChange,
    ControlProposal,
    ProposalState,
    RailControl,
    RailLimit,
)
from payouts.services.limits import lock_limits, mark_beyond
from payouts.services.links import rail_controls_url

LONGEST_REASON: Final = 300
LARGEST_MINOR: Final = 10**15
CURRENCY: Final = re.compile("[A-Z]{3}")


@transaction.atomic
def stop_rail(actor: User, rail: str, *, reason: str, now: datetime) -> ControlChange:
    """No new order leaves on this rail from now on. Stopping a stopped rail is refused: the first reason stands.

    Workers hear of it within a second; what they had begun by then may have left, and is asked about. Raises
    OperatorOnly, ControlRefused.
    """
    check_admin(actor)
    control = _lock_control(check_rail(rail))
    if control is not None and control.stopped_at is not None:
        raise ControlRefused(_("This rail is stopped already."))
    change = _write(ChangeKind.STOPPED, rail, actor, check_reason(reason), now)
    values = {"stopped_at": now, "stopped_by": actor, "reason": change.reason, "change": change}
    RailControl.objects.update_or_create(rail=rail, defaults=values)
    _withdraw_open(actor, rail, "", now)
    record_act(Act.RAIL_STOP, actor, f"rail:{rail}", reason=change.reason, after={"stopped_at": now})
    _tell_admins(change, now)
    return change


@transaction.atomic
def propose_start(actor: User, rail: str, *, reason: str, now: datetime) -> ControlProposal:
    """Ask for a stopped rail to be started again; somebody else confirms. Raises OperatorOnly, ControlRefused."""
    check_admin(actor)
    control = _lock_control(check_rail(rail))
    if control is None or control.stopped_at is None:
        raise ControlRefused(_("This rail is not stopped."))
    return _propose(Act.RAIL_PROPOSE_START, actor, rail, "", None, None, check_reason(reason), now)


@transaction.atomic
def change_limits(
    actor: User,
    rail: str,
    currency: str,
    *,
    approval_above_minor: int,
    daily_limit_minor: int,
    reason: str,
    now: datetime,
) -> ControlChange | ControlProposal:
    """Lower limits at once, or propose higher ones for somebody else to confirm. A change of both kinds is a proposal.

    What was prepared under the earlier limits and has not begun to leave waits for approval if it is beyond the lower
    ones. Raises OperatorOnly, ControlRefused.
    """
    check_admin(actor)
    reason = check_reason(reason)
    _check_amounts(approval_above_minor, daily_limit_minor)
    limit = _lock_limit(check_rail(rail), currency)
    before, after = (limit.approval_above_minor, limit.daily_limit_minor), (approval_above_minor, daily_limit_minor)
    if before == after:
        raise ControlRefused(_("These are the limits already."))
    if after[0] > before[0] or after[1] > before[1]:
        return _propose(Act.LIMITS_PROPOSE, actor, rail, currency, *after, reason, now)
    change = _write(ChangeKind.LOWERED, rail, actor, reason, now, limit=limit, after=after)
    _record_limits(Act.LIMITS_LOWER, actor, change)
    _withdraw_open(actor, rail, currency, now)
    if mark_beyond(limit, now):
        ring("payouts.tasks.prepare_disbursements")
    return change


@transaction.atomic
def confirm_proposal(actor: User, proposal_id: int, *, now: datetime) -> ControlChange:
    """Start the rail, or raise its limits, as somebody else has proposed.

    Raises OperatorOnly, FourEyesNeeded for whoever proposed it, ControlRefused, DoesNotExist.
    """
    check_admin(actor)
    asked = ControlProposal.objects.get(pk=proposal_id)
    # The control before its proposal, as everywhere.
    limit = _lock_limit(asked.rail, asked.currency) if asked.currency else None
    control = None if asked.currency else _lock_control(asked.rail)
    proposal = _lock_proposal(proposal_id)
    if proposal.proposed_by_id == actor.pk:
        raise FourEyesNeeded(_("Somebody else must confirm what you have proposed."))
    _decide(proposal, ProposalState.CONFIRMED, actor, now)
    if limit is not None:
        after = (proposal.approval_above_minor or 0, proposal.daily_limit_minor or 0)
        change = _write(
            ChangeKind.RAISED,
            proposal.rail,
            proposal.proposed_by,
            proposal.reason,
            now,
            limit=limit,
            after=after,
            proposal=proposal,
        )
        _record_limits(Act.LIMITS_RAISE, actor, change)
        return change
    change = _write(ChangeKind.STARTED, proposal.rail, proposal.proposed_by, proposal.reason, now, proposal=proposal)
    assert control is not None, "a rail without a switch has never been stopped"
    stopped = values_of(control, "stopped_at", "reason")
    record_act(Act.RAIL_START, actor, f"rail:{proposal.rail}", reason=proposal.reason, before=stopped)
    control.stopped_at = control.stopped_by = None
    control.reason, control.change = "", change
    control.save()
    ring("payouts.tasks.send_due_disbursements")
    return change


@transaction.atomic
def withdraw_proposal(actor: User, proposal_id: int, *, now: datetime) -> ControlProposal:
    """Take a proposal off the desk; any admin may, its author too.

    Raises OperatorOnly, ControlRefused, DoesNotExist.
    """
    check_admin(actor)
    proposal = _lock_proposal(proposal_id)
    _decide(proposal, ProposalState.WITHDRAWN, actor, now)
    record_act(Act.PROPOSAL_WITHDRAW, actor, proposal, before={"state": ProposalState.PROPOSED})
    return proposal


def check_admin(actor: User) -> None:
    """Raises OperatorOnly for everybody but active admins."""
    if not (actor.is_admin and actor.is_active):
        raise OperatorOnly(_("Only the platform's operators may do this."))


def check_reason(reason: str) -> str:
    """The reason as it is kept. Raises ControlRefused without one."""
    if not reason.strip():
        raise ControlRefused(_("Say why."), field="reason")
    return reason.strip()[:LONGEST_REASON]


def check_rail(rail: str) -> str:
    """Raises ControlRefused for a rail that this installation has never had."""
    if rail not in settings.RAILS and not RailLimit.objects.filter(rail=rail).exists():
        raise ControlRefused(_("There is no such rail."), field="rail")
    return rail


def _check_amounts(approval_above_minor: int, daily_limit_minor: int) -> None:
    for field, amount in (("approval_above_minor", approval_above_minor), ("daily_limit_minor", daily_limit_minor)):
        if not 0 <= amount <= LARGEST_MINOR:
            raise ControlRefused(_("A limit is an amount, or nothing at all."), field=field)


def _lock_control(rail: str) -> RailControl | None:
    return RailControl.objects.select_for_update().filter(rail=rail).first()


def _lock_limit(rail: str, currency: str) -> RailLimit:
    if not CURRENCY.fullmatch(currency):
        raise ControlRefused(_("A currency is three letters, such as EUR."), field="currency")
    return next(row for row in lock_limits([(rail, currency)]) if (row.rail, row.currency) == (rail, currency))


def _lock_proposal(proposal_id: int) -> ControlProposal:
    proposal = ControlProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if proposal.state != ProposalState.PROPOSED:
        raise ControlRefused(_("This proposal has been decided already."))
    return proposal


def _propose(
    act: Act, actor: User, rail: str, currency: str, above: int | None, daily: int | None, reason: str, now: datetime
) -> ControlProposal:
    if ControlProposal.objects.filter(rail=rail, currency=currency, state=ProposalState.PROPOSED).exists():
        raise ControlRefused(_("A proposal waits already: have it confirmed, or withdraw it first."))
    proposal = ControlProposal.objects.create(
        rail=rail,
        currency=currency,
        approval_above_minor=above,
        daily_limit_minor=daily,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
    )
    asked = values_of(proposal, "rail", "currency", "approval_above_minor", "daily_limit_minor")
    record_act(act, actor, proposal, reason=reason, after=asked)
    return proposal


def _record_limits(act: Act, actor: User, change: ControlChange) -> None:
    record_act(
        act,
        actor,
        f"limits:{change.rail}/{change.currency}",
        reason=change.reason,
        before={"approval_above_minor": change.above_before, "daily_limit_minor": change.daily_before},
        after={"approval_above_minor": change.above_after, "daily_limit_minor": change.daily_after},
    )


def _decide(proposal: ControlProposal, state: ProposalState, actor: User, now: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor, now
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def _withdraw_open(actor: User, rail: str, currency: str, now: datetime) -> None:
    """A stricter change is newer than whatever somebody has proposed before."""
    for proposal in ControlProposal.objects.select_for_update().filter(
        rail=rail, currency=currency, state=ProposalState.PROPOSED
    ):
        _decide(proposal, ProposalState.WITHDRAWN, actor, now)


def _write(
    kind: ChangeKind,
    rail: str,
    actor: User,
    reason: str,
    now: datetime,
    *,
    limit: RailLimit | None = None,
    after: tuple[int, int] | None = None,
    proposal: ControlProposal | None = None,
) -> ControlChange:
    """The change's row, and the limits that it moves."""
    change = ControlChange(kind=kind, rail=rail, reason=reason, actor=actor, proposal=proposal, at=now)
    change.second = proposal.decided_by if proposal else None
    if limit is not None and after is not None:
        change.currency = limit.currency
        change.above_before, change.daily_before = limit.approval_above_minor, limit.daily_limit_minor
        change.above_after, change.daily_after = after
    change.save(force_insert=True)
    if limit is not None and after is not None:
        limit.approval_above_minor, limit.daily_limit_minor = after
        limit.change = change
        limit.save(update_fields=["approval_above_minor", "daily_limit_minor", "change"])
    return change


def _tell_admins(change: ControlChange, now: datetime) -> None:
    admins = User.objects.filter(staff_role=StaffRole.ADMIN, is_active=True).values_list("pk", flat=True)
    ask_for_mails(
        (
            MailRequest(
                user_id=admin,
                template="rail_stopped",
                dedupe_key=f"rail_stopped:{change.pk}:{admin}",
                context={"rail": change.rail, "reason": change.reason, "url": rail_controls_url()},
            )
            for admin in admins
        ),
        now=now,
    )
