"""Takes a person's wish for a copy of their data. The page asks for a fresh sign-in first."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services.locks import lock_person
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.doorbell import ring
from duerows.models import DueState
from personal.errors import CopyUnderWay, TooManyCopies
from personal.models import DataCopy

WRITE: Final = "personal.tasks.write_copies"
PERIOD: Final = timedelta(days=7)
MOST: Final = 3
"""So many copies are made within the period."""


@transaction.atomic
def ask_for_copy(actor: User, *, now: datetime) -> DataCopy:
    """Have a copy written. Raises CopyUnderWay or TooManyCopies."""
    person = lock_person(actor)
    recent = DataCopy.objects.filter(user=person, asked_at__gt=now - PERIOD)
    if recent.filter(due_state=DueState.WAITING).exists():
        raise CopyUnderWay
    if recent.count() >= MOST:
        raise TooManyCopies
    asked = DataCopy.objects.create(user=person, asked_at=now, due_at=now)
    # Told at once: whoever did not ask for it must know before it can be fetched.
    url = f"{settings.SITE_URL}/settings/data/"
    ask_for_mails([MailRequest(person.pk, "data_copy_asked", f"data_copy_asked:{asked.pk}", {"url": url})], now=now)
    ring(WRITE)
    return asked
