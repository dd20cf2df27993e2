"""When somebody of the brand looks through a gallery: so that they can ask for what came since they last did."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from contests.visibility import Reader, reader_params

NEW_VISIT_AFTER = timedelta(minutes=30)
"""Whoever looks again within this time is still at the same visit."""

# A row of each visitor's own, so that no lock is waited for. Nobody but a member of the brand has one.
LOOK = """
    INSERT INTO contests_galleryvisit AS v (contest_id, visitor_id, last_at)
    SELECT c.id, %(me)s, %(now)s FROM contests_contest c WHERE c.id = %(contest)s AND c.brand_id = ANY(%(brands)s)
    ON CONFLICT (contest_id, visitor_id) DO UPDATE SET
        before_at = CASE WHEN excluded.last_at - v.last_at > %(pause)s THEN v.last_at ELSE v.before_at END,
        last_at = GREATEST(excluded.last_at, v.last_at)
    RETURNING before_at
"""


def note_visit(reader: Reader, contest_id: UUID, *, now: datetime) -> datetime | None:
    """They look now; when they last had before this visit, None the first time and for all who are not of the brand."""
    if reader.user_id is None:
        return None
    with connection.cursor() as cursor:
        given: dict[str, Any] = {**reader_params(reader), "contest": contest_id, "now": now, "pause": NEW_VISIT_AFTER}
        cursor.execute(LOOK, given)
        row = cursor.fetchone()
    return row[0] if row else None
