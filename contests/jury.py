"""How a jury works: who judges what, who stands in, by when, and when its work is over.

Pure: no framework, no clock. Chance is a seed that is kept, so that anybody can draw again and find the same.

    preparing ──draw──▶ scoring ──▶ complete    every shortlisted entry has its quorum
        │                  ├──────▶ inquorate   it cannot be reached: the brand decides alone
        └──────────────────┴──────▶ overtaken   the brand, or the clock, decided before the jury had

    A juror who stays away is reminded once; after the day for ballots a stand-in takes over what they left, and where
    there is none it is passed over. The jury is over before the day of the decision, which it never moves.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

E = TypeVar("E", bound=Hashable)
J = TypeVar("J", bound=Hashable)

LEAST_POINTS, MOST_POINTS = 0, 10
MOST_WEIGHT = 100
MOST_CRITERIA = 8
MOST_JURORS = 30

REMIND_AFTER, BALLOTS_AFTER, CLOSE_AFTER = Fraction(2, 5), Fraction(3, 5), Fraction(9, 10)
"""Parts of the time between the draw and the day of the decision."""


class JuryState(StrEnum):
    """Where a jury stands; see the diagram above."""

    PREPARING = "preparing"
    SCORING = "scoring"
    COMPLETE = "complete"
    INQUORATE = "inquorate"
    OVERTAKEN = "overtaken"


class BallotState(StrEnum):
    """open → submitted | abstained | recused (a conflict, or the juror left) | missed (not sent in time)."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ABSTAINED = "abstained"
    RECUSED = "recused"
    MISSED = "missed"


JURY_TRANSITIONS: tuple[tuple[JuryState, JuryState], ...] = (
    (JuryState.PREPARING, JuryState.SCORING),
    (JuryState.PREPARING, JuryState.INQUORATE),
    (JuryState.PREPARING, JuryState.OVERTAKEN),
    (JuryState.SCORING, JuryState.COMPLETE),
    (JuryState.SCORING, JuryState.INQUORATE),
    (JuryState.SCORING, JuryState.OVERTAKEN),
)


@dataclass(frozen=True, slots=True)
class JuryTimes:
    """When jurors are reminded, when their ballots are due, and when the stand-ins' are and the jury is over."""

    remind_at: datetime
    ballots_by: datetime
    closes_at: datetime


def plan_times(drawn_at: datetime, decide_by: datetime) -> JuryTimes | None:
    """The jury's moments, all before the decision is due; None if that day is past and no time is left for a jury.

    >>> from datetime import UTC
    >>> times = plan_times(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC))
    >>> times.remind_at.day, times.ballots_by.day, times.closes_at.day
    (5, 7, 10)
    """
    span = decide_by - drawn_at
    if span.total_seconds() <= 0:
        return None

    def after(part: Fraction) -> datetime:
        return drawn_at + span * part.numerator / part.denominator

    return JuryTimes(after(REMIND_AFTER), after(BALLOTS_AFTER), after(CLOSE_AFTER))


def draw(
    entries: Collection[E], jurors: Collection[J], conflicts: Set[tuple[J, E]], *, per_entry: int, seed: str
) -> tuple[tuple[J, E], ...]:
    """Who judges what: each entry goes to `per_entry` jurors, or to all who may judge it if those are fewer.

    Work is spread as evenly as conflicts allow; without any, no juror has two ballots more than another. The order of
    the arguments does not matter, only the seed.

    >>> drawn = draw("abc", ["ann", "bob", "cid"], {("ann", "a")}, per_entry=2, seed="7")
    >>> sorted(entry for _, entry in drawn), ("ann", "a") in drawn
    (['a', 'a', 'b', 'b', 'c', 'c'], False)
    """
    held: dict[J, set[E]] = {juror: set() for juror in by_lot(jurors, seed)}
    allowed = {entry: [juror for juror in held if (juror, entry) not in conflicts] for entry in by_lot(entries, seed)}
    for entry, able in allowed.items():
        order = sorted(able, key=lambda juror: (len(held[juror]), _lot(seed, entry, juror)))
        for juror in order[:per_entry]:
            held[juror].add(entry)
    _even_out(held, conflicts)
    return tuple((juror, entry) for entry in allowed for juror in held if entry in held[juror])


