"""Forgets messages that are done with, and secrets that ended, so that the log does not grow without end."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from webhooks.models import EndpointSecret

KEEP: Final = timedelta(days=30)
BATCH: Final = 5000


def purge(now: datetime) -> int:
    """Delete messages older than thirty days that wait for nothing, with their log. Returns how many messages."""
    EndpointSecret.objects.filter(expires_at__lt=now - KEEP).delete()
    total = 0
    while gone := _purge_batch(now):
        total += gone
    return total


def _purge_batch(now: datetime) -> int:
    """In plain SQL: the models' way would read every row and every try before deleting it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH old AS MATERIALIZED (
                SELECT id FROM webhooks_delivery WHERE created_at < %s AND due_state <> 'waiting'
                ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            ), log AS (DELETE FROM webhooks_attempt t USING old WHERE t.delivery_id = old.id)
            DELETE FROM webhooks_delivery d USING old WHERE d.id = old.id
            """,
            [now - KEEP, BATCH],
        )
        return int(cursor.rowcount)
