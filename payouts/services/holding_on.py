"""Keeps the holds of open disputes when their contest moves on: a later settlement, the release of a prize or refund.

Called with the contests and their escrows locked, in the transaction of what happened to them.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from payouts.models import Dispute, DisputeDecision, DisputeSide, Escrow, Obligation
from payouts.policy import hold_of, most_taken
from payouts.services.policies import load_policy
from payouts.services.stakes import debt_at_stake, refund_at_stake, set_apart


def follow_settlements(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """What disputes held was cancelled by a later settlement: they hold what took its place, if anything did."""
    rows = Dispute.objects.filter(
        decision=DisputeDecision.OPEN, obligation__contest__in=contest_ids, held__cancelled_at__isnull=False
    )
    for dispute in rows.select_related("obligation", "held").order_by("pk"):
        _follow(dispute, now)


def restart_holds(contest_ids: Sequence[UUID], *, now: datetime) -> None:
    """What disputes hold has just become payable: only now does waiting cost anybody anything, so the hold begins."""
    rows = Dispute.objects.filter(
        decision=DisputeDecision.OPEN, held__contest__in=contest_ids, held__released_at=now, held__cancelled_at=None
    )
    for dispute in rows.select_related("held").order_by("pk"):
        if dispute.held is not None:
            policy = load_policy(Escrow.objects.values_list("policy", flat=True).get(contest=dispute.held.contest_id))
            hold(dispute.held, hold_of(policy).ends_at(now))


def hold(debt: Obligation, until: datetime) -> None:
    """Hold a debt that a dispute points to until a moment, or for as long as it is held already."""
    debt.held_until = max(until, debt.held_until or until)
    Obligation.objects.filter(pk=debt.pk).update(held_until=debt.held_until)


def _follow(dispute: Dispute, now: datetime) -> None:
    was, about = dispute.held, dispute.obligation
    escrow = Escrow.objects.get(contest=about.contest_id)
    policy = load_policy(escrow.policy_id)
    if dispute.side == DisputeSide.PAYEE:
        dispute.held = set_apart(escrow, refund_at_stake(about.contest_id), dispute.claim_minor, now=now)
    else:
        heir = _heir_of(about)
        debts = debt_at_stake(heir.pk) if heir else []
        most = most_taken(policy, about.kind, heir.amount_minor) if heir else 0
        dispute.held = set_apart(escrow, debts, min(dispute.claim_minor, most), now=now) if debts else None
    dispute.save(update_fields=["held"])
    if dispute.held is not None and was is not None and was.held_until is not None:
        hold(dispute.held, hold_of(policy).ends_at(now) if dispute.held.released_at else was.held_until)


def _heir_of(debt: Obligation) -> Obligation | None:
    """What the same payee is owed for the same by the later settlement."""
    rows = Obligation.objects.filter(
        contest=debt.contest_id,
        entry=debt.entry_id,
        payee_user=debt.payee_user_id,
        kind=debt.kind,
        settlement__sequence__gt=1,
        cancelled_at=None,
        paid_at=None,
    )
    return rows.order_by("-settlement__sequence", "-amount_minor").first()
