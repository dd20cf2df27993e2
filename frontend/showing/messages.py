"""Conversations as pages show them: who speaks, what may still be said, and what a list tells of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contests.comment_rules import Side
from contests.lifecycle import Role
from contests.message_rules import OPEN_AFTER_END, may_write_as, side_in
from contests.selectors.messages import ConversationAbout, ConversationCard, ConversationRoom, MessageCard
from frontend.showing.translating import translation_address


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation in the list."""

    card: ConversationCard
    who: str
    is_blind: bool
    preview: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message in the reader's words."""

    card: MessageCard
    who: str
    is_brand: bool
    is_mine: bool
    """Of the reader's side: it stands on the right."""
    starts_new: bool
    """The first that was not read yet."""
    translate: str


def row_of(card: ConversationCard) -> Row:
    """What the list says of one conversation."""
    about = card.about
    words = card.preview or _("Hidden by the platform.")
    if card.last_is_own:
        words = _("You: %(words)s") % {"words": words}
    return Row(card, other_side(about), about.side == Side.BRAND and about.maker is None, words)


def other_side(about: ConversationAbout) -> str:
    """By which name the reader knows the other side."""
    if about.side == Side.MAKER:
        return about.brand.name
    return about.maker.name if about.maker else _("Entry %(code)s") % {"code": about.code}


def said_in(cards: Sequence[MessageCard], about: ConversationAbout) -> list[Said]:
    """Messages in the order in which they were written; they come from the latest backwards."""
    found, seen_new = [], False
    for card in reversed(cards):
        found.append(_said(card, about, starts_new=card.is_new and not seen_new))
        seen_new = seen_new or card.is_new
    return found


def closed_because(room: ConversationRoom, now: datetime) -> str:
    """Why the reader cannot write here, in a sentence; '' where they can."""
    if room.may_write:
        return ""
    if room.entry_state == "withdrawn":
        return _("This entry was withdrawn: what was written can be read, and no more be added.")
    if room.writable_until is not None and now >= room.writable_until:
        sentence = _("The brief ended more than %(days)d days ago: what was written can be read, and no more be added.")
        return sentence % {"days": OPEN_AFTER_END.days}
    if not room.writes_for_side:
        return _("The brand’s owners and managers write; who judges reads along.")
    return _("This entry was ruled out. If that was wrong, report it: only the platform can let it in again.")


def way_in(role: Role, *, is_author: bool) -> str:
    """What the page of an entry calls the way to its messages; '' for whom there is none."""
    side = side_in(role, is_author=is_author)
    if side is None:
        return ""
    if side == Side.MAKER:
        return _("Write to the brand")
    return _("Write to its maker") if may_write_as(role, is_author=False) else _("Messages with its maker")


def _said(card: MessageCard, about: ConversationAbout, *, starts_new: bool) -> Said:
    is_brand = card.side == Side.BRAND
    template = settings.TRANSLATE_URL_TEMPLATE
    translate = "" if card.is_own else translation_address(template, card.body, get_language() or "en")
    return Said(card, _who(card, about), is_brand, card.side == about.side, starts_new, translate)


def _who(card: MessageCard, about: ConversationAbout) -> str:
    if card.is_own:
        return _("You")
    if card.author is not None:
        return card.author.name
    return _("Entry %(code)s") % {"code": about.code}
