"""Doorbells: each wakes a service, which reads in the database what is due. Losing a message costs seconds, no deadline."""

from celery import shared_task

from contests.services.deadlines import work_off_deadlines as _work_off_deadlines
from duerows.clock import database_now

SWEEP_BATCHES = 200


@shared_task
def work_off_deadlines() -> int:
    """Let every passed deadline have its effect."""
    done = 0
    for _ in range(SWEEP_BATCHES):
        claimed = _work_off_deadlines(now=database_now())
        done += claimed
        if not claimed:
            break
    return done
