"""Doorbells of trust and safety: each wakes a service, which reads in the database what is due."""

from celery import shared_task

from duerows.batches import work_off
from moderation.services.printing import look_for_likenesses as _look_for_likenesses

SWEEP_BATCHES = 20


@shared_task
def look_for_likenesses() -> int:
    """Compare new images with all the others."""
    return work_off(_look_for_likenesses, most=SWEEP_BATCHES)
