"""Transactions by their number, for readers that must see every row once it has committed, and miss none.

Keys and clocks cannot tell: a transaction may commit long after one that took a higher key. But whatever carries the
number of a transaction below `horizon()` has been decided, and is visible to every statement that follows.
"""

from django.db import connection, models
from django.db.models import Func


class CurrentTransaction(Func):
    """The number of the transaction that inserts the row (64 bits, never reused)."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


def horizon() -> int:
    """The first transaction that may still write: all below it have committed or been rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (number,) = cursor.fetchone()
    return int(number)
