"""Makes payments due at once because somebody hinted that the rail knows more of them than we do. Believes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from payouts.models import Deposit, Disbursement


def make_due(model: type[Disbursement] | type[Deposit], idempotency_keys: Sequence[str], *, now: datetime) -> set[str]:
    """Have the rail asked about these payments. Returns the keys that are ours.

    The fences move, so that nobody can still record an answer older than the hint. Held payments stay held.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH mine AS MATERIALIZED (
                SELECT id, idempotency_key FROM {table} WHERE idempotency_key = ANY(%s)
                ORDER BY id FOR NO KEY UPDATE
            ), told AS (
                UPDATE {table} AS payment
                SET due_state = 'waiting', due_at = %s, lease_until = NULL, fence = payment.fence + 1
                FROM mine WHERE payment.id = mine.id AND payment.state <> 'held'
            )
            SELECT idempotency_key FROM mine
            """,
            [list(idempotency_keys), now],
        )
        return {key for (key,) in cursor.fetchall()}
