"""What lists and pages show of a stored file: its image, and why it was refused."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from contests.media.errors import MESSAGES
from contests.selectors.cards import ImageCard


def image_of(
    ref: UUID, width: int | None, height: int | None, placeholder: str, widths: Iterable[int]
) -> ImageCard | None:
    """The image to be shown, once its derivatives exist."""
    known = tuple(widths)
    return ImageCard(ref, width, height, placeholder, known) if width and height and known else None


def told_reason(stored: str) -> str:
    """A kept reason for refusing a file, in the reader's language."""
    if not stored:
        return ""
    try:
        reason: dict[str, Any] = json.loads(stored)
        sentence = gettext(MESSAGES[reason["code"]])
        return sentence % reason["params"]
    except (ValueError, KeyError, TypeError):
        return gettext(MESSAGES.get(stored, MESSAGES["died"]))
