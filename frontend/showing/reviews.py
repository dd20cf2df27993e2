"""Reviews with the words of what they say, for pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.review_rules import ReviewKind
from contests.selectors.cards import ContestPage
from contests.selectors.reviews import ReviewCard
from contests.visibility import DECIDERS
from frontend.formatting import format_number
from frontend.showing.states import Words

ASPECT_WORDS: dict[str, Words] = {
    "clear_brief": gettext_lazy("clear brief"),
    "answered": gettext_lazy("answered"),
    "in_time": gettext_lazy("decided in time"),
    "feedback": gettext_lazy("helpful feedback"),
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    card: ReviewCard
    title: str
    """Who speaks of whom."""
    mark: str
    """As in 4.5; nothing for thanks."""
    stars: int
    aspects: tuple[tuple[Words, int], ...]
    may_reply: bool = False


def review_rows(cards: Sequence[ReviewCard], *, page: ContestPage | None = None, handle: str = "") -> list[ReviewRow]:
    """A row for each. On a contest's page, `page` and the reader's handle tell who may reply."""
    return [_row(card, page is not None and _may_reply(card, page, handle)) for card in cards]


def in_stars(hundredths: int) -> str:
    """An average as readers write it, to one digit."""
    return format_number(round(hundredths / 100, 1))


def _may_reply(card: ReviewCard, page: ContestPage, handle: str) -> bool:
    if card.shown_at is None or card.replied_at is not None:
        return False
    if card.kind == ReviewKind.ABOUT_BRAND:
        return page.role in DECIDERS
    return card.maker is not None and bool(handle) and card.maker.handle == handle


def _row(card: ReviewCard, may_reply: bool) -> ReviewRow:
    whole = card.hundredths or 0
    aspects = tuple((ASPECT_WORDS[name], mark) for name, mark in card.marks.items())
    return ReviewRow(
        card, _title(card), in_stars(whole) if whole else "", (whole + 50) // 100, aspects, may_reply=may_reply
    )


def _title(card: ReviewCard) -> str:
    maker = card.maker.name if card.maker else _("a shortlisted maker")
    brand = card.brand.name if card.brand else _("a brand, in a contest that is not public")
    if card.kind == ReviewKind.ABOUT_BRAND:
        return _("%(maker)s on %(brand)s") % {"maker": maker, "brand": brand}
    if card.kind == ReviewKind.THANKS:
        return _("Thanks to %(maker)s from %(brand)s") % {"maker": maker, "brand": brand}
    return _("%(brand)s on %(maker)s") % {"maker": maker, "brand": brand}
