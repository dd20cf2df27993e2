"""What may be decided about what, until when one may appeal, when strikes propose a block, who is too close. Pure.

Words of the law: a *statement of reasons* is owed to whoever is restricted (Digital Services Act, article 17), a notice
is confirmed and its outcome told (article 16), and a decision can be contested for six months (article 20).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Target(StrEnum):
    """What can be reported."""

    ENTRY = "entry"
    CONTEST = "contest"
    QUESTION = "question"
    COMMENT = "comment"
    MESSAGE = "message"
    PERSON = "person"


class Measure(StrEnum):
    """What a decision does. A reversal takes an earlier one back, as far as that can be."""

    NONE = "none"
    WARN = "warn"
    HIDE = "hide"
    DISQUALIFY = "disqualify"
    SUSPEND = "suspend"
    STRIKE = "strike"
    BLOCK = "block"
    REVERSAL = "reversal"


ON_PEOPLE = (Measure.WARN, Measure.STRIKE, Measure.BLOCK)
MEASURES: dict[Target, tuple[Measure, ...]] = {
    Target.ENTRY: (Measure.NONE, Measure.HIDE, Measure.DISQUALIFY, *ON_PEOPLE),
    Target.CONTEST: (Measure.NONE, Measure.SUSPEND, *ON_PEOPLE),
    Target.QUESTION: (Measure.NONE, Measure.HIDE, *ON_PEOPLE),
    Target.COMMENT: (Measure.NONE, Measure.HIDE, *ON_PEOPLE),
    Target.MESSAGE: (Measure.NONE, Measure.HIDE, *ON_PEOPLE),
    Target.PERSON: (Measure.NONE, *ON_PEOPLE),
}
APPEAL_PERIOD = timedelta(days=184)
"""Six months, at their longest."""

STRIKES_FOR_A_BLOCK = 3
STRIKE_LIFE = timedelta(days=365)
REPORTS_A_DAY = 10
READ_AROUND = 5
"""So many messages before a reported one, and so many after it, does whoever decides read with it."""


def may_decide_so(target: Target, measure: Measure) -> bool:
    """Whether this measure makes sense for this.

    >>> may_decide_so(Target.ENTRY, Measure.HIDE), may_decide_so(Target.PERSON, Measure.DISQUALIFY)
    (True, False)
    """
    return measure in MEASURES[target]


def may_read_around(target: Target, person: int, *, is_open: bool, appealed: Collection[int]) -> bool:
    """Whether somebody reads what was written around a message: as long as they may decide on it, and no longer.

    `appealed`: who took the decisions that wait for other eyes.

    >>> message, me, other = Target.MESSAGE, 7, 8
    >>> [may_read_around(message, me, is_open=is_open, appealed=by) for is_open, by in [(True, ()), (False, ())]]
    [True, False]
    >>> [may_read_around(message, me, is_open=False, appealed=by) for by in [(me,), (me, other)]]
    [False, True]
    """
    return target == Target.MESSAGE and (is_open or any(first != person for first in appealed))


def may_appeal_at(now: datetime, appeal_until: datetime) -> bool:
    """Whether it is not too late."""
    return now <= appeal_until


def standing_strikes(struck_at: Iterable[datetime], now: datetime) -> list[datetime]:
    """Those that still count, the oldest first.

    >>> day = datetime(2026, 3, 2)
    >>> len(standing_strikes([day, day - timedelta(days=364), day - timedelta(days=365)], day))
    2
    """
    return sorted(moment for moment in struck_at if now - moment < STRIKE_LIFE)


def proposes_a_block(struck_at: Iterable[datetime], now: datetime) -> bool:
    """Whether a person should look at whether this account is to be blocked. It never is by a count alone."""
    return len(standing_strikes(struck_at, now)) >= STRIKES_FOR_A_BLOCK


@dataclass(frozen=True, slots=True)
class Ties:
    """Who has a part in what a case is about, by their keys."""

    makers: Collection[int] = ()
    """Authors and team, or who asked or wrote, or the person."""
    members: Collection[int] = ()
    """Of the contest's brand."""
    reporters: Collection[int] = ()


def has_a_part(person: int, ties: Ties) -> bool:
    """Whether somebody is too close to decide.

    >>> has_a_part(7, Ties(members=(7,))), has_a_part(8, Ties(makers=(7,)))
    (True, False)
    """
    return person in ties.makers or person in ties.members or person in ties.reporters
