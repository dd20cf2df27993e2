"""When people of a contest review one another, who may, and when both sides are shown. Pure: facts and `now` come in.

A pair is the brand and one shortlisted maker. Either side writes within fourteen days of the contest's end; both are
shown once both are written, or when the time is over. Until then nobody reads the other's, so that nobody answers in
kind; what is shown stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

WINDOW: Final = timedelta(days=14)
ASPECTS: Final = ("clear_brief", "answered", "in_time", "feedback")
"""What a maker says of a brand, each from one to five."""

REMIND_BEFORE: Final = timedelta(days=3)
"""How long before the end those who have not written are reminded."""

WORDS_MAX: Final = 2000
LEAST_WORDS: Final = 10
"""Characters that a thank-you, which has no stars, needs to say anything."""


class ReviewKind(StrEnum):
    """A maker on the brand; the brand on a winner; the brand's thanks to anybody it had shortlisted."""

    ABOUT_BRAND = "about_brand"
    ABOUT_MAKER = "about_maker"
    THANKS = "thanks"


class Refused(StrEnum):
    """Why a review is not taken."""

    NOT_OVER = "not_over"
    TOO_LATE = "too_late"
    NO_PART = "no_part"
    NO_WINNER = "no_winner"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Pair:
    """The facts of one pair. `ended_at`: since when the contest is final; None while it runs."""

    ended_at: datetime | None
    is_shortlisted: bool
    is_winner: bool
    is_shown: bool


def refuse(kind: ReviewKind, pair: Pair, *, now: datetime) -> Refused | None:
    """Why a review of this kind cannot be written now; None if it can.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 1, tzinfo=UTC)
    >>> pair = Pair(day, is_shortlisted=True, is_winner=False, is_shown=False)
    >>> refuse(ReviewKind.THANKS, pair, now=day + WINDOW), refuse(ReviewKind.ABOUT_MAKER, pair, now=day)
    (None, <Refused.NO_WINNER: 'no_winner'>)
    """
    if not pair.is_shortlisted:
        return Refused.NO_PART
    if pair.ended_at is None:
        return Refused.NOT_OVER
    if pair.is_shown:
        return Refused.SHOWN
    if now > pair.ended_at + WINDOW:
        return Refused.TOO_LATE
    if kind == ReviewKind.ABOUT_MAKER and not pair.is_winner:
        return Refused.NO_WINNER
    return None


def kind_for(*, by_maker: bool, is_winner: bool) -> ReviewKind:
    """What kind a side writes: the brand reviews winners, and thanks the others."""
    if by_maker:
        return ReviewKind.ABOUT_BRAND
    return ReviewKind.ABOUT_MAKER if is_winner else ReviewKind.THANKS


def is_due(ended_at: datetime, *, now: datetime) -> bool:
    """Whether what was written is shown although the other side has stayed silent."""
    return now >= ended_at + WINDOW


def last_call(ended_at: datetime) -> datetime:
    """When those who have not written are reminded."""
    return ended_at + WINDOW - REMIND_BEFORE


def brand_is_done(*, winners: Collection[int], written: Collection[int]) -> bool:
    """Whether a brand has written what is asked of it: on every winner, or if nobody won, thanks to somebody.

    >>> brand_is_done(winners=[1, 2], written=[1, 3]), brand_is_done(winners=[], written=[3])
    (False, True)
    """
    return set(winners) <= set(written) if winners else bool(written)


def average(marks: Mapping[str, int]) -> int:
    """A maker's marks as one, in hundredths, halves up.

    >>> average({"clear_brief": 5, "answered": 4, "in_time": 5, "feedback": 4})
    450
    """
    return (200 * sum(marks.values()) + len(marks)) // (2 * len(marks))
