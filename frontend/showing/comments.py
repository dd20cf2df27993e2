"""Comments as an entry's page shows them: the threads of one version, their pins, what others still hold."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contests.comment_rules import Anchor, Side
from contests.selectors.cards import VersionCard
from contests.selectors.comments import CommentCard, Room, Talk
from frontend.showing.translating import translation_address


@dataclass(frozen=True, slots=True)
class Said:
    """A comment or a reply in the reader's words."""

    card: CommentCard
    who: str
    is_brand: bool
    translate: str
    """The address of a translation; empty where none is wanted."""
    may_report: bool
    """Whether it stands there, and by somebody of the other side."""


@dataclass(frozen=True, slots=True)
class Thread:
    first: Said
    replies: tuple[Said, ...]
    where: str
    """The picture and the place on it, in words."""

    @property
    def number(self) -> int:
        return self.first.card.thread

    @property
    def is_resolved(self) -> bool:
        return self.first.card.resolved_at is not None

    @property
    def is_gone(self) -> bool:
        """Taken back before anybody answered: there is nothing left to answer or to deal with."""
        return self.first.card.is_withdrawn and not self.replies


@dataclass(frozen=True, slots=True)
class Pin:
    """A comment's place on a picture; measures as SVG reads them, whatever the reader's language."""

    number: int
    x: str
    y: str
    width: str
    height: str
    is_area: bool
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class ShownTalk:
    room: Room
    threads: tuple[Thread, ...]
    pins: dict[UUID, tuple[Pin, ...]]
    """By picture."""
    older: tuple[tuple[int, int], ...]
    """Other versions with threads that are not dealt with: their numbers, and how many."""


def shown_talk(talk: Talk, version: VersionCard, brand: str) -> ShownTalk:
    """The talk about one version."""
    firsts = [card for card in talk.comments if card.place == 0]
    here = [card for card in firsts if card.version == version.number]
    replies: dict[int, list[Said]] = {card.thread: [] for card in firsts}
    for card in talk.comments:
        if card.place:
            replies[card.thread].append(_said(card, talk.room, brand))
    pictures = picture_numbers(version)
    threads = tuple(
        Thread(_said(card, talk.room, brand), tuple(replies[card.thread]), _where(card, pictures)) for card in here
    )
    waiting = Counter(one.version for one in firsts if one.resolved_at is None and not one.is_withdrawn)
    older = tuple(sorted((number, count) for number, count in waiting.items() if number != version.number))
    return ShownTalk(talk.room, threads, _pins(here), older)


def picture_numbers(version: VersionCard) -> dict[UUID, int]:
    """The pictures of a version as its page counts them, by their references."""
    return {file.ref: number for number, file in enumerate(version.files, start=1) if file.image}


def _said(card: CommentCard, room: Room, brand: str) -> Said:
    is_brand = card.side == Side.BRAND
    template = settings.TRANSLATE_URL_TEMPLATE
    translate = "" if card.is_own else translation_address(template, card.body, get_language() or "en")
    may_report = card.side != room.side and bool(card.body) and not card.is_hidden
    return Said(card, _who(card, room, brand), is_brand, translate, may_report)


def _who(card: CommentCard, room: Room, brand: str) -> str:
    if card.is_own:
        return _("You")
    if card.author is not None:
        return card.author.name
    return brand if card.side == Side.BRAND else _("Entry %(code)s") % {"code": room.code}


def _where(card: CommentCard, pictures: dict[UUID, int]) -> str:
    number = pictures.get(card.file) if card.file else None
    if number is None:
        return ""
    if card.anchor is None:
        return _("Picture %(number)d") % {"number": number}
    sentence = _("Picture %(number)d, %(x)d %% from the left, %(y)d %% from the top")
    return sentence % {"number": number, "x": round(card.anchor.x / 10), "y": round(card.anchor.y / 10)}


def _pins(cards: Iterable[CommentCard]) -> dict[UUID, tuple[Pin, ...]]:
    found: dict[UUID, list[Pin]] = {}
    for card in cards:
        if card.file and card.anchor and not card.is_withdrawn:
            found.setdefault(card.file, []).append(_pin(card, card.anchor))
    return {ref: tuple(pins) for ref, pins in found.items()}


def _pin(card: CommentCard, anchor: Anchor) -> Pin:
    x, y, width, height = (_percent(one) for one in (anchor.x, anchor.y, anchor.width, anchor.height))
    return Pin(card.thread, x, y, width, height, not anchor.is_point, card.resolved_at is not None)


def _percent(thousandths: int) -> str:
    return f"{thousandths / 10:g}%"


def file_choices(version: VersionCard) -> Sequence[tuple[str, str]]:
    """What a comment may be about, for a form."""
    pictures = picture_numbers(version).items()
    return [("", _("The whole entry")), *((str(ref), _("Picture %(number)d") % {"number": n}) for ref, n in pictures)]
