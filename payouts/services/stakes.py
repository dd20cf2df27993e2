"""What of a contest's unpaid money can still wait for a dispute, and making it wait: held, and nothing else touched.

Only debts of which no worker can have begun a payment; a payment that is merely pending is given up, and follows once
the hold has ended. Nothing is waited for while a debt is locked: a payment that a worker is busy with counts as begun.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from duerows.models import DueState
from payouts.models import (
    DISPUTED,
    LIVE,
    Adjustment,
    Disbursement,
    DisbursementState,
    Dispute,
    Escrow,
    Obligation,
    ObligationKind,
)
from payouts.services.cutting import owe_otherwise, part_of


def refund_at_stake(contest_id: UUID) -> list[Obligation]:
    """What is left to go back to the brand and waits for no dispute yet, locked, the largest first. What a decision
    gave the brand is that decision's, and at stake no more.
    """
    held = Dispute.objects.filter(decision="", held__isnull=False).values("held")
    rows = (
        Obligation.objects.select_for_update(no_key=True)
        .filter(
            contest=contest_id, kind=ObligationKind.REFUND, settlement__isnull=False, cancelled_at=None, paid_at=None
        )
        .exclude(pk__in=Adjustment.objects.values("obligation"))
    )
    return unsent(list(rows.exclude(pk__in=held).order_by("-amount_minor", "pk")))


def debt_at_stake(debt_id: int) -> list[Obligation]:
    """One debt, locked, if it is unpaid and nobody has begun to pay it."""
    rows = Obligation.objects.select_for_update(no_key=True).filter(pk=debt_id, cancelled_at=None, paid_at=None)
    return unsent(list(rows))


def unsent(debts: Sequence[Obligation]) -> list[Obligation]:
    """Those of these locked debts of which no payment has begun; what an operator holds is the operator's."""
    pending = Disbursement.objects.filter(obligation__in=debts, state=DisbursementState.PENDING, attempts=0)
    # Whoever claims a payment locks it first, and never a debt: skipping what is locked cannot wait in a circle.
    free = set(pending.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True))
    begun = Disbursement.objects.filter(obligation__in=debts, state__in=LIVE).exclude(pk__in=free)
    under_way = set(begun.values_list("obligation_id", flat=True))
    return [debt for debt in debts if debt.pk not in under_way]


def give_up_payments(debts: Sequence[Obligation], *, now: datetime) -> None:
    """Give up the pending payments of debts that `unsent` has returned in this transaction."""
    Disbursement.objects.filter(obligation__in=debts, state=DisbursementState.PENDING).update(
        state=DisbursementState.REJECTED,
        reason=DISPUTED,
        due_state=DueState.DONE,
        finished_at=now,
        lease_until=None,
        fence=F("fence") + 1,
    )


def set_apart(escrow: Escrow, debts: Sequence[Obligation], wanted_minor: int, *, now: datetime) -> Obligation | None:
    """Make one debt of at most so much out of these, owed on the same terms; the rest stays owed and is paid as usual.

    None if there is nothing. A debt that is disputed as a whole stays the one it was.
    """
    alike = [debt for debt in debts if _terms(debt) == _terms(debts[0])]
    taken = _enough(alike, wanted_minor)
    total = sum(debt.amount_minor for debt in taken)
    held = min(wanted_minor, total)
    if not held:
        return None
    give_up_payments(taken, now=now)
    if len(taken) == 1 and held == total:
        return taken[0]
    whole = taken[0]
    parts = [part_of(whole, held), part_of(whole, total - held)]
    return owe_otherwise(escrow, taken, parts, memo="in dispute: owed in parts", now=now)[0]


def _terms(debt: Obligation) -> tuple[object, ...]:
    return debt.settlement_id, debt.entry_id, debt.payee_user_id, debt.kind, debt.pay_by, debt.released_at


def _enough(debts: Sequence[Obligation], wanted_minor: int) -> list[Obligation]:
    """The first of these that cover what is wanted, or all of them."""
    taken: list[Obligation] = []
    for debt in debts:
        if sum(one.amount_minor for one in taken) < wanted_minor:
            taken.append(debt)
    return taken
