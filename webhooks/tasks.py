"""Doorbells of the webhooks: each wakes one service. The rows decide what is due."""

from celery import shared_task

from duerows.clock import database_now
from webhooks.services import collecting, purging, sending


@shared_task
def collect_events() -> int:
    """Turn what has happened into messages."""
    return collecting.collect_events(database_now())


@shared_task
def send_due_messages() -> int:
    """Send a batch of the messages that are due."""
    return sending.send_due(database_now())


@shared_task(soft_time_limit=600, time_limit=660)
def purge_messages() -> int:
    """Forget what is done with and old."""
    return purging.purge(database_now())
