"""What a mail is asked for with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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
