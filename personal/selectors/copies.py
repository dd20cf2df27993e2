"""Reads the copies that somebody has had made."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from personal.errors import NoSuchCopy
from personal.models import DataCopy


def copies_of(user: User) -> QuerySet[DataCopy]:
    """The person's copies, the newest first."""
    return DataCopy.objects.filter(user_id=user.pk).order_by("-pk")


def copy_of(user: User, ref: UUID, *, now: datetime) -> DataCopy:
    """One that is there, for the person whose it is. Raises NoSuchCopy."""
    found = copies_of(user).filter(ref=ref, removed_at=None, expires_at__gt=now).first()
    if found is None:
        raise NoSuchCopy
    return found
