"""Holds files over that came with a form which was refused: as uploads, so that nobody has to choose them again.

They wait a day for the form to be sent again, by its sender alone, and count among what one person may have under way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import ContestRefusal, Invalid
from contests.media.errors import MediaRefused
from contests.media.media_types import HEAD_BYTES
from contests.services.uploading.beginning import begin_held
from contests.services.uploading.receiving import receive
from contests.services.uploads import check_start, last_part, what_is_wrong
from contests.upload_rules import UploadDraft


class Sent(Protocol):
    """A file as a form has brought it; whoever read it before may have left it at its end."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Held:
    """What could be held over, in its order, and a sentence for each file that could not."""

    uploads: tuple[UUID, ...] = ()
    refused: tuple[str, ...] = ()


def hold_over(actor: User, files: Sequence[Sent], *, sources: bool, now: datetime) -> Held:
    """Take each file in as a finished upload of the actor's. Raises nothing: what cannot be held is said.

    `sources`: whether the form lets the formats of programs in. What it would not take in the end is not held either.
    """
    held: list[UUID] = []
    refused: list[str] = []
    for file in files:
        name = last_part(file.name or "")
        try:
            held.append(_take_in(actor, file, sources, now))
        except Invalid as refusal:
            refused += [_with_name(name, problem.message) for problem in refusal.problems]
        except MediaRefused as refusal:
            refused.append(what_is_wrong(refusal, name).message)
        except ContestRefusal:
            refused.append(_with_name(name, _("This file could not be kept meanwhile. Choose it again.")))
    return Held(tuple(held), tuple(dict.fromkeys(refused)))


def _take_in(actor: User, file: Sent, sources: bool, now: datetime) -> UUID:
    draft = UploadDraft(file.name or "", file.size or 0)
    if not sources:
        file.seek(0)
        check_start(file.read(HEAD_BYTES), draft.name, draft.length)
    begun = begin_held(actor, draft, now=now)
    file.seek(0)
    return receive(actor, begun.pk, file, offset=0, now=now).pk


def _with_name(name: str, sentence: str) -> str:
    return sentence if sentence.startswith(f"{name}: ") else f"{name}: {sentence}"
