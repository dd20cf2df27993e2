"""What payout runs and the rails' controls look like. Account numbers are masked; people are named by their handle."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from payouts import models
from payouts.approving import Member, RunDifference, RunTotal
from payouts.selectors.payout_runs import InDispute, Preview, Unreachable
from payouts.selectors.rail_controls import LimitNow, RailNow


class MemberDoc(TypedDict):
    """One payment of a run. `payee` is a key (`user:…`, `brand:…`), as the digest covers it."""

    disbursement: int
    key: str
    rail: str
    amount_minor: int
    currency: str
    destination: str
    payee: str


class WaitingDoc(TypedDict):
    """A payment that needs approval, with the payee's name."""

    payment: MemberDoc
    name: str
    contest: UUID
    pay_by: datetime


class HeldDoc(TypedDict):
    disbursement: int
    amount_minor: int
    currency: str
    reason: str
    until: datetime


class ChangedDoc(TypedDict):
    """A debt that is now paid to another account."""

    was: MemberDoc
    now: MemberDoc


class SinceDoc(TypedDict):
    """What has come, gone or changed since the run before, by the debt that each pays. The first has none before."""

    run: int | None
    new: list[MemberDoc]
    gone: list[MemberDoc]
    changed: list[ChangedDoc]


class PreviewDoc(TypedDict):
    """A dry run: nothing of it has been written. `digest` is what proposing it must send back."""

    at: datetime
    digest: str
    totals: Sequence[RunTotal]
    payments: list[WaitingDoc]
    beyond: int
    by_themselves: Sequence[RunTotal]
    held: list[HeldDoc]
    held_count: int
    without_account: Sequence[Unreachable]
    without_account_count: int
    in_dispute: Sequence[InDispute]
    stopped_rails: Sequence[str]
    since: SinceDoc


class RunDoc(TypedDict):
    """A run. `difference` says what had changed when it was found stale."""

    id: int
    state: str
    rail: str
    currency: str
    up_to_minor: int | None
    digest: str
    count: int
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    difference: Sequence[RunDifference]


class RunInFullDoc(RunDoc):
    """With its payments as both admins saw them, and their sums."""

    totals: Sequence[RunTotal]
    payments: list[MemberDoc]


class ProposalDoc(TypedDict):
    """A wish to let more through. Without a currency: to start the rail again."""

    id: int
    rail: str
    currency: str
    approval_above_minor: int | None
    daily_limit_minor: int | None
    reason: str
    state: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None


class LimitDoc(TypedDict):
    """What goes by itself in one currency: a payment up to an amount, and so much in a UTC day."""

    currency: str
    approval_above_minor: int
    daily_limit_minor: int
    used_today_minor: int
    proposal: ProposalDoc | None


class RailDoc(TypedDict):
    """One rail's switch and limits."""

    rail: str
    stopped_at: datetime | None
    stopped_by: str | None
    reason: str
    proposal: ProposalDoc | None
    limits: list[LimitDoc]


class RailsDoc(TypedDict):
    at: datetime
    rails: list[RailDoc]


class ControlChangeDoc(TypedDict):
    """One change of a switch or a limit; `second` is who confirmed a loosening."""

    id: int
    kind: str
    rail: str
    currency: str
    above_before: int | None
    above_after: int | None
    daily_before: int | None
    daily_after: int | None
    reason: str
    actor: str
    second: str | None
    proposal: int | None
    at: datetime


class LimitsOutcomeDoc(TypedDict):
    """A lowering is done: `change`. A raise waits for somebody else: `proposal`."""

    change: ControlChangeDoc | None
    proposal: ProposalDoc | None


def member(one: Member) -> MemberDoc:
    return {
        "disbursement": one.disbursement_id,
        "key": one.key,
        "rail": one.rail,
        "amount_minor": one.amount_minor,
        "currency": one.currency,
        "destination": one.destination,
        "payee": one.payee,
    }


def preview(shown: Preview, now: datetime) -> PreviewDoc:
    since = shown.since
    return {
        "at": now,
        "digest": shown.digest,
        "totals": shown.totals,
        "payments": [
            {"payment": member(one.member), "name": one.name, "contest": one.contest_id, "pay_by": one.pay_by}
            for one in shown.members
        ],
        "beyond": shown.beyond,
        "by_themselves": shown.by_themselves,
        "held": [
            {
                "disbursement": row.pk,
                "amount_minor": row.amount_minor,
                "currency": row.currency,
                "reason": row.reason,
                "until": row.due_at,
            }
            for row in shown.held
        ],
        "held_count": shown.held_count,
        "without_account": shown.without_account,
        "without_account_count": shown.without_account_count,
        "in_dispute": shown.in_dispute,
        "stopped_rails": shown.stopped,
        "since": {
            "run": shown.previous.pk if shown.previous else None,
            "new": [member(one) for one in since.new],
            "gone": [member(one) for one in since.gone],
            "changed": [{"was": member(was), "now": member(now_)} for was, now_ in since.changed],
        },
    }


def run(row: models.PayoutRun) -> RunDoc:
    return {
        "id": row.pk,
        "state": row.state,
        "rail": row.rail,
        "currency": row.currency,
        "up_to_minor": row.up_to_minor,
        "digest": row.digest,
        "count": row.count,
        "proposed_by": row.proposed_by.handle,
        "proposed_at": row.proposed_at,
        "decided_by": row.decided_by.handle if row.decided_by else None,
        "decided_at": row.decided_at,
        "reason": row.reason,
        "difference": [RunDifference(**one) for one in row.difference],
    }


def run_in_full(row: models.PayoutRun, members: Sequence[Member], totals: Sequence[RunTotal]) -> RunInFullDoc:
    return {**run(row), "totals": totals, "payments": [member(one) for one in members]}


def proposal(row: models.ControlProposal) -> ProposalDoc:
    return {
        "id": row.pk,
        "rail": row.rail,
        "currency": row.currency,
        "approval_above_minor": row.approval_above_minor,
        "daily_limit_minor": row.daily_limit_minor,
        "reason": row.reason,
        "state": row.state,
        "proposed_by": row.proposed_by.handle,
        "proposed_at": row.proposed_at,
        "decided_by": row.decided_by.handle if row.decided_by else None,
        "decided_at": row.decided_at,
    }


def change(row: models.ControlChange) -> ControlChangeDoc:
    return {
        "id": row.pk,
        "kind": row.kind,
        "rail": row.rail,
        "currency": row.currency,
        "above_before": row.above_before,
        "above_after": row.above_after,
        "daily_before": row.daily_before,
        "daily_after": row.daily_after,
        "reason": row.reason,
        "actor": row.actor.handle,
        "second": row.second.handle if row.second else None,
        "proposal": row.proposal_id,
        "at": row.at,
    }


def rail(now: RailNow) -> RailDoc:
    control = now.control
    return {
        "rail": now.name,
        "stopped_at": control.stopped_at if control else None,
        "stopped_by": control.stopped_by.handle if control and control.stopped_by else None,
        "reason": control.reason if control else "",
        "proposal": proposal(now.proposal) if now.proposal else None,
        "limits": [_limit(one) for one in now.limits],
    }


def _limit(now: LimitNow) -> LimitDoc:
    return {
        "currency": now.limit.currency,
        "approval_above_minor": now.limit.approval_above_minor,
        "daily_limit_minor": now.limit.daily_limit_minor,
        "used_today_minor": now.used_minor,
        "proposal": proposal(now.proposal) if now.proposal else None,
    }
