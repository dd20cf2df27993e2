"""The community's award: who may vote, when, how votes are counted, and which ballots somebody must look at first.

Pure: no framework, no clock. What the sum is and who is paid is for the policy's rule of the award (`voted_award`);
here is only how many counted votes each shortlisted entry has.

    open ──close──▶ checking ──rule──▶ counted     every ballot that shows signs of one hand was looked at
      │ (no signs)     ├─────time────▶ unchecked   nobody looked in time: no vote is counted
      ├────────────────┼─────────────▶ overtaken   the contest ended first: no vote is counted
      └──▶ counted

    A ballot names up to three entries, each with one vote. Where no vote is counted the shortlist shares the award
    equally, so that stuffing a vote that nobody has the time to check never wins more than that. Equally many votes
    share it equally, too: in an order of their own for each voter, no entry came first.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

E = TypeVar("E", bound=Hashable)
B = TypeVar("B", bound=Hashable)

MOST_CHOICES: Final = 3
LEAST_ENTRIES: Final = 2
"""With fewer on the shortlist there is nothing to vote on."""

LEAST_AGE: Final = timedelta(days=30)
"""How old an account is when the vote opens, so that none is made for it."""

SAME_NETWORK: Final = 3
"""So many ballots from one network that agree on an entry are looked at."""

BURST: Final = 5
BURST_WITHIN: Final = timedelta(minutes=10)
"""So many first ballots for one entry in so short a time are looked at."""


class VoteState(StrEnum):
    """Where a vote stands; see the diagram above."""

    OPEN = "open"
    CHECKING = "checking"
    COUNTED = "counted"
    UNCHECKED = "unchecked"
    OVERTAKEN = "overtaken"


V = VoteState
VOTE_TRANSITIONS: tuple[tuple[VoteState, VoteState], ...] = (
    (V.OPEN, V.CHECKING),
    (V.OPEN, V.COUNTED),
    (V.OPEN, V.OVERTAKEN),
    (V.CHECKING, V.COUNTED),
    (V.CHECKING, V.UNCHECKED),
    (V.CHECKING, V.OVERTAKEN),
)
PENDING: Final = frozenset({V.OPEN, V.CHECKING})
"""While it is in one of these there is no result, and the brand waits with its award."""


class Sign(StrEnum):
    """Why a ballot is looked at before it counts."""

    NETWORK = "network"
    BURST = "burst"
    BLOCKED = "blocked"


class Bar(StrEnum):
    """Why somebody does not vote; the first that holds is told."""

    UNKNOWN = "unknown"
    BLOCKED = "blocked"
    BRAND = "brand"
    PLATFORM = "platform"
    NOT_CREATIVE = "not_creative"
    UNVERIFIED = "unverified"
    SHORTLISTED = "shortlisted"
    JUROR = "juror"
    TOO_NEW = "too_new"
    NO_STANDING = "no_standing"


@dataclass(frozen=True, slots=True)
class VoteTimes:
    """When ballots are no longer taken, and until when those with signs are looked at."""

    closes_at: datetime
    check_by: datetime


@dataclass(frozen=True, slots=True)
class VoterFacts:
    """What decides whether somebody votes. `entered_at`: when they first entered any contest."""

    is_blocked: bool = False
    is_of_brand: bool = False
    is_of_platform: bool = False
    is_creative: bool = False
    is_verified: bool = False
    is_shortlisted: bool = False
    """Author, or of the team, of an entry that is voted on."""
    is_juror: bool = False
    created_at: datetime | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot as it stands when the vote closes. `network` is a digest of where it came from, empty if unknown."""

    entries: tuple[Hashable, ...]
    first_at: datetime
    networks: frozenset[str] = frozenset()
    is_blocked: bool = False


def plan_times(
    opened_at: datetime,
    *,
    shortlist_by: datetime,
    final_round_ends_at: datetime,
    decide_by: datetime,
    lapses_at: datetime,
) -> VoteTimes | None:
    """A vote closes halfway between the final round's end and the day of the decision, and is checked by that day.

    Where the shortlist came so late that less than half of that time is left, it takes thirds of the time until the
    contest lapses instead: a brand that waits does not cut the vote short. None if even that time is over.

    >>> from datetime import UTC
    >>> def day(n): return datetime(2026, 3, n, tzinfo=UTC)
    >>> moments = {"shortlist_by": day(1), "final_round_ends_at": day(5), "decide_by": day(9), "lapses_at": day(30)}
    >>> [(t.closes_at.day, t.check_by.day) for t in (plan_times(day(n), **moments) for n in (1, 9))]
    [(7, 9), (16, 23)]
    """
    if 2 * (decide_by - opened_at) >= decide_by - shortlist_by and decide_by > opened_at:
        start = max(opened_at, final_round_ends_at)
        if decide_by > start:
            return VoteTimes(start + (decide_by - start) / 2, decide_by)
    if lapses_at <= opened_at:
        return None
    third = (lapses_at - opened_at) / 3
    return VoteTimes(opened_at + third, opened_at + 2 * third)


