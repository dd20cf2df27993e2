"""What a brand may begin with the maker of an entry once its contest is decided: a new job, or buying the work.

Either is a brief for that one maker, with one place on its shortlist, funded before it is shown: so floor, escrow and
rights hold as in any contest. Pure: facts come in, a reason or a price goes out.

    begun (a draft) ──funded──▶ offered ──accepted──▶ a job: the maker enters, and the brief goes its usual way
                                   │                  a purchase: the entry is in, and awarded, in that same moment
                                   └─declined, or silent until entries close──▶ cancelled, and all goes back
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

BPS: Final = 10_000
PURCHASE_SHARE_BPS: Final = 5_000
"""Of the first prize: what the rights in a work that did not win cost at least (rule 16 of the published policies)."""

ANSWER_WITHIN: Final = timedelta(days=7)
"""How long an offer stands unanswered before it ends by itself."""

USUAL_DAYS: Final = timedelta(days=3)
"""What each later part of a purchase's brief would take, were it not concluded at once."""


class Purpose(StrEnum):
    """job: more work of the same maker. purchase: the rights in the work as it is."""

    JOB = "job"
    PURCHASE = "purchase"


class Refused(StrEnum):
    """Why it cannot be begun."""

    NOT_DECIDED = "not_decided"
    NOT_IN = "not_in"
    NOT_SHORTLISTED = "not_shortlisted"
    HAS_WON = "has_won"
    NO_TRANSFER = "no_transfer"
    OFFERED = "offered"
    TOO_LOW = "too_low"


@dataclass(frozen=True, slots=True)
class Source:
    """The entry that it begins from. `is_offered`: the work has been bought, or an offer for it stands."""

    is_decided: bool
    is_admissible: bool
    is_shortlisted: bool
    has_won: bool
    passes_rights: bool
    is_offered: bool
    first_prize_minor: int
    floor_minor: int


def least_price(first_prize_minor: int, floor_minor: int) -> int:
    """The least that the rights in a work cost that did not win: half the first prize, and never less than its floor.

    It is paid on top of the new brief's own floor, never instead of it.

    >>> least_price(100_001, 16_828), least_price(20_000, 16_828)
    (50001, 16828)
    """
    return max(-(-first_prize_minor * PURCHASE_SHARE_BPS // BPS), floor_minor)


def refuse(purpose: Purpose, source: Source, prize_minor: int) -> Refused | None:
    """Why this cannot be begun for this prize; None if it can.

    >>> lost = Source(True, True, True, False, True, False, 100_000, 16_828)
    >>> refuse(Purpose.PURCHASE, lost, 49_999), refuse(Purpose.PURCHASE, lost, 50_000)
    (<Refused.TOO_LOW: 'too_low'>, None)
    """
    if not source.is_decided:
        return Refused.NOT_DECIDED
    if not source.is_admissible:
        return Refused.NOT_IN
    if not source.passes_rights:
        return Refused.NO_TRANSFER
    if purpose == Purpose.JOB:
        return None if source.is_shortlisted else Refused.NOT_SHORTLISTED
    if source.has_won:
        return Refused.HAS_WON
    if source.is_offered:
        return Refused.OFFERED
    return Refused.TOO_LOW if prize_minor < least_price(source.first_prize_minor, source.floor_minor) else None
