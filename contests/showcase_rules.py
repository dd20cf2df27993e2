"""When makers may show their own entries on their own page: pure, and, word for word, in SQL.

Never before the decision. A work that did not win is its maker's to show. Where its rights have passed or are to pass,
by an award or a sale, or where its brief was not for everybody, the brand gives its word first, which stands. Under an
open licence everybody may show it. What the platform hides, and what has left its contest, is shown nowhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from contests.kinds import CLOSED, asks_for_transfer


class Refused(StrEnum):
    """Why a work is not shown."""

    NOT_DECIDED = "not_decided"
    NOT_IN = "not_in"
    HIDDEN = "hidden"
    NEEDS_WORD = "needs_word"


@dataclass(frozen=True, slots=True)
class Work:
    """An entry, as far as showing it goes. `is_won`: it holds an award with a handover; `has_word`: of the brand's."""

    kind: str
    is_decided: bool
    is_admissible: bool
    is_hidden: bool
    is_won: bool
    is_sold: bool
    has_word: bool


def needs_word(work: Work) -> bool:
    """Whether its brand must agree first.

    >>> needs_word(Work("standard", True, True, False, is_won=False, is_sold=False, has_word=False))
    False
    >>> needs_word(Work("nda", True, True, False, is_won=False, is_sold=False, has_word=False))
    True
    """
    return work.kind in CLOSED or work.is_sold or (work.is_won and asks_for_transfer(work.kind))


def refuse(work: Work) -> Refused | None:
    """Why it is not shown; None if it may be."""
    if not work.is_decided:
        return Refused.NOT_DECIDED
    if not work.is_admissible:
        return Refused.NOT_IN
    if work.is_hidden:
        return Refused.HIDDEN
    return Refused.NEEDS_WORD if needs_word(work) and not work.has_word else None


# Over `e` (entry) and `c` (its contest).
IS_WON = """EXISTS (SELECT FROM contests_award sw JOIN contests_handover sh ON sh.award_id = sw.id
    WHERE sw.entry_id = e.id AND sw.passed_over_at IS NULL)"""
IS_SOLD = """EXISTS (SELECT FROM contests_followup sf JOIN contests_award sa ON sa.contest_id = sf.contest_id
    WHERE sf.entry_id = e.id AND sf.purpose = 'purchase' AND sa.passed_over_at IS NULL)"""
HAS_WORD = "EXISTS (SELECT FROM contests_showingword sc WHERE sc.entry_id = e.id)"
SHOWABLE = f"""(c.decided_at IS NOT NULL AND e.state = 'submitted' AND e.hidden_at IS NULL AND ({HAS_WORD}
    OR NOT (c.kind IN ('invited', 'nda') OR {IS_SOLD} OR (c.kind <> 'open_licence' AND {IS_WON}))))"""
