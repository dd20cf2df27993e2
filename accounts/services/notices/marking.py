"""Marks one's own notices as read. A notice that was read stays read, and need not be told again by mail."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.errors import NoSuchNotice
from accounts.models import Notice, User
from accounts.topics import Topic


def mark_read(actor: User, refs: Iterable[UUID], *, now: datetime) -> int:
    """Mark these as read, as far as they are the actor's; returns how many were not yet."""
    unread = Notice.objects.filter(user_id=actor.pk, ref__in=list(refs), read_at=None)
    return unread.update(read_at=now, awaits_digest=False)


def mark_all_read(actor: User, *, now: datetime, topic: Topic | None = None) -> int:
    """Mark everything that the actor was told until now as read, or all of one topic; returns how many."""
    unread = Notice.objects.filter(user_id=actor.pk, read_at=None, created_at__lte=now)
    if topic is not None:
        unread = unread.filter(topic=topic)
    return unread.update(read_at=now, awaits_digest=False)


def open_notice(actor: User, ref: UUID, *, now: datetime) -> Notice:
    """The actor's notice, which is read from now on. Raises NoSuchNotice."""
    found = Notice.objects.filter(user_id=actor.pk, ref=ref).first()
    if found is None:
        raise NoSuchNotice
    mark_read(actor, [ref], now=now)
    return found


def mark_key_read(actor: User, key: str, *, now: datetime) -> None:
    """Mark the notice that was asked for under this key as read, if it is the actor's: they have seen what it tells."""
    Notice.objects.filter(dedupe_key=key, user_id=actor.pk, read_at=None).update(read_at=now, awaits_digest=False)
