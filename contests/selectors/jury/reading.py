"""A jury's ballots as `contests.jury_result` wants them. Whether the reader may know them is for the caller to say."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.jury_result import Placing, Sheet, place_entries
from contests.models import Jury
from contests.selectors.paging import fetch_all

SHEETS = """
    SELECT b.juror_id, b.entry_id, s.criterion_id, s.points
    FROM contests_juryballot b
    JOIN contests_juror j ON j.id = b.juror_id
    JOIN contests_score s ON s.ballot_id = b.id
    WHERE j.jury_id = %(jury)s AND b.state = 'submitted'
    ORDER BY j.invited_at, j.id, b.entry_id, s.criterion_id
"""
FINISHED = """
    SELECT p.entry_id, max(v.created_at)
    FROM contests_shortlistplace p JOIN contests_entryversion v ON v.entry_id = p.entry_id
    WHERE p.contest_id = %(contest)s GROUP BY p.entry_id
"""
CRITERIA = "SELECT id, name, description, weight FROM contests_criterion WHERE jury_id = %(jury)s ORDER BY position"


@dataclass(frozen=True, slots=True)
class CriterionCard:
    id: int
    name: str
    description: str
    weight: int


@dataclass(frozen=True, slots=True)
class Judged:
    """All that a jury has said so far."""

    criteria: tuple[CriterionCard, ...]
    sheets: tuple[Sheet[UUID, UUID, int], ...]
    placings: tuple[Placing[UUID, int], ...]

    @property
    def weights(self) -> Mapping[int, int]:
        return {one.id: one.weight for one in self.criteria}

    @property
    def ranks(self) -> dict[UUID, int]:
        return {one.entry: one.rank for one in self.placings}


def read_jury(jury: Jury) -> Judged:
    """The ballots that are in, and the ranking that follows from them: three queries."""
    criteria = criteria_of(jury.pk)
    points: dict[tuple[UUID, UUID], dict[int, int]] = defaultdict(dict)
    for juror, entry, criterion, given in fetch_all(SHEETS, {"jury": jury.pk}):
        points[juror, entry][criterion] = given
    finished: dict[UUID, datetime] = dict(fetch_all(FINISHED, {"contest": jury.contest_id}))
    sheets = tuple(Sheet(juror, entry, given) for (juror, entry), given in points.items() if entry in finished)
    weights = {one.id: one.weight for one in criteria}
    return Judged(criteria, sheets, place_entries(finished, sheets, weights) if criteria else ())


def criteria_of(jury_id: int) -> tuple[CriterionCard, ...]:
    """A jury's criteria in their order; one query."""
    return tuple(CriterionCard(*row) for row in fetch_all(CRITERIA, {"jury": jury_id}))


def weightiest_name(criteria: tuple[CriterionCard, ...]) -> str:
    """The criterion that breaks ties."""
    return max(criteria, key=lambda one: one.weight).name if criteria else ""
