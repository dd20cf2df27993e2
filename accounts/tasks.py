"""Doorbells: each calls one service. The rows decide what is due; losing a message loses nothing."""

from celery import shared_task

from accounts.services.mail_sending import send_due
from duerows.clock import database_now


@shared_task
def send_due_mails() -> int:
    """Send one batch of the mails that are due."""
    return send_due(now=database_now())
