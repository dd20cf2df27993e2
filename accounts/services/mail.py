"""Asks for mails: inside the transaction of what they tell of, to be sent later by a worker.

What is asked for is also a notice on the site, and is mailed at once only to whom wants it so or must be told so
(`accounts.topics`); the rest waits for the morning's mail, or stands on the site alone.

Never asked for here: mails that carry a secret (codes, reset links). Those are sent at once and stored nowhere; see
`accounts.allauth_adapters`.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import OutgoingMail
from accounts.services.mail_requests import MailRequest
from accounts.services.notices.writing import write_notices
from duerows.bulk import Column, insert_columns
from duerows.doorbell import ring
from duerows.models import DueState

__all__ = ["MailRequest", "ask_for_mails"]


def ask_for_mails(requests: Iterable[MailRequest], *, now: datetime) -> None:
    """Write the notices' rows in one statement and the mails' in another, and wake a worker.

    A key that was asked for before is left as it was.
    """
    _write_mails(write_notices(list(requests), now=now), now)


def _write_mails(asked: Sequence[MailRequest], now: datetime) -> None:
    if not asked:
        return
    # As columns and not as model instances: when a thousand contests end at once, their mails are most of the rows.
    same = {
        "due_state": ("varchar", DueState.WAITING.value),
        "due_at": ("timestamptz", now),
        "created_at": ("timestamptz", now),
        "fence": ("int", 0),
        "attempts": ("smallint", 0),
        "last_error": ("text", ""),
    }
    columns: dict[str, Column] = {name: (kind, [value] * len(asked)) for name, (kind, value) in same.items()}
    columns |= {
        "to_id": ("bigint", [request.user_id for request in asked]),
        "address": ("varchar", [request.address for request in asked]),
        "locale": ("varchar", [request.locale for request in asked]),
        "template": ("varchar", [request.template for request in asked]),
        "context": ("jsonb", [json.dumps(dict(request.context)) for request in asked]),
        "dedupe_key": ("varchar", [request.dedupe_key for request in asked]),
    }
    insert_columns(OutgoingMail, columns, on_conflict="ON CONFLICT (dedupe_key) DO NOTHING")
    ring("accounts.tasks.send_due_mails")
