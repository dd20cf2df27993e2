"""What disputes look like to an auditor: people by their handle, and what a decision would move."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from payouts import models
from payouts.policy import Consequence


class AuditedDisputeDoc(TypedDict):
    """A dispute with who said and decided what, the debt that waits or waited for it, and what was moved."""

    id: UUID
    contest: UUID
    obligation: int
    held: int | None
    held_minor: int
    held_until: datetime | None
    side: str
    payee: str | None
    claim_minor: int
    currency: str
    reason: str
    opened_by: str
    opened_at: datetime
    decision: str
    """Empty while it is open."""
    decided_minor: int | None
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str
    moved: bool


class ShareOfDecisionDoc(TypedDict):
    entry: str
    payee: str
    amount_minor: int


class ConsequenceDoc(TypedDict):
    """What upholding a dispute would move at this moment; nothing if it would only be recorded."""

    moves_money: bool
    kept_minor: int
    to_brand_minor: int
    adjustments: list[ShareOfDecisionDoc]


def dispute(row: models.Dispute) -> AuditedDisputeDoc:
    debt, held = row.obligation, row.held
    return {
        "id": row.public_id,
        "contest": debt.contest_id,
        "obligation": debt.pk,
        "held": held.pk if held else None,
        "held_minor": held.amount_minor if held else 0,
        "held_until": held.held_until if held else None,
        "side": row.side,
        "payee": debt.payee_user.handle if debt.payee_user else None,
        "claim_minor": row.claim_minor,
        "currency": debt.currency,
        "reason": row.reason,
        "opened_by": row.opened_by.handle,
        "opened_at": row.opened_at,
        "decision": row.decision,
        "decided_minor": row.decided_minor,
        "decided_by": row.decided_by.handle if row.decided_by else None,
        "decided_at": row.decided_at,
        "decision_reason": row.decision_reason,
        "moved": bool(vars(row)["moved"]),  # Annotated by the selector.
    }


def consequence(found: Consequence | None, payees: Mapping[str, str]) -> ConsequenceDoc:
    """`payees`: the handles of those who would share in it, by their keys."""
    if found is None:
        return {"moves_money": False, "kept_minor": 0, "to_brand_minor": 0, "adjustments": []}
    return {
        "moves_money": True,
        "kept_minor": found.kept_minor,
        "to_brand_minor": found.to_brand_minor,
        "adjustments": [
            {"entry": one.entry_id, "payee": payees[one.payee_id], "amount_minor": one.amount_minor}
            for one in found.adjustments
        ],
    }
