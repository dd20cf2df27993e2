"""Asks for mails to be sent. A mail is asked for inside the transaction of what it tells of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import OutgoingMail


@dataclass(frozen=True, slots=True)
class MailRequest:
    """To whom, which template (`mail/<template>.txt`), its JSON-able context, and a key under which it is sent once."""

    user_id: int
    template: str
    dedupe_key: str
    context: Mapping[str, Any] = field(default_factory=dict)


def ask_for_mails(requests: Iterable[MailRequest], *, now: datetime) -> None:
    """Write the mails' rows in one statement; a key that was asked for before is left as it was."""
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                to_id=request.user_id,
                template=request.template,
                context=dict(request.context),
                dedupe_key=request.dedupe_key,
                due_at=now,
            )
            for request in requests
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )
