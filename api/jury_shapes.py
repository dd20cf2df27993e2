"""What juries look like over the API. Scores are rounded to four decimals, as the ranking itself never is."""

from datetime import datetime
from fractions import Fraction
from typing import TypedDict
from uuid import UUID

from api.shapes import EntryDoc, entry_shape
from contests.selectors.cards import ContestCard, EntryCard
from contests.selectors.jury.desk import JuryStandings
from contests.selectors.jury.own import BallotCard, BallotPage, JurorTable, OwnSeat, SeatCard
from contests.selectors.jury.reading import CriterionCard
from contests.selectors.jury.results import EntryResult, ReleasedComment


class SeatDoc(TypedDict):
    """One's own seat in a jury, or an invitation to one."""

    seat: SeatCard
    contest: ContestCard


class JurorDoc(TypedDict):
    id: UUID
    email: str
    is_stand_in: bool
    invited_at: datetime
    excused_at: datetime | None


class JuryCommentDoc(TypedDict):
    """What a juror wrote of an entry; for the brand, with their name, which is empty while the contest is blind."""

    juror: str
    text: str


class JuryRankDoc(TypedDict):
    """`score` is from 0 to 1; `means` from 0 to 10, in the order of the criteria, null if nobody judged the entry.
    `broken_by` tells what set it apart from an entry of the same score: criterion, first_places or earlier."""

    entry: EntryCard
    rank: int
    score: float
    means: list[float | None]
    ballots: int | None
    first_places: int
    broken_by: str | None
    comments: list[JuryCommentDoc]


class SpreadDoc(TypedDict):
    juror: str
    ballots: int | None
    lowest: float
    mean: float
    highest: float


class StandingsDoc(TypedDict):
    """`award` tells what the award made of it: followed, departed or not_awaited, with the brand's `reason`. While the
    contest is blind `seed` is empty and `ballots` are null: who was given how many would tell of conflicts."""

    state: str
    quorum: int
    seed: str
    criteria: list[CriterionCard]
    standings: list[JuryRankDoc]
    spreads: list[SpreadDoc]
    tie_criterion: str
    award: str
    reason: str


class BallotsDoc(TypedDict):
    """A juror's table: what they have before them in one contest."""

    seat: SeatCard
    criteria: list[CriterionCard]
    ballots: list[BallotCard]


class PointsDoc(TypedDict):
    criterion: int
    points: int


class BallotDoc(TypedDict):
    """One ballot of the caller's, with its entry."""

    id: UUID
    state: str
    entry: EntryDoc
    criteria: list[CriterionCard]
    points: list[PointsDoc]
    comment: str
    abstained_because: str
    saved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None


class CriterionMeanDoc(TypedDict):
    name: str
    weight: int
    mean: float | None


class EntryResultDoc(TypedDict):
    """How a jury judged one entry. `rank` is null without a quorum, or if nobody judged it."""

    entry: UUID
    code: str
    contest: UUID
    is_final: bool
    rank: int | None
    judged: int
    jurors: int
    ballots: int
    score: float
    criteria: list[CriterionMeanDoc]
    broken_by: str | None
    comments: list[ReleasedComment]
    named: list[str]
    award: str
    reason: str


class LeftDoc(TypedDict):
    """The caller does not sit on this jury any more."""

    contest: UUID
    excused_at: datetime | None


class ConflictDoc(TypedDict):
    entry: UUID | None
    reason: str
    created_at: datetime


def seat_shape(own: OwnSeat) -> SeatDoc:
    return {"seat": own.seat, "contest": own.contest}


def standings_shape(found: JuryStandings) -> StandingsDoc:
    """A jury's ranking with what explains it."""
    return {
        "state": found.desk.state,
        "quorum": found.desk.quorum,
        "seed": found.seed,
        "criteria": list(found.desk.criteria),
        "standings": [
            {
                "entry": row.entry,
                "rank": row.rank,
                "score": _rounded(row.score),
                "means": [None if mean is None else _rounded(mean) for mean in row.means],
                "ballots": row.ballots,
                "first_places": row.first_places,
                "broken_by": row.broken_by,
                "comments": [{"juror": who, "text": text} for who, text in row.comments],
            }
            for row in found.rows
        ],
        "spreads": [
            {
                "juror": one.name,
                "ballots": one.ballots,
                "lowest": _rounded(one.spread.lowest),
                "mean": _rounded(one.spread.mean),
                "highest": _rounded(one.spread.highest),
            }
            for one in found.spreads
        ],
        "tie_criterion": found.tie_criterion,
        "award": found.award,
        "reason": found.reason,
    }


def ballots_shape(table: JurorTable) -> BallotsDoc:
    return {"seat": table.seat, "criteria": list(table.criteria), "ballots": list(table.ballots)}


def ballot_shape(page: BallotPage) -> BallotDoc:
    """A juror's own ballot."""
    return {
        "id": page.id,
        "state": page.state,
        "entry": entry_shape(page.entry),
        "criteria": list(page.criteria),
        "points": [{"criterion": key, "points": given} for key, given in sorted(page.points.items())],
        "comment": page.comment,
        "abstained_because": page.abstained_because,
        "saved_at": page.saved_at,
        "closed_at": page.closed_at,
        "due_at": page.seat.due_at,
    }


def result_shape(found: EntryResult) -> EntryResultDoc:
    """What the judged are told."""
    return {
        "entry": found.entry_id,
        "code": found.entry_code,
        "contest": found.contest_id,
        "is_final": found.is_final,
        "rank": found.rank if found.is_final else None,
        "judged": found.judged,
        "jurors": found.jurors,
        "ballots": found.ballots,
        "score": _rounded(found.score),
        "criteria": [
            {"name": one.name, "weight": one.weight, "mean": None if one.mean is None else _rounded(one.mean)}
            for one in found.criteria
        ],
        "broken_by": found.broken_by,
        "comments": list(found.comments),
        "named": list(found.named),
        "award": found.award,
        "reason": found.reason,
    }


def _rounded(value: Fraction) -> float:
    return round(float(value), 4)
