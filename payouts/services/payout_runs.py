"""Runs: one admin proposes exactly these payments, another approves them, and only then may they leave.

What the approver must send back is the digest of the list that they saw. At that moment every payment is locked and
read again: if anything about one of them has changed, nothing at all is approved, and the run says what, line by line.
Calls no rail and moves no money: approved payments leave like all others.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from duerows.bulk import Column, insert_columns
from duerows.doorbell import ring
from payouts.approving import Member, differences, digest_of
from payouts.errors import FourEyesNeeded, RunRefused
from payouts.models import Disbursement, PayoutRun, PayoutRunLine, RunState
from payouts.selectors.payout_runs import Choice, members_of, present_members, preview_run
from payouts.services.controls import check_admin, check_reason


@transaction.atomic
def propose_run(actor: User, choice: Choice, *, digest: str, now: datetime) -> PayoutRun:
    """Propose the payments that this choice finds, if they are still those that the digest was made of.

    Raises OperatorOnly, RunRefused if there is none, or other ones by now.
    """
    check_admin(actor)
    preview = preview_run(choice)
    if not preview.members:
        raise RunRefused(_("Nothing that was chosen needs an approval."))
    if preview.digest != digest:
        raise RunRefused(_("The list has changed since you looked at it. Look again."), field="digest")
    run = PayoutRun.objects.create(
        rail=choice.rail,
        currency=choice.currency,
        up_to_minor=choice.up_to_minor,
        digest=digest,
        count=len(preview.members),
        proposed_by=actor,
        proposed_at=now,
    )
    _write_lines(run, [one.member for one in preview.members])
    record_act(Act.RUN_PROPOSE, actor, run, after=values_of(run, "digest", "count"))
    return run


@transaction.atomic
def approve_run(actor: User, run_id: int, *, digest: str, now: datetime) -> PayoutRun:
    """Let a run's payments leave, all of them or none. Look at the state of the run that comes back.

    `approved`, or `stale` with its `difference` if any payment is not as it was seen. Raises OperatorOnly,
    FourEyesNeeded for whoever proposed it, RunRefused for another digest or a decided run, DoesNotExist.
    """
    check_admin(actor)
    run = _lock_run(run_id)
    if run.proposed_by_id == actor.pk:
        raise FourEyesNeeded(_("Somebody else must approve what you have proposed."))
    seen = members_of(run)
    if not digest == run.digest == digest_of(seen):
        raise RunRefused(_("This is not the list of this run. Look at it again."), field="digest")
    _lock_members(seen)
    found = differences(seen, present_members(member.disbursement_id for member in seen))
    _decide(run, RunState.STALE if found else RunState.APPROVED, actor, now, difference=[asdict(one) for one in found])
    if not found:
        keys = [member.disbursement_id for member in seen]
        Disbursement.objects.filter(pk__in=keys).update(run=run, fence=F("fence") + 1)
        ring("payouts.tasks.send_due_disbursements")
    record_act(
        Act.RUN_APPROVE, actor, run, before={"state": RunState.PROPOSED}, after=values_of(run, "state", "digest")
    )
    return run


@transaction.atomic
def withdraw_run(actor: User, run_id: int, *, reason: str, now: datetime) -> PayoutRun:
    """Take a proposed run off the desk; any admin may. Its payments wait on, and can be proposed again.

    Raises OperatorOnly, ControlRefused without a reason, RunRefused for a decided run, DoesNotExist.
    """
    check_admin(actor)
    reason = check_reason(reason)
    run = _lock_run(run_id)
    _decide(run, RunState.WITHDRAWN, actor, now, reason=reason)
    states = {"state": RunState.PROPOSED}, {"state": run.state}
    record_act(Act.RUN_WITHDRAW, actor, run, reason=reason, before=states[0], after=states[1])
    return run


def _lock_run(run_id: int) -> PayoutRun:
    run = PayoutRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.state != RunState.PROPOSED:
        raise RunRefused(_("This run has been decided already."))
    return run


def _lock_members(members: Sequence[Member]) -> None:
    """Debts first, then their payments, each in the order of their keys: nothing about them changes until we commit."""
    with connection.cursor() as cursor:
        for table, keys in (
            ("payouts_obligation", [member.obligation_id for member in members]),
            ("payouts_disbursement", [member.disbursement_id for member in members]),
        ):
            cursor.execute(f"SELECT FROM {table} WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [keys])


def _decide(run: PayoutRun, state: RunState, actor: User, now: datetime, **more: Any) -> None:
    run.state, run.decided_by, run.decided_at = state, actor, now
    for name, value in more.items():
        setattr(run, name, value)
    run.save(update_fields=["state", "decided_by", "decided_at", *more])


def _write_lines(run: PayoutRun, members: Sequence[Member]) -> None:
    columns: dict[str, Column] = {
        "run_id": ("bigint", [run.pk] * len(members)),
        "disbursement_id": ("bigint", [member.disbursement_id for member in members]),
        "position": ("integer", list(range(1, len(members) + 1))),
        "idempotency_key": ("varchar", [member.key for member in members]),
        "amount_minor": ("bigint", [member.amount_minor for member in members]),
        "currency": ("varchar", [member.currency for member in members]),
        "destination": ("varchar", [member.destination for member in members]),
        "payee": ("varchar", [member.payee for member in members]),
    }
    insert_columns(PayoutRunLine, columns)
