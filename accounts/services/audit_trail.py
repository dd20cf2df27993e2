"""Records who did what about money. Called by the service that does it, in the transaction in which it is done: an act
that is taken back leaves no record, and no record is missing of one that stands.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, models

from accounts.models import Act, AuditEvent, User
from accounts.origin import present_origin

LONGEST_REASON = 300


class NotInATransaction(RuntimeError):
    """An act was to be recorded apart from what it does."""


def record_act(
    act: Act,
    actor: User | None,
    subject: models.Model | str,
    *,
    actor_id: int | None = None,
    contest_id: UUID | None = None,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write it down, with where it comes from. `subject`: a row, or its name as in month:2026-03. Of `before` and
    `after` only what differs is kept. Raises NotInATransaction.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction(f"{act} has to be recorded in the transaction of the act.")
    origin = present_origin()
    was, became = _differing(dict(before or {}), dict(after or {}))
    return AuditEvent.objects.create(
        act=act,
        actor_id=actor.pk if actor is not None else actor_id,
        subject=name_of(subject),
        contest_id=contest_id,
        reason=reason[:LONGEST_REASON],
        before=was,
        after=became,
        channel=origin.channel,
        client=origin.client,
        address=origin.address,
        request_id=origin.request_id,
    )


def name_of(subject: models.Model | str) -> str:
    """A row's name in the trail.

    >>> name_of(User(pk=7)), name_of("month:2026-03")
    ('user:7', 'month:2026-03')
    """
    return subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"


def values_of(row: models.Model, *names: str) -> dict[str, Any]:
    """These fields of a row, to be given as `before` or `after`.

    >>> values_of(User(handle="ines"), "handle")
    {'handle': 'ines'}
    """
    return {name: getattr(row, name) for name in names}


def _differing(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    >>> _differing({"state": "pending", "amount": 5}, {"state": "held", "amount": 5})
    ({'state': 'pending'}, {'state': 'held'})
    """
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    return (
        {name: value for name, value in before.items() if name not in same},
        {name: value for name, value in after.items() if name not in same},
    )
