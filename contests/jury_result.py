"""From ballots to the jury's ranking, with reasons that can be shown; and whether an award follows it.

Pure: no framework, no clock, no chance. Scores are those of `contests.ranking`: each juror's own scale is stretched, so
that kindness does not count. Ties are broken by rule and never by lot: the higher mean by the criterion of the greatest
weight, then more first places, then the final version that came earlier. What is equal even so shares its rank.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from contests.ranking import C, E, J, standings

K = TypeVar("K")


class TieBreak(StrEnum):
    """What set entries of equal score apart, in the order in which it is asked."""

    CRITERION = "criterion"
    FIRST_PLACES = "first_places"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class Sheet(Generic[J, E, C]):
    """One submitted ballot: a juror's points for one entry by every criterion."""

    juror: J
    entry: E
    points: Mapping[C, int]


@dataclass(frozen=True, slots=True)
class Placing(Generic[E, C]):
    """An entry's place and why. `by_criterion` are means of the points as they were given."""

    entry: E
    rank: int
    score: Fraction
    by_criterion: Mapping[C, Fraction]
    first_places: int
    ballots: int
    broken_by: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class Spread(Generic[J]):
    """How one juror used the scale: weighted means of 0 to 10 over their own ballots."""

    juror: J
    ballots: int
    lowest: Fraction
    highest: Fraction
    mean: Fraction


def weightiest(weights: Mapping[C, int]) -> C:
    """The criterion of the greatest weight; of several the first.

    >>> weightiest({"fit": 3, "idea": 4, "craft": 4})
    'idea'
    """
    return max(weights, key=lambda criterion: weights[criterion])


def place_entries(
    finished: Mapping[E, datetime], sheets: Iterable[Sheet[J, E, C]], weights: Mapping[C, int]
) -> tuple[Placing[E, C], ...]:
    """The shortlisted entries (with the moment of their final version) from best to worst. Unjudged ones come last.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> given = {"a": (9, 1), "b": (1, 9)}
    >>> sheets = [Sheet("ann", entry, dict(zip(("idea", "craft"), points))) for entry, points in given.items()]
    >>> placings = place_entries(dict.fromkeys("ab", noon), sheets, {"craft": 2, "idea": 2})
    >>> [(one.entry, one.rank, one.broken_by) for one in placings]
    [('b', 1, <TieBreak.CRITERION: 'criterion'>), ('a', 2, <TieBreak.CRITERION: 'criterion'>)]
    """
    ballots: dict[E, dict[J, Mapping[C, int]]] = {entry: {} for entry in finished}
    for sheet in sheets:
        ballots[sheet.entry][sheet.juror] = sheet.points
    scores = {standing.entry: standing.score for standing in standings(ballots, weights)}
    firsts = _first_places(ballots, weights)
    means = {entry: _means(list(marks.values()), weights) for entry, marks in ballots.items()}
    main = weightiest(weights)

    def key(entry: E) -> tuple[bool, Fraction, Fraction, int, datetime]:
        return (
            not ballots[entry],
            -scores[entry],
            -means[entry].get(main, Fraction(0)),
            -firsts[entry],
            finished[entry],
        )

    ordered = sorted(sorted(finished), key=key)
    keys = [key(entry) for entry in ordered]
    return tuple(
        Placing(
            entry=entry,
            rank=keys.index(keys[place]) + 1,
            score=scores[entry],
            by_criterion=means[entry],
            first_places=firsts[entry],
            ballots=len(ballots[entry]),
            broken_by=_tie_break(keys, place),
        )
        for place, entry in enumerate(ordered)
    )


def spreads(sheets: Iterable[Sheet[J, E, C]], weights: Mapping[C, int]) -> tuple[Spread[J], ...]:
    """Each juror's use of the scale, in the order in which their first ballot comes."""
    totals: dict[J, list[Fraction]] = defaultdict(list)
    for sheet in sheets:
        totals[sheet.juror].append(weighted_mean(sheet.points, weights))
    return tuple(
        Spread(juror, len(found), min(found), max(found), sum(found, Fraction(0)) / len(found))
        for juror, found in totals.items()
    )


def weighted_mean(points: Mapping[C, int], weights: Mapping[C, int]) -> Fraction:
    """One ballot's points as one figure on the same scale.

    >>> weighted_mean({"idea": 9, "craft": 6}, {"idea": 2, "craft": 1})
    Fraction(8, 1)
    """
    return Fraction(sum(weights[name] * points[name] for name in weights), sum(weights.values()))


def departs(ranks: Mapping[K, int], jury: Mapping[K, int]) -> bool:
    """Whether an award's ranks differ from the jury's: anybody whom the jury placed higher comes equal, later or never.

    Among those whom the jury left equal the brand is free.

    >>> jury = {"a": 1, "b": 2, "c": 3}
    >>> departs({"a": 1}, jury), departs({"a": 1, "b": 2}, jury)
    (False, False)
    >>> departs({"b": 1}, jury), departs({"a": 1, "b": 1}, jury), departs({"a": 1, "c": 2}, jury)
    (True, True, True)
    """
    return any(
        other not in ranks or ranks[other] >= ranks[entry]
        for entry in ranks
        for other in jury
        if jury[other] < jury[entry]
    )


def _first_places(ballots: Mapping[E, Mapping[J, Mapping[C, int]]], weights: Mapping[C, int]) -> dict[E, int]:
    """For how many jurors an entry is the best they judged; an equal best counts for each."""
    best: dict[J, Fraction] = {}
    for marks in ballots.values():
        for juror, points in marks.items():
            total = weighted_mean(points, weights)
            best[juror] = max(total, best.get(juror, total))
    return {
        entry: sum(1 for juror, points in marks.items() if weighted_mean(points, weights) == best[juror])
        for entry, marks in ballots.items()
    }


def _means(given: Sequence[Mapping[C, int]], weights: Mapping[C, int]) -> dict[C, Fraction]:
    return {name: Fraction(sum(points[name] for points in given), len(given)) for name in weights} if given else {}


def _tie_break(keys: Sequence[tuple[bool, Fraction, Fraction, int, datetime]], place: int) -> TieBreak | None:
    """What set this entry apart from its neighbour of the same score: the one before, else the one after."""
    own = keys[place]
    for neighbour in (place - 1, place + 1):
        if 0 <= neighbour < len(keys) and not own[0] and keys[neighbour][:2] == own[:2]:
            other = keys[neighbour]
            return next(
                (rule for rule, mine, theirs in zip(TieBreak, own[2:], other[2:], strict=True) if mine != theirs), None
            )
    return None
