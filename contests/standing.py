"""How a brand has dealt with its contests, as others are shown it: counts, with small numbers kept back. Pure.

A brand of which too little is known is new, and no figure is shown: one contest says nothing, and a median or an
average of one or two reviews could tell who wrote them.
"""

from dataclasses import dataclass
from typing import Final

LEAST_CONTESTS: Final = 3
LEAST_ANSWERS: Final = 3
LEAST_HANDOVERS: Final = 3
LEAST_REVIEWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is counted of a brand. `decided` contests were awarded, `in_time` of them by the day that was promised."""

    decided: int = 0
    in_time: int = 0
    lapsed: int = 0
    cancelled_open: int = 0
    cancelled_shortlisting: int = 0
    cancelled_final: int = 0
    """By the brand, by stage; not by the platform, nor for want of entries."""
    asked: int = 0
    answered: int = 0
    """Public questions."""
    answer_minutes: int | None = None
    """The median from question to answer."""
    handovers: int = 0
    by_clock: int = 0
    """Accepted in all, and of them by the brand's silence."""
    accept_hours: int | None = None
    """The median from delivery to acceptance."""
    reviews: int = 0
    review_hundredths: int | None = None
    """The average, in hundredths of a star."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is shown of it. None: too little is known to say."""

    is_new: bool
    ended: int | None = None
    """Contests that were the brand's to decide: awarded or lapsed."""
    decided: int | None = None
    decided_in_time: int | None = None
    lapsed: int | None = None
    cancelled_open: int | None = None
    cancelled_shortlisting: int | None = None
    cancelled_final: int | None = None
    questions_asked: int | None = None
    questions_answered: int | None = None
    answer_minutes: int | None = None
    accept_hours: int | None = None
    handovers: int | None = None
    accepted_by_silence: int | None = None
    reviews: int | None = None
    review_hundredths: int | None = None


def standing(counts: Counts | None) -> Standing:
    """What may be shown of these counts.

    >>> shown = standing(Counts(decided=12, in_time=11, lapsed=1, asked=2, answered=2, answer_minutes=5))
    >>> shown.ended, shown.decided_in_time, shown.answer_minutes
    (13, 11, None)
    >>> standing(Counts(decided=2, in_time=2)).is_new, standing(None).decided
    (True, None)
    """
    if counts is None or _dealt_with(counts) < LEAST_CONTESTS:
        return Standing(is_new=True)
    asked = counts.asked >= LEAST_ANSWERS
    taken = counts.handovers >= LEAST_HANDOVERS
    reviewed = counts.reviews >= LEAST_REVIEWS
    return Standing(
        is_new=False,
        ended=counts.decided + counts.lapsed,
        decided=counts.decided,
        decided_in_time=counts.in_time,
        lapsed=counts.lapsed,
        cancelled_open=counts.cancelled_open,
        cancelled_shortlisting=counts.cancelled_shortlisting,
        cancelled_final=counts.cancelled_final,
        questions_asked=counts.asked if asked else None,
        questions_answered=counts.answered if asked else None,
        answer_minutes=counts.answer_minutes if counts.answered >= LEAST_ANSWERS else None,
        accept_hours=counts.accept_hours if taken else None,
        handovers=counts.handovers if taken else None,
        accepted_by_silence=counts.by_clock if taken else None,
        reviews=counts.reviews if reviewed else None,
        review_hundredths=counts.review_hundredths if reviewed else None,
    )


def _dealt_with(counts: Counts) -> int:
    cancelled = counts.cancelled_open + counts.cancelled_shortlisting + counts.cancelled_final
    return counts.decided + counts.lapsed + cancelled
