"""Seals the books, seal after seal, each in a transaction of its own. What a seal is stands in `payouts.ledger.seals`.

Each seal is also logged: whoever keeps the logs elsewhere holds a witness that no database can take back.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from payouts.ledger import seals
from payouts.models import LedgerSeal

log = structlog.get_logger(__name__)

EVERY: Final = timedelta(seconds=30)
"""So long entries may wait for their seal: more often, and there would be a seal for every entry."""

AT_ONCE: Final = 50
"""Seals in one go; the next round does the rest."""


def seal_books(*, most: int = AT_ONCE) -> int:
    """Seal all that is finished, in at most so many seals. Returns how many were made.

    Raises NoSigningKey, TransactionNumbersRestarted.
    """
    for made in range(most):
        with transaction.atomic():
            seal = seals.seal_next()
        if seal is None:
            return made
        log.info("books_sealed", number=seal.number, entries=seal.entry_count, digest=seal.digest)
    return most


def seal_due_books(now: datetime) -> int:
    """The sweep: seals unless that was just done."""
    newest = LedgerSeal.objects.order_by("-number").first()
    if newest is not None and now - newest.sealed_at < EVERY:
        return 0
    return seal_books()
