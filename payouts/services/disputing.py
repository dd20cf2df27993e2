"""Opening a dispute over a line of pay, and taking it back.

The payee says that a line is too low: then what goes back to the brand is at stake. The brand says that a line was not
earned: then that line is. Only what is disputed waits (rule 28), of what is still unpaid, and not for longer than the
contest's policy says; the rest is paid as if nothing had been said. Decides nothing: see `dispute_decisions`.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act, values_of
from contests.errors import NotVisible
from contests.selectors.roles import role_on
from contests.services.transitions import lock_contest
from duerows.doorbell import ring
from payouts.errors import DisputeNotReady, DisputeRefused, NotTheirDispute
from payouts.models import Dispute, DisputeDecision, DisputeSide, Escrow, Obligation
from payouts.policy import format_money, hold_of, most_taken
from payouts.selectors.disputes import DISPUTABLE
from payouts.services import dispute_mails
from payouts.services.deposits import PAYERS
from payouts.services.holding_on import hold
from payouts.services.paymaster import PREPARE
from payouts.services.policies import load_policy
from payouts.services.stakes import debt_at_stake, refund_at_stake, set_apart

LONGEST_REASON = 2000


@transaction.atomic
def open_dispute(actor: User, debt_ref: UUID, *, claim_minor: int, reason: str, now: datetime) -> Dispute:
    """Say that a debt to a creative is wrong by `claim_minor`: too low if it is the actor's own, else not earned.

    Up to so much of what is at stake and unpaid is held, for a limited time. `held` is None where nothing was left to
    hold: then the dispute is recorded, a person decides on it all the same, and the one who opened it is told.
    Raises NotVisible, DisputeRefused.
    """
    found = Obligation.objects.filter(public_id=debt_ref, payee_user__isnull=False).first()
    if found is None:
        raise NotVisible
    contest = lock_contest(found.contest_id)
    escrow = Escrow.objects.select_for_update().get(contest=contest)
    debt = Obligation.objects.select_for_update(no_key=True).get(pk=found.pk)
    side = _side_of(actor, debt)
    _check(debt, side, escrow, claim_minor, reason)
    held = _hold_apart(debt, side, escrow, claim_minor, now)
    dispute = Dispute.objects.create(
        # The brand's dispute is about the part that was set apart for it: the debt itself may be owed in parts by now.
        obligation=held if held is not None and side == DisputeSide.BRAND else debt,
        held=held,
        side=side,
        claim_minor=claim_minor,
        reason=reason.strip(),
        opened_by=actor,
        opened_at=now,
    )
    if held is not None:
        hold(held, hold_of(load_policy(escrow.policy_id)).ends_at(now))
        ring(PREPARE)
    claimed = values_of(dispute, "side", "claim_minor") | {"held_minor": held.amount_minor if held else 0}
    record_act(Act.DISPUTE_OPEN, actor, dispute, contest_id=contest.pk, reason=dispute.reason, after=claimed)
    dispute_mails.tell_opened(dispute, now=now)
    return dispute


@transaction.atomic
def withdraw_dispute(actor: User, dispute_ref: UUID, *, now: datetime) -> Dispute:
    """Take one's own side's dispute back: what was held is paid at once. Raises NotVisible, NotTheirDispute,
    DisputeNotReady.
    """
    dispute = lock_dispute(dispute_ref)
    if not _is_of_their_side(actor, dispute):
        raise NotTheirDispute(_("Only the side that opened a dispute can take it back."))
    close(dispute, DisputeDecision.WITHDRAWN, actor, "", now=now)
    record_decision(Act.DISPUTE_WITHDRAW, actor, dispute)
    dispute_mails.tell_decided(dispute, now=now)
    return dispute


def lock_dispute(dispute_ref: UUID) -> Dispute:
    """The dispute with its contest and escrow locked, in the project's order, and read afresh. Raises NotVisible,
    DisputeNotReady for one that is decided.
    """
    found = Dispute.objects.filter(public_id=dispute_ref).values_list("pk", "obligation__contest").first()
    if found is None:
        raise NotVisible
    lock_contest(found[1])
    Escrow.objects.select_for_update().get(contest=found[1])
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("obligation__contest", "held")
    dispute = rows.get(pk=found[0])
    if not dispute.is_open:
        raise DisputeNotReady(_("This dispute has been decided already."))
    return dispute


def close(dispute: Dispute, decision: DisputeDecision, actor: User, reason: str, *, now: datetime) -> None:
    """Write a decision that moves nothing: the hold ends at once, and what it held is paid."""
    dispute.decision, dispute.decided_by, dispute.decided_at = decision, actor, now
    dispute.decision_reason = reason.strip()
    dispute.save(update_fields=["decision", "decided_minor", "decided_by", "decided_at", "decision_reason"])
    if dispute.held_id is not None:
        Obligation.objects.filter(pk=dispute.held_id, held_until__gt=now).update(held_until=now)
    ring(PREPARE)


def record_decision(act: Act, actor: User, dispute: Dispute) -> None:
    """Keep a decision in the audit trail."""
    record_act(
        act,
        actor,
        dispute,
        contest_id=dispute.obligation.contest_id,
        reason=dispute.decision_reason,
        before={"decision": DisputeDecision.OPEN, "decided_minor": None},
        after=values_of(dispute, "decision", "decided_minor"),
    )


def _side_of(actor: User, debt: Obligation) -> DisputeSide:
    if debt.payee_user_id == actor.pk:
        return DisputeSide.PAYEE
    if role_on(debt.contest, actor) in PAYERS:
        return DisputeSide.BRAND
    raise NotVisible


def _is_of_their_side(actor: User, dispute: Dispute) -> bool:
    if dispute.side == DisputeSide.PAYEE:
        return dispute.opened_by_id == actor.pk
    return role_on(dispute.obligation.contest, actor) in PAYERS


def _check(debt: Obligation, side: DisputeSide, escrow: Escrow, claim_minor: int, reason: str) -> None:
    if debt.kind not in DISPUTABLE:
        raise DisputeRefused(_("This amount was not settled by a rule: it cannot be disputed."))
    if debt.cancelled_at is not None:
        raise DisputeRefused(_("This amount is owed in another form by now. Reload the page."))
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise DisputeRefused(_("Say what is wrong with this amount."), field="reason")
    most = debt.amount_minor if side == DisputeSide.BRAND else escrow.liability_minor
    if not 0 < claim_minor <= most:
        words = _("Dispute at most %(most)s.") % {"most": format_money(most, debt.currency, get_language() or "en")}
        raise DisputeRefused(words, field="claim_minor")
    same = Dispute.objects.filter(
        obligation__contest=debt.contest_id,
        obligation__entry=debt.entry_id,
        obligation__payee_user=debt.payee_user_id,
        obligation__kind=debt.kind,
    )
    if same.filter(decision=DisputeDecision.OPEN).exists():
        raise DisputeRefused(_("This amount is in dispute already; wait for the decision."))
    if same.filter(side=side, obligation__settlement=debt.settlement_id).exists():
        raise DisputeRefused(_("Your side has disputed this amount before: a person's decision stands."))


def _hold_apart(
    debt: Obligation, side: DisputeSide, escrow: Escrow, claim_minor: int, now: datetime
) -> Obligation | None:
    """What waits for this dispute, set apart; None if nothing unpaid is left to wait."""
    if side == DisputeSide.PAYEE:
        return set_apart(escrow, refund_at_stake(debt.contest_id), claim_minor, now=now)
    most = most_taken(load_policy(escrow.policy_id), debt.kind, debt.amount_minor)
    return set_apart(escrow, debt_at_stake(debt.pk), min(claim_minor, most), now=now)
