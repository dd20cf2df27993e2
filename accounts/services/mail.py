"""Asks for mails: inside the transaction of what they tell of, to be sent later by a worker.

Never asked for here: mails that carry a secret (codes, reset links). Those are sent at once and stored nowhere; see
`accounts.allauth_adapters`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import OutgoingMail
from duerows.bulk import Column, insert_columns
from duerows.doorbell import ring
from duerows.models import DueState


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
    asked = list(requests)
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
