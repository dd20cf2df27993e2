"""What has been answered of a brief that cannot be saved yet: kept in the writer's session, step by step.

Decides nothing about the brief; `contests.services.briefs` takes it over as soon as it is whole.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase


class Notes:
    """The answers to one brand's next brief, as they were typed."""

    def __init__(self, session: SessionBase, brand_id: UUID) -> None:
        self._session, self._key = session, f"brief:{brand_id}"

    def read(self) -> dict[str, str]:
        """Everything answered so far, by field."""
        return dict(self._session.get(self._key, {}))

    def keep(self, given: Mapping[str, Any], fields: Iterable[str]) -> None:
        """Put these fields' answers in the place of what was there."""
        self._session[self._key] = self.read() | {name: _typed(given, name) for name in fields}

    def forget(self) -> None:
        """Start anew, or hand over to a saved draft."""
        self._session.pop(self._key, None)

    @property
    def are_there(self) -> bool:
        return bool(self._session.get(self._key))


def _typed(given: Mapping[str, Any], name: str) -> str:
    """One answer; several ticks are kept with commas."""
    several = given.getlist(name) if hasattr(given, "getlist") else [given.get(name, "")]
    return ",".join(str(one) for one in several)
