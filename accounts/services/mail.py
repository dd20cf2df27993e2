"""Asks for mails: inside the transaction of what they tell of, to be sent later by a worker.

Never asked for here: mails that carry a secret (codes, reset links). Those are sent at once and stored nowhere; see
`accounts.allauth_adapters`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import OutgoingMail
from duerows.doorbell import ring


@dataclass(frozen=True, slots=True)
class MailRequest:
    """To whom, which template (`mail/<language>/<template>.txt`), its JSON-able context, and a key: it is sent once.

    Either `user_id`, or None and an `address` with the `locale` to write in.
    """

    user_id: int | None
    template: str
    dedupe_key: str
    context: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    locale: str = ""


def ask_for_mails(requests: Iterable[MailRequest], *, now: datetime) -> None:
    """Write the mails' rows in one statement, and wake a worker; a key that was asked for before is left as it was."""
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                to_id=request.user_id,
                address=request.address,
                locale=request.locale,
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
    ring("accounts.tasks.send_due_mails")