def _even_out(held: dict[J, set[E]], conflicts: Set[tuple[J, E]]) -> None:
    """Pass ballots on from the busy to the less busy, through others if need be, until no passing on helps."""
    moved = True
    while moved:
        busiest = sorted(held, key=lambda juror: -len(held[juror]))
        moved = any(_relieve(juror, held, conflicts) for juror in busiest)


def _relieve(start: J, held: dict[J, set[E]], conflicts: Set[tuple[J, E]]) -> bool:
    """Find a chain of jurors along which each passes one ballot on, to one with at least two fewer than `start`."""
    came_from: dict[J, tuple[J, E]] = {}
    queue = [start]
    for juror in queue:
        for other in held:
            if other == start or other in came_from:
                continue
            entry = next((one for one in _sorted(held[juror] - held[other]) if (other, one) not in conflicts), None)
            if entry is None:
                continue
            came_from[other] = (juror, entry)
            if len(held[other]) <= len(held[start]) - 2:
                _pass_along(other, start, came_from, held)
                return True
            queue.append(other)
    return False


def _pass_along(end: J, start: J, came_from: Mapping[J, tuple[J, E]], held: dict[J, set[E]]) -> None:
    """From the end backwards: each takes what the one before gives, so that nobody holds an entry twice."""
    receiver = end
    while receiver != start:
        giver, entry = came_from[receiver]
        held[giver].remove(entry)
        held[receiver].add(entry)
        receiver = giver


def choose_stand_in(
    entry: E,
    loads: Mapping[J, int],
    *,
    holders: Set[J],
    conflicts: Set[tuple[J, E]],
    seed: str,
) -> J | None:
    """Who takes an entry over: of the stand-ins who may, the one with the fewest ballots; by lot among equals.

    `holders` have or had a ballot for the entry. None if nobody is left.

    >>> choose_stand_in("a", {"eve": 2, "fay": 1, "gus": 0}, holders={"gus"}, conflicts=set(), seed="7")
    'fay'
    """
    able = [juror for juror in loads if juror not in holders and (juror, entry) not in conflicts]
    return min(able, key=lambda juror: (loads[juror], _lot(seed, entry, juror)), default=None)


def is_over(ballots: Iterable[BallotState]) -> bool:
    """Whether nobody has anything left to do.

    >>> is_over([BallotState.SUBMITTED, BallotState.MISSED])
    True
    """
    return BallotState.OPEN not in set(ballots)


def outcome(submitted: Mapping[E, int], quorum: int) -> JuryState:
    """How a jury ends, by the ballots that each shortlisted entry got.

    >>> outcome({"a": 3, "b": 2}, 2), outcome({"a": 3, "b": 1}, 2), outcome({}, 1)
    (<JuryState.COMPLETE: 'complete'>, <JuryState.INQUORATE: 'inquorate'>, <JuryState.INQUORATE: 'inquorate'>)
    """
    reached = bool(submitted) and all(count >= quorum for count in submitted.values())
    return JuryState.COMPLETE if reached else JuryState.INQUORATE


def by_lot(keys: Iterable[E], seed: str) -> Sequence[E]:
    """The keys in an order that is chance to whoever does not know the seed, and the same to everybody who does."""
    return sorted(keys, key=lambda key: _lot(seed, key))


def _sorted(keys: Iterable[E]) -> list[E]:
    return sorted(keys, key=str)


def _lot(seed: str, *keys: Hashable) -> str:
    return sha256(":".join([seed, *map(str, keys)]).encode()).hexdigest()
