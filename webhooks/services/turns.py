"""Takes and gives back the turn to send, so that slow receivers occupy one worker and never all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db.models import Q

from webhooks.models import Turn

LEASE: Final = timedelta(seconds=60)
"""After which the turn of somebody who died is free: several times as long as a batch can take."""


@contextmanager
def my_turn(now: datetime) -> Iterator[bool]:
    """Whether it is the caller's turn; it is given back at the end. Outside any transaction."""
    me = uuid4()
    free = Q(taken_by=None) | Q(lease_until__lt=now)
    mine = Turn.objects.filter(free).update(taken_by=me, lease_until=now + LEASE) == 1
    try:
        yield mine
    finally:
        if mine:
            Turn.objects.filter(taken_by=me).update(taken_by=None, lease_until=None)
