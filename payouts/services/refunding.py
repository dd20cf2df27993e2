"""Money back before a brief was shown: what a draft's escrow holds returns to its brand.

Nobody has worked for a draft, so nothing is settled. Once a contest is open, only its settlement moves its money.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.lifecycle import Move, NotAllowed, State
from contests.selectors.roles import role_on
from contests.services.transitions import lock_contest
from duerows.doorbell import ring
from payouts import ledger
from payouts.errors import NothingToRefund
from payouts.models import Escrow, Obligation, ObligationKind
from payouts.policy import PaymentDelay
from payouts.services.deposits import PAYERS
from payouts.services.paymaster import PREPARE
from payouts.services.policies import load_policy


@transaction.atomic
def refund_draft(actor: User, contest_id: UUID, *, now: datetime) -> Obligation:
    """Owe the brand all that is held for its draft; the payment follows like any other, back the way the money came if
    it can.

    Money still on its way is not waited for: it can be asked back once it is there. Raises NotAllowed, NothingToRefund.
    """
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    if role not in PAYERS:
        raise NotAllowed(role, Move.RETURN_TO_DRAFT)
    if contest.state != State.DRAFT:
        raise NothingToRefund(_("Only a draft gives its money back. Take the brief back to your drafts first."))
    escrow = Escrow.objects.select_for_update().filter(contest=contest).first()
    held = ledger.balance(escrow.account_id) if escrow else 0
    if escrow is None or not held:
        raise NothingToRefund(_("Nothing is held for this brief."))
    obligation = _owe(escrow, contest.brand_id, held, now)
    record_act(
        Act.DRAFT_REFUND,
        actor,
        obligation,
        contest_id=contest.pk,
        before={"held_minor": held},
        after={"held_minor": 0, "amount_minor": held, "currency": escrow.currency},
    )
    ring(PREPARE)
    return obligation


def _owe(escrow: Escrow, brand_id: UUID, amount_minor: int, now: datetime) -> Obligation:
    public_id = uuid4()
    delay = load_policy(escrow.policy_id).rule(PaymentDelay)
    payable = ledger.account_id(ledger.PAYABLE_REFUNDS, escrow.currency)
    (entry,) = ledger.post_entries(
        [
            ledger.NewEntry(
                kind="refund",
                idempotency_key=f"obligation:{public_id}",
                effective_at=now,
                legs=ledger.transfer(escrow.account_id, payable, amount_minor),
                contest_id=escrow.contest_id,
                memo="the brief was not opened",
            )
        ]
    )
    return Obligation.objects.create(
        public_id=public_id,
        contest_id=escrow.contest_id,
        payee_brand_id=brand_id,
        kind=ObligationKind.REFUND,
        amount_minor=amount_minor,
        currency=escrow.currency,
        journal_entry_id=entry,
        pay_by=datetime.fromisoformat(delay.due_at(now.isoformat())),
        released_at=now,
    )
