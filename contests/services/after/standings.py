"""Counts how each brand has dealt with its contests: one statement for all brands, once an hour, never at a request.

Counting decides nothing: no brand is paid, shown or hidden by it.
"""

from dataclasses import fields
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from contests.review_rules import ASPECTS
from contests.standing import Counts

NAMES: Final = tuple(field.name for field in fields(Counts))
_OVERALL = " + ".join(f"v.{name}" for name in ASPECTS)
_CANCELLED = "c.state = 'cancelled' AND c.cancel_stage = '{stage}' AND NOT x.by_platform"

# A contest was decided if it left judging by an award; then its state is none of the other two outcomes.
REFRESH: Final = f"""
    WITH ended AS (
        SELECT c.brand_id,
            count(*) FILTER (WHERE c.state NOT IN ('lapsed', 'cancelled')) AS decided,
            count(*) FILTER (WHERE c.state NOT IN ('lapsed', 'cancelled') AND c.decided_at <= c.decide_by) AS in_time,
            count(*) FILTER (WHERE c.state = 'lapsed') AS lapsed,
            count(*) FILTER (WHERE {_CANCELLED.format(stage="open")}) AS cancelled_open,
            count(*) FILTER (WHERE {_CANCELLED.format(stage="shortlisting")}) AS cancelled_shortlisting,
            count(*) FILTER (WHERE {_CANCELLED.format(stage="final")}) AS cancelled_final
        FROM contests_contest c
        CROSS JOIN LATERAL (SELECT c.state = 'cancelled' AND EXISTS (
            SELECT FROM contests_contestevent n
            WHERE n.contest_id = c.id AND n.kind = 'cancel' AND n.role = 'admin') AS by_platform) x
        WHERE c.decided_at IS NOT NULL
        GROUP BY c.brand_id
    ), asking AS (
        SELECT c.brand_id, count(*) AS asked, count(q.answered_at) AS answered,
            round(percentile_cont(0.5) WITHIN GROUP (
                ORDER BY extract(epoch FROM q.answered_at - q.created_at)) / 60) AS answer_minutes
        FROM contests_question q JOIN contests_contest c ON c.id = q.contest_id
        GROUP BY c.brand_id
    ), accepting AS (
        SELECT c.brand_id, count(*) AS handovers, count(*) FILTER (WHERE h.accepted_by_clock) AS by_clock,
            round(percentile_cont(0.5) WITHIN GROUP (
                ORDER BY extract(epoch FROM h.accepted_at - h.delivered_at)) / 3600) AS accept_hours
        FROM contests_handover h JOIN contests_award w ON w.id = h.award_id
        JOIN contests_contest c ON c.id = w.contest_id
        WHERE h.accepted_at IS NOT NULL
        GROUP BY c.brand_id
    ), reviewing AS (
        SELECT c.brand_id, count(*) AS reviews,
            round(avg({_OVERALL}) * 100 / {len(ASPECTS)}) AS review_hundredths
        FROM contests_review v JOIN contests_contest c ON c.id = v.contest_id
        WHERE v.kind = 'about_brand' AND v.shown_at IS NOT NULL
        GROUP BY c.brand_id
    )
    INSERT INTO contests_brandstanding (brand_id, {", ".join(NAMES)}, counted_at)
    SELECT brand_id, COALESCE(decided, 0), COALESCE(in_time, 0), COALESCE(lapsed, 0), COALESCE(cancelled_open, 0),
        COALESCE(cancelled_shortlisting, 0), COALESCE(cancelled_final, 0), COALESCE(asked, 0), COALESCE(answered, 0),
        answer_minutes, COALESCE(handovers, 0), COALESCE(by_clock, 0), accept_hours, COALESCE(reviews, 0),
        review_hundredths, %(now)s
    FROM ended FULL JOIN asking USING (brand_id) FULL JOIN accepting USING (brand_id)
        FULL JOIN reviewing USING (brand_id)
    ON CONFLICT (brand_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in (*NAMES, "counted_at"))}
"""


@transaction.atomic
def refresh_standings(now: datetime) -> int:
    """Count anew. Two at once wait for one another. Returns for how many brands there was anything to count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('contests.standings'))")
        cursor.execute(REFRESH, {"now": now})
        return cursor.rowcount
