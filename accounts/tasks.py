"""Doorbells: each calls one service. The rows decide what is due; losing a message loses nothing."""

from celery import shared_task

from accounts.services.mail_sending import send_due
from accounts.services.notices.digests import plan_digests, write_digests
from duerows.clock import database_now

MOST_BATCHES = 10


@shared_task  # type: ignore[untyped-decorator]
def send_due_mails() -> int:
    """Send the mails that are due; those beyond a task's length are left to the next."""
    sent = 0
    for _ in range(MOST_BATCHES):
        claimed = send_due(now=database_now())
        sent += claimed
        if not claimed:
            break
    return sent


@shared_task  # type: ignore[untyped-decorator]
def gather_notices() -> int:
    """Plan the daily mails of whoever has something waiting, and write those whose morning has come."""
    now = database_now()
    plan_digests(now)
    written = 0
    for _ in range(MOST_BATCHES):
        claimed = write_digests(now)
        written += claimed
        if not claimed:
            break
    return written
