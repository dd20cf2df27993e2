"""What makes a brand's kit one that can be kept, and how its colours read on white and on black. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Final

from django.utils.translation import gettext as _

from contests.errors import Problem

MAX_COLOURS: Final = 12
MAX_LINES: Final = 12
COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KitDraft:
    """A kit as its brand writes it; colours as pairs of a name and `#rrggbb`."""

    colours: tuple[tuple[str, str], ...] = ()
    fonts: tuple[str, ...] = ()
    tone: str = ""
    dos: tuple[str, ...] = ()
    donts: tuple[str, ...] = ()


def problems_in_kit(draft: KitDraft) -> list[Problem]:
    """Everything that is wrong with it, in the order of its fields."""
    return [
        *_colours(draft.colours),
        *_lines("fonts", draft.fonts, 80),
        *_text("tone", draft.tone, 2000),
        *_lines("dos", draft.dos, 200),
        *_lines("donts", draft.donts, 200),
    ]


def contrast(colour: str, other: str) -> float:
    """WCAG's contrast ratio of two `#rrggbb`, from 1 to 21, rounded down so that none looks better than it is.

    >>> contrast("#000000", "#ffffff"), contrast("#767676", "#ffffff"), contrast("#336699", "#336699")
    (21.0, 4.5, 1.0)
    """
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return floor((lighter + 0.05) / (darker + 0.05) * 10) / 10


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colours(colours: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    if len(colours) > MAX_COLOURS:
        yield Problem("colours", _("Name at most %(most)d colours.") % {"most": MAX_COLOURS})
    for name, value in colours:
        if not COLOUR.fullmatch(value.lower()):
            sentence = _("Write each colour as its name and its value, such as: Quay green #1f5c4d")
            yield Problem("colours", sentence)
            return
        yield from _text("colours", name, 40)


def _lines(field: str, lines: tuple[str, ...], most: int) -> Iterator[Problem]:
    if len(lines) > MAX_LINES:
        yield Problem(field, _("Write at most %(most)d lines.") % {"most": MAX_LINES})
    for line in lines:
        yield from _text(field, line, most)


def _text(field: str, text: str, most: int) -> Iterator[Problem]:
    if len(text.strip()) > most:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        yield Problem(field, sentence % {"most": most, "length": len(text.strip())})
    elif "\0" in text:
        yield Problem(field, _("This holds a character that cannot be kept."))
