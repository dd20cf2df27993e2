"""How much may be ordered without anybody's approval: which payments go beyond it, and who must be told.

A payment above its rail's limit needs approval, and so does whatever goes beyond the day's: it is asked for at once and
shown until somebody decides; nothing is put off in silence. Calls no rail.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from payouts.models import RailLimit
from payouts.selectors.rail_controls import day_of

Place = tuple[str, str]
"""A rail and a currency."""


def lock_limits(places: Iterable[Place]) -> list[RailLimit]:
    """These limits, each made if it is missing, locked in the order of their keys until the transaction ends."""
    wanted = set(places)
    known = set(RailLimit.objects.values_list("rail", "currency"))
    RailLimit.objects.bulk_create(
        (RailLimit(rail=rail, currency=currency) for rail, currency in sorted(wanted - known)), ignore_conflicts=True
    )
    rows = RailLimit.objects.filter(
        rail__in={rail for rail, _ in wanted}, currency__in={currency for _, currency in wanted}
    )
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def mark_beyond(limit: RailLimit, now: datetime) -> int:
    """Have payments that no worker has begun wait for approval, where the limits no longer let them go by themselves.

    Within the caller's transaction, which holds the limit's lock. Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH open AS MATERIALIZED (
                SELECT id, amount_minor, created_at >= %(day)s AND created_at < %(next_day)s AS is_today
                FROM payouts_disbursement
                WHERE rail = %(rail)s AND currency = %(currency)s AND NOT needs_approval
                  AND state IN ('pending', 'held') AND attempts = 0
                ORDER BY id FOR NO KEY UPDATE
            ), gone AS (
                SELECT COALESCE(sum(amount_minor), 0) AS minor FROM payouts_disbursement
                WHERE rail = %(rail)s AND currency = %(currency)s AND NOT needs_approval
                  AND created_at >= %(day)s AND created_at < %(next_day)s AND id NOT IN (SELECT id FROM open)
            ), summed AS (
                SELECT open.*, gone.minor + COALESCE(sum(amount_minor) FILTER (
                           WHERE is_today AND amount_minor <= %(above)s) OVER (ORDER BY open.id), 0) AS running
                FROM open CROSS JOIN gone
            )
            UPDATE payouts_disbursement AS d SET needs_approval = TRUE, fence = d.fence + 1
            FROM summed s
            WHERE s.id = d.id AND (s.amount_minor > %(above)s OR s.is_today AND s.running > %(daily)s)
            """,
            {
                "rail": limit.rail,
                "currency": limit.currency,
                "above": limit.approval_above_minor,
                "daily": limit.daily_limit_minor,
                **day_of(now),
            },
        )
        return int(cursor.rowcount)
