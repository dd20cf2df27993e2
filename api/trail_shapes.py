"""What an act of the audit trail looks like."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from accounts.models import AuditEvent


class ActDoc(TypedDict):
    """One act. `before` and `after` hold what it changed; `transaction` is also that of the journal entries it caused.

    Without an actor it was the holder of a link, a rail, or the command line.
    """

    id: int
    at: datetime
    act: str
    actor: str | None
    subject: str
    contest: UUID | None
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    channel: str
    client: str
    address: str
    request: str
    transaction: int


def act(row: AuditEvent) -> ActDoc:
    return {
        "id": row.pk,
        "at": row.at,
        "act": row.act,
        "actor": row.actor.handle if row.actor else None,
        "subject": row.subject,
        "contest": row.contest_id,
        "reason": row.reason,
        "before": row.before,
        "after": row.after,
        "channel": row.channel,
        "client": row.client,
        "address": row.address,
        "request": row.request_id,
        "transaction": row.own_xid,
    }
