"""From a jury's scores to standings: exact, free of any order, with ties said as ties.

Pure: no framework, no clock, no chance. It never breaks a tie (a policy pools the tied prizes) and never waits for an
absent judge: whoever has scored counts, whoever has not does not.

Judges differ in kindness: one gives 6 to 10, another 1 to 5. So each judge's totals are stretched to the same scale,
from 0 (their lowest) to 1 (their highest), before they are averaged. A judge who found all equal says 1/2 of each.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar


class Key(Hashable, Protocol):
    """Names an entry; sortable, so that tied entries are listed in the same order whatever order they came in."""

    def __lt__(self, other: Any, /) -> bool: ...


E = TypeVar("E", bound=Key)
J = TypeVar("J", bound=Hashable)
C = TypeVar("C", bound=Hashable)

NO_OPINION = Fraction(1, 2)


class IncompleteBallot(ValueError):
    """A judge scored an entry by some of the weighted criteria only; half a ballot would bend the result."""


class UnknownCriterion(ValueError):
    """A score was given by a criterion that has no weight, so that nobody could say what it counts."""


class NoWeight(ValueError):
    """The weights are negative or all zero."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[E]):
    """An entry's mean score between 0 and 1, and its rank: one more than the number of entries that did better."""

    entry: E
    score: Fraction
    rank: int


def standings(scores: Mapping[E, Mapping[J, Mapping[C, int]]], weights: Mapping[C, int]) -> tuple[Standing[E], ...]:
    """The entries from best to worst; equal scores share a rank and the next rank is skipped (1, 1, 3).

    An entry that nobody scored has 0, like the last choice of every judge: it cannot outrank one that was looked at.

    >>> weights = {"idea": 2, "craft": 1}
    >>> kind_and_strict = {
    ...     "A": {"ann": {"idea": 10, "craft": 10}, "bob": {"idea": 4, "craft": 4}},
    ...     "B": {"ann": {"idea": 8, "craft": 8}, "bob": {"idea": 5, "craft": 5}},
    ...     "C": {"ann": {"idea": 8, "craft": 8}, "bob": {"idea": 1, "craft": 1}},
    ... }
    >>> [(s.entry, str(s.score), s.rank) for s in standings(kind_and_strict, weights)]
    [('A', '7/8', 1), ('B', '1/2', 2), ('C', '0', 3)]
    >>> [(s.entry, s.rank) for s in standings({"B": {}, "A": {}}, {"idea": 1})]
    [('A', 1), ('B', 1)]
    """
    _check_weights(weights)
    totals = {
        (judge, entry): _weighted(marks, weights)
        for entry, ballots in scores.items()
        for judge, marks in ballots.items()
    }
    means = _means(scores, _stretched(totals))
    ordered = sorted(means.items(), key=lambda item: (-item[1], item[0]))
    first_place: dict[Fraction, int] = {}
    for place, (_, score) in enumerate(ordered, start=1):
        first_place.setdefault(score, place)
    return tuple(Standing(entry, score, first_place[score]) for entry, score in ordered)


def _check_weights(weights: Mapping[C, int]) -> None:
    if any(weight < 0 for weight in weights.values()) or not any(weights.values()):
        raise NoWeight("Weights are whole numbers from zero, and at least one of them is not zero.")


def _weighted(marks: Mapping[C, int], weights: Mapping[C, int]) -> int:
    """One ballot's weighted sum; the division by the weights' sum falls out when the judge's scale is stretched."""
    if unknown := [criterion for criterion in marks if criterion not in weights]:
        raise UnknownCriterion(f"No weight is known for {unknown[0]!r}.")
    if missing := [criterion for criterion, weight in weights.items() if weight and criterion not in marks]:
        raise IncompleteBallot(f"There is no score by {missing[0]!r}.")
    return sum(weights[criterion] * mark for criterion, mark in marks.items())


def _stretched(totals: Mapping[tuple[J, E], int]) -> dict[tuple[J, E], Fraction]:
    """Every total on its judge's own scale from 0 to 1."""
    lowest: dict[J, int] = {}
    highest: dict[J, int] = {}
    for (judge, _), total in totals.items():
        lowest[judge] = min(total, lowest.get(judge, total))
        highest[judge] = max(total, highest.get(judge, total))
    return {
        (judge, entry): Fraction(total - lowest[judge], highest[judge] - lowest[judge])
        if highest[judge] > lowest[judge]
        else NO_OPINION
        for (judge, entry), total in totals.items()
    }


def _means(
    scores: Mapping[E, Mapping[J, Mapping[C, int]]], stretched: Mapping[tuple[J, E], Fraction]
) -> dict[E, Fraction]:
    return {
        entry: sum((stretched[judge, entry] for judge in ballots), Fraction(0)) / len(ballots)
        if ballots
        else Fraction(0)
        for entry, ballots in scores.items()
    }
