"""Strikes: decisions that count for a year, unless they were taken back."""

from datetime import datetime

from django.db.models import QuerySet

from moderation.models import Decision
from moderation.rules import STRIKE_LIFE, Measure


def strikes_of(person_id: int) -> QuerySet[Decision]:
    """Those that were not taken back, the oldest first; which still count is said by `rules.standing_strikes`."""
    found = Decision.objects.filter(addressee=person_id, measure=Measure.STRIKE, reversed_by__isnull=True)
    return found.order_by("decided_at", "id")


def strikes_standing(person_id: int, now: datetime) -> int:
    """How many count at this moment."""
    return strikes_of(person_id).filter(decided_at__gt=now - STRIKE_LIFE).count()
