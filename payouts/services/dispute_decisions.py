"""A person's decision on a dispute, and what it would move before they confirm it.

What is upheld moves only what the dispute still holds: by reversal and new entries, within the contest, once that is
over. Money whose payment has begun is never taken back or set off; the decision is then a record, and no more.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Act, Membership, User
from contests.lifecycle import FINAL, State
from contests.models import EntryShare
from duerows.doorbell import ring
from payouts.errors import DisputeNotReady, DisputeRefused, NotTheirDispute, OperatorOnly
from payouts.models import (
    LIVE,
    Adjustment,
    Disbursement,
    DisbursementState,
    Dispute,
    DisputeDecision,
    DisputeSide,
    Escrow,
    Obligation,
    ObligationKind,
    Settlement,
)
from payouts.policy import Consequence, Facts, PaymentDelay, format_money, owe_more, take_back
from payouts.services import dispute_mails
from payouts.services.cutting import NewDebt, owe_otherwise, part_of
from payouts.services.disputing import LONGEST_REASON, close, lock_dispute, record_decision
from payouts.services.paymaster import PREPARE
from payouts.services.policies import load_policy
from payouts.services.stakes import debt_at_stake, give_up_payments


@transaction.atomic
def dismiss_dispute(actor: User, dispute_ref: UUID, *, reason: str, now: datetime) -> Dispute:
    """The amount was right: what was held is paid at once.

    Raises NotVisible, OperatorOnly, NotTheirDispute, DisputeNotReady, DisputeRefused.
    """
    dispute = lock_dispute(dispute_ref)
    _check_judge(actor, dispute)
    _check_reason(reason)
    close(dispute, DisputeDecision.DISMISSED, actor, reason, now=now)
    record_decision(Act.DISPUTE_DISMISS, actor, dispute)
    dispute_mails.tell_decided(dispute, now=now)
    return dispute


@transaction.atomic
def uphold_dispute(actor: User, dispute_ref: UUID, *, decided_minor: int, reason: str, now: datetime) -> Dispute:
    """The amount was wrong, by `decided_minor`: so much of what is held is owed otherwise; see `preview_upholding`.

    Raises NotVisible, OperatorOnly, NotTheirDispute, DisputeNotReady, DisputeRefused.
    """
    dispute = lock_dispute(dispute_ref)
    _check_judge(actor, dispute)
    _check_reason(reason)
    held = _lock_held(dispute)
    consequence = _consequence(dispute, held, decided_minor)
    dispute.decided_minor = decided_minor
    close(dispute, DisputeDecision.UPHELD, actor, reason, now=now)
    record_decision(Act.DISPUTE_UPHOLD, actor, dispute)
    if held is not None and consequence is not None:
        _carry_out(dispute, held, consequence, now)
    dispute_mails.tell_decided(dispute, now=now)
    return dispute


def preview_upholding(dispute: Dispute, decided_minor: int) -> Consequence | None:
    """What upholding an open dispute by so much would move; None if it would only be recorded. Writes nothing.

    Raises DisputeRefused, DisputeNotReady, as `uphold_dispute` would at this moment.
    """
    if not dispute.is_open:
        raise DisputeNotReady(_("This dispute has been decided already."))
    return _consequence(dispute, held_and_unsent(dispute), decided_minor)


def held_and_unsent(dispute: Dispute) -> Obligation | None:
    """What the dispute holds, or held, if no payment of it has begun: what a decision could still move."""
    held = dispute.held
    if held is None or held.cancelled_at is not None or held.paid_at is not None:
        return None
    live = Disbursement.objects.filter(obligation=held, state__in=LIVE)
    return None if live.exclude(state=DisbursementState.PENDING, attempts=0).exists() else held


def may_judge(actor: User, dispute: Dispute) -> bool:
    """Whether this person may decide on it: of the platform, and without any part in the matter."""
    contest = dispute.obligation.contest
    return (
        actor.is_admin
        and actor.pk not in (dispute.opened_by_id, dispute.obligation.payee_user_id)
        and not Membership.objects.filter(brand=contest.brand_id, user=actor).exists()
        and not EntryShare.objects.filter(entry__contest=contest, user=actor).exists()
    )


def _check_judge(actor: User, dispute: Dispute) -> None:
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    if not may_judge(actor, dispute):
        raise NotTheirDispute(_("Somebody decides who has no part in the contest, and did not open the dispute."))


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise DisputeRefused(_("Say why you decide so; both sides read it."), field="reason")


def _lock_held(dispute: Dispute) -> Obligation | None:
    return next(iter(debt_at_stake(dispute.held_id)), None) if dispute.held_id else None


def _consequence(dispute: Dispute, held: Obligation | None, decided_minor: int) -> Consequence | None:
    most = dispute.claim_minor if held is None else held.amount_minor
    if not 0 < decided_minor <= most:
        amount = format_money(most, dispute.obligation.currency, get_language() or "en")
        raise DisputeRefused(_("At most %(most)s can be upheld.") % {"most": amount}, field="decided_minor")
    if held is None:
        return None
    contest = dispute.obligation.contest
    if State(contest.state) not in FINAL:
        raise DisputeNotReady(_too_early(dispute))
    entry_id = str(dispute.obligation.entry_id)
    if dispute.side == DisputeSide.PAYEE:
        return owe_more(held.amount_minor, decided_minor, entry_id, str(dispute.obligation.payee_user_id))
    facts = Facts.from_dict(_latest_settlement(dispute).facts)
    return take_back(held.amount_minor, decided_minor, entry_id, facts, _upheld_against(dispute))


def _too_early(dispute: Dispute) -> str:
    if dispute.side == DisputeSide.BRAND:
        return _("The contest is not over: until then an entry is ruled out, which passes its prize on by rule.")
    return _("The contest is not over: until then its refund stays held, and the decision can wait.")


def _latest_settlement(dispute: Dispute) -> Settlement:
    return Settlement.objects.filter(contest=dispute.obligation.contest_id).latest("sequence")


def _upheld_against(dispute: Dispute) -> set[str]:
    """Entries of the contest against which the brand was found right before."""
    upheld = Dispute.objects.filter(
        obligation__contest=dispute.obligation.contest_id, side=DisputeSide.BRAND, decision=DisputeDecision.UPHELD
    )
    return {str(key) for key in upheld.values_list("obligation__entry", flat=True)}


def _carry_out(dispute: Dispute, held: Obligation, consequence: Consequence, now: datetime) -> None:
    """The held debt is cancelled; what is kept of it, the adjustments and what goes to the brand take its place."""
    escrow = Escrow.objects.get(contest=held.contest_id)
    settlement = _latest_settlement(dispute)
    pay_by = datetime.fromisoformat(load_policy(escrow.policy_id).rule(PaymentDelay).due_at(now.isoformat()))
    decided = [
        NewDebt(
            settlement_id=settlement.pk,
            kind=ObligationKind.ADJUSTMENT,
            amount_minor=one.amount_minor,
            pay_by=pay_by,
            released_at=now,
            entry_id=UUID(one.entry_id),
            payee_user_id=int(one.payee_id),
        )
        for one in consequence.adjustments
    ]
    if consequence.to_brand_minor:
        decided.append(
            NewDebt(
                settlement_id=settlement.pk,
                kind=ObligationKind.REFUND,
                amount_minor=consequence.to_brand_minor,
                pay_by=pay_by,
                released_at=now,
                payee_brand_id=dispute.obligation.contest.brand_id,
            )
        )
    give_up_payments([held], now=now)
    debts = [*decided, part_of(held, consequence.kept_minor)]
    written = owe_otherwise(escrow, [held], debts, memo=f"dispute {dispute.public_id} upheld", now=now)
    Adjustment.objects.bulk_create(Adjustment(obligation=debt, dispute=dispute) for debt in written[: len(decided)])
    ring(PREPARE)
