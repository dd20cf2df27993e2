"""The public questions about a brief, oldest first. Who asked is told to nobody but themselves.

What the platform has hidden is left to whoever asked it.
"""

from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.cards import QuestionCard
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CONTEST, reader_params

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