def bar_of(facts: VoterFacts | None, opened_at: datetime) -> Bar | None:
    """Why somebody may not vote; None if they may.

    >>> from datetime import UTC
    >>> opened, old = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    >>> bar_of(VoterFacts(is_creative=True, is_verified=True, created_at=old, entered_at=old), opened)
    >>> bar_of(VoterFacts(is_creative=True, is_verified=True, created_at=opened, entered_at=old), opened)
    <Bar.TOO_NEW: 'too_new'>
    """
    if facts is None:
        return Bar.UNKNOWN
    checks = (
        (Bar.BLOCKED, facts.is_blocked),
        (Bar.BRAND, facts.is_of_brand),
        (Bar.PLATFORM, facts.is_of_platform),
        (Bar.NOT_CREATIVE, not facts.is_creative),
        (Bar.UNVERIFIED, not facts.is_verified),
        (Bar.SHORTLISTED, facts.is_shortlisted),
        (Bar.JUROR, facts.is_juror),
        (Bar.TOO_NEW, facts.created_at is None or facts.created_at > opened_at - LEAST_AGE),
        (Bar.NO_STANDING, facts.entered_at is None or facts.entered_at >= opened_at),
    )
    return next((bar for bar, holds in checks if holds), None)


def fits(chosen: Sequence[E], options: Collection[E]) -> bool:
    """Whether a ballot may be cast like this: one to three different entries of those that are voted on.

    >>> fits("a", "abc"), fits("aa", "abc"), fits("", "abc"), fits("abcd", "abcd"), fits("x", "abc")
    (True, False, False, False, False)
    """
    return 1 <= len(chosen) <= MOST_CHOICES and len(set(chosen)) == len(chosen) and set(chosen) <= set(options)


def tally(ballots: Mapping[B, Sequence[E]], struck: Set[B], entries: Iterable[E]) -> dict[E, int]:
    """The votes of each entry: one from each ballot that names it and was not struck. None is left out.

    >>> tally({1: "ab", 2: "b", 3: "a"}, {3}, "abc")
    {'a': 1, 'b': 2, 'c': 0}
    """
    counted = Counter(entry for key, chosen in ballots.items() if key not in struck for entry in chosen)
    return {entry: counted[entry] for entry in entries}


def signs_in(ballots: Mapping[B, CastBallot]) -> dict[B, frozenset[Sign]]:
    """Which ballots somebody must look at, and why. It accuses nobody: an office or a school is one network, too.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> def at(hour, network): return CastBallot(("a",), noon + timedelta(hours=hour), frozenset({network}))
    >>> sorted(signs_in({1: at(0, "x"), 2: at(1, "x"), 3: at(2, "x"), 4: at(3, "y")}))
    [1, 2, 3]
    """
    found: dict[B, set[Sign]] = defaultdict(set)
    by_network: dict[tuple[str, Hashable], list[B]] = defaultdict(list)
    by_entry: dict[Hashable, list[B]] = defaultdict(list)
    for key, ballot in ballots.items():
        if ballot.is_blocked:
            found[key].add(Sign.BLOCKED)
        for entry in ballot.entries:
            by_entry[entry].append(key)
            for network in ballot.networks:
                by_network[network, entry].append(key)
    for keys in by_network.values():
        if len(keys) >= SAME_NETWORK:
            for key in keys:
                found[key].add(Sign.NETWORK)
    for keys in by_entry.values():
        for key in _bursting(keys, ballots):
            found[key].add(Sign.BURST)
    return {key: frozenset(signs) for key, signs in found.items()}


def _bursting(keys: Sequence[B], ballots: Mapping[B, CastBallot]) -> set[B]:
    """Those within any span of `BURST_WITHIN` that holds at least `BURST` of them."""
    ordered = sorted(keys, key=lambda key: ballots[key].first_at)
    found: set[B] = set()
    start = 0
    for end, key in enumerate(ordered):
        while ballots[key].first_at - ballots[ordered[start]].first_at > BURST_WITHIN:
            start += 1
        if end - start + 1 >= BURST:
            found.update(ordered[start : end + 1])
    return found
