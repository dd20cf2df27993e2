"""How much may be under way, in what pieces and for how long. Reads nothing and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1, sha256
from typing import Any

from django.utils.translation import gettext as _

from contests.errors import InvalidUpload, Problem, TooManyUploads, UploadTooLarge

MIB = 1024 * 1024
LIFETIME = timedelta(days=7)
"""From its beginning; whoever has not submitted it by then starts anew."""

HELD_OVER = timedelta(days=1)
"""What came with a form that was refused waits so long for the form to be sent again."""

KEPT_AS_GONE = timedelta(days=30)
"""So long its address says that it is gone; then it knows nothing any more."""

MAX_UNDER_WAY = 20
SEGMENT = 4 * MIB
"""So much is held in memory, stored, and counted at a time: the most that a break takes with it."""

MAX_PARTS = 4096
"""A client that sends crumbs would leave millions of files; with 128 KB a time the largest source comes through."""

ALGORITHMS: dict[str, Callable[[], Any]] = {"sha1": lambda: sha1(usedforsecurity=False), "sha256": sha256}
"""By which the sender may vouch for what it sends. The protocol asks for SHA-1, which here only finds accidents."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What settings allow: of one file, and of all of one person's together."""

    one: int
    together: int


@dataclass(frozen=True, slots=True)
class UploadDraft:
    """What a sender announces. The type is their word for it."""

    name: str
    length: int
    claimed_type: str = ""


def check_room(draft: UploadDraft, *, under_way: int, bytes_under_way: int, limits: Limits) -> None:
    """Whether one more may begin. Raises InvalidUpload, UploadTooLarge or TooManyUploads."""
    if not draft.name.strip() or "\0" in draft.name:
        raise InvalidUpload([Problem("filename", _("Say what the file is called, in the upload's metadata."))])
    if draft.length <= 0:
        raise InvalidUpload([Problem("length", _("This file is empty. Check that it was saved completely."))])
    if draft.length > limits.one:
        sentence = _("This file weighs %(size)s MB; at most %(limit)s MB are taken. Export it smaller, or in parts.")
        raise UploadTooLarge(sentence % {"size": _in_mb(draft.length), "limit": limits.one // MIB})
    if under_way >= MAX_UNDER_WAY:
        sentence = _("You have %(most)d uploads under way, which is the most. Submit them, or remove one first.")
        raise TooManyUploads(sentence % {"most": MAX_UNDER_WAY})
    if bytes_under_way + draft.length > limits.together:
        sentence = _(
            "With this file your uploads under way would weigh %(size)s MB; %(limit)s MB is the most. Submit them, "
            "or remove one first."
        )
        raise UploadTooLarge(
            sentence % {"size": _in_mb(bytes_under_way + draft.length), "limit": limits.together // MIB}
        )


def _in_mb(size: int) -> int:
    """Rounded up, so that what is too much never looks as if it were not.

    >>> _in_mb(500 * MIB + 1)
    501
    """
    return -(-size // MIB)
