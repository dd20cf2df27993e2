"""The public questions about a brief, oldest first. Who asked is told to nobody but themselves.

What the platform has hidden is left to whoever asked it.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.browsing import SHOWN_TO_ALL
from contests.selectors.cards import QuestionCard
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CONTEST, reader_params

ENOUGH_TO_TELL = 3
"""Answers; of fewer, a middle says nothing."""

OLDEST = Order((("q.created_at", "timestamptz"), ("q.id", "uuid")))


def questions_of(
    viewer: Viewer, contest_id: UUID, *, after: str | None = None, limit: int = PAGE
) -> Page[QuestionCard]:
    """Two queries beside the reader's. Raises NotVisible."""
    params = {**reader_params(read_as(viewer)), "contest": contest_id}
    if not fetch_all(f"SELECT 1 FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CONTEST}", params):
        raise NotVisible
    sql = """
        SELECT q.id, q.contest_id, q.body, q.created_at, q.answer, q.answered_at, q.asker_id = %(me)s, {columns}
        FROM contests_question q
        WHERE q.contest_id = %(contest)s AND (q.hidden_at IS NULL OR q.asker_id = %(me)s OR %(admin)s) AND {behind}
        ORDER BY {order}
    """
    return fetch_page(sql, params, OLDEST, QuestionCard, after=after, limit=limit)


@dataclass(frozen=True, slots=True)
class AnsweringHabit:
    """How fast a brand answers: half of its answers came within `median`; `waiting` questions have none yet."""

    median: timedelta
    answered: int
    waiting: int


def answering_habit(brand_id: UUID) -> AnsweringHabit | None:
    """Over the briefs of the brand that everybody sees, as anybody may read them; None before it has answered a few."""
    sql = f"""
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY q.answered_at - q.created_at)
                   FILTER (WHERE q.answered_at IS NOT NULL),
               count(q.answered_at), count(*) - count(q.answered_at)
        FROM contests_question q JOIN contests_contest c ON c.id = q.contest_id
        WHERE c.brand_id = %(brand)s AND q.hidden_at IS NULL AND {SHOWN_TO_ALL}
    """
    (row,) = fetch_all(sql, {"brand": brand_id})
    return AnsweringHabit(*row) if row[1] >= ENOUGH_TO_TELL else None
