"""Comments on entries: for whom one speaks, until when, and what may be kept of it. Reads and writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from contests.errors import Problem
from contests.lifecycle import BEFORE_FUNDS, FINAL, Role
from contests.visibility import RATERS

WHOLE = 1000
"""Places on an image are told in thousandths of its width and height."""

LONGEST = 2000
MOST_OF_AN_ENTRY = 500
MOST_IN_AN_HOUR = 40
"""By one person, on one entry."""

SAME_MAIL_WITHIN = timedelta(minutes=15)
"""What is written on one entry within such a window is one mail to each person."""

CLOSED_STATES = FINAL | BEFORE_FUNDS


class Side(StrEnum):
    """For whom a comment speaks. Which of several makers wrote one is told to nobody but them."""

    BRAND = "brand"
    MAKER = "maker"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on an image, in thousandths of its size: an area, or with neither width nor height a point."""

    x: int
    y: int
    width: int = 0
    height: int = 0

    @property
    def is_point(self) -> bool:
        return not self.width

    @property
    def fits(self) -> bool:
        """Whether it lies on the image, and is a point or an area.

        >>> Anchor(1000, 0).fits, Anchor(10, 10, 990, 5).fits, Anchor(10, 10, 991, 5).fits, Anchor(10, 10, 5).fits
        (True, True, False, False)
        """
        inside = self.x >= 0 and self.y >= 0 and self.x + self.width <= WHOLE and self.y + self.height <= WHOLE
        return inside and self.width >= 0 and self.height >= 0 and (self.width > 0) == (self.height > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDraft:
    """What somebody wants to say of an entry: of all of it, of one of its pictures, or of a place on it."""

    body: str
    version: int | None = None
    """By its number; without one, the latest."""
    file: UUID | None = None
    anchor: Anchor | None = None


def side_of(role: Role, *, is_own: bool) -> Side | None:
    """For whom this person may speak of an entry; None for those who only read, or have no part in it.

    >>> side_of(Role.JUDGE, is_own=False), side_of(Role.CREATIVE, is_own=True), side_of(Role.ADMIN, is_own=False)
    (<Side.BRAND: 'brand'>, <Side.MAKER: 'maker'>, None)
    """
    if is_own:
        return Side.MAKER
    return Side.BRAND if role in RATERS else None


def takes_comments(contest_state: str, entry_state: str) -> bool:
    """Whether anything may still be said: until the contest is final, of an entry that was not withdrawn.

    >>> takes_comments("handover", "submitted"), takes_comments("settled", "submitted")
    (True, False)
    """
    return contest_state not in CLOSED_STATES and entry_state != "withdrawn"


def problems_in_words(body: str) -> Iterator[Problem]:
    """What is wrong with the words of a comment or of a reply."""
    length = len(body.strip())
    if not length:
        yield Problem("body", _("Write what you want to say."))
    elif length > LONGEST:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        yield Problem("body", sentence % {"most": LONGEST, "length": length})
    elif "\0" in body:
        yield Problem("body", _("This holds a character that cannot be kept."))


def problems_in_comment(draft: CommentDraft) -> Iterator[Problem]:
    """Everything wrong with a comment as far as it can be told without its entry."""
    yield from problems_in_words(draft.body)
    if draft.anchor is not None and draft.file is None:
        yield Problem("file", _("Say on which picture this place is."))
    if draft.anchor is not None and not draft.anchor.fits:
        yield Problem("anchor", _("This place is not on the picture. Give it a point, or an area that ends inside it."))
