"""How a contest stands at this moment, in a few numbers: so that an open page can tell that something came.

Counts alone. What a reader may not know is not counted for them: of ratings only the brand and the platform are told.
"""

from dataclasses import dataclass
from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CONTEST, SEES_CURATION, reader_params

PULSE = f"""
    SELECT c.entry_count, c.state,
        (SELECT count(*) FROM contests_question q WHERE q.contest_id = c.id),
        (SELECT count(*) FROM contests_question q WHERE q.contest_id = c.id AND q.answered_at IS NOT NULL),
        CASE WHEN {SEES_CURATION} THEN (
            SELECT count(*) FROM contests_entry e WHERE e.contest_id = c.id AND e.state = 'submitted') END,
        CASE WHEN {SEES_CURATION} THEN (
            SELECT COALESCE(sum(e.rating), 0) FROM contests_entry e WHERE e.contest_id = c.id) END
    FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CONTEST}
"""


@dataclass(frozen=True, slots=True)
class Pulse:
    """`stars` is the sum of all ratings: it moves when one is given."""

    entries: int
    state: str
    questions: int
    answers: int
    admissible: int | None
    stars: int | None


def pulse_of(viewer: Viewer, contest_id: UUID) -> Pulse:
    """One query beside the reader's. Raises NotVisible."""
    rows = fetch_all(PULSE, {**reader_params(read_as(viewer)), "contest": contest_id})
    if not rows:
        raise NotVisible
    return Pulse(*rows[0])
