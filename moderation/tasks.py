"""Doorbells of trust and safety: each wakes a service, which reads in the database what is due."""

from celery import shared_task

from duerows.clock import database_now
from moderation.services.printing import look_for_likenesses as _look_for_likenesses

SWEEP_BATCHES = 20


@shared_task
def look_for_likenesses() -> int:
    """Compare new images with all the others."""
    done = 0
    for _ in range(SWEEP_BATCHES):
        compared = _look_for_likenesses(database_now())
        done += compared
        if not compared:
            break
    return done
