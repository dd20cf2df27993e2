"""The ways back of some contests, locked, so that two refunds at once cannot both use what is left of a deposit.

Locks deposits after debts, in the order of their ids; nobody who holds a deposit waits for a debt. Decides nothing.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from payouts.selectors.ways_back import WAYS_BACK
from payouts.ways_back import WayBack


def lock_ways(contest_ids: Collection[UUID]) -> list[WayBack]:
    """The deposits by which these contests' money may go back, and what is left of each, until the transaction ends."""
    if not contest_ids:
        return []
    keys = list(contest_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM payouts_deposit WHERE escrow_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [keys],
        )
        # Read anew: what was committed while we waited for a lock has gone back since.
        cursor.execute(f"SELECT * FROM ({WAYS_BACK}) way WHERE way.contest_id = ANY(%s)", [keys])
        return [WayBack(*row) for row in cursor.fetchall()]
