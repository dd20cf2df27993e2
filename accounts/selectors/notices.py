"""Reads what somebody was told: their own alone. The words are written when shown, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language

from accounts.mailing import subject_of
from accounts.models import Notice, NoticeChoice, User
from accounts.topics import Arrival, Topic, default_arrival

MOST_COUNTED: Final = 100
"""Unread notices are counted up to here: nobody acts differently on a hundred more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page's header tells its reader about themselves."""

    in_brand: bool
    unread: int


def standing_of(user: User) -> Standing:
    """Whether they belong to a brand, and how much they have not read, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (SELECT 1 FROM accounts_membership WHERE user_id = %s),
                   (SELECT count(*) FROM (SELECT 1 FROM accounts_notice
                    WHERE user_id = %s AND read_at IS NULL LIMIT %s) AS unread)
            """,
            [user.pk, user.pk, MOST_COUNTED],
        )
        return Standing(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One notice as its reader sees it. `path`: where on this site it leads; '' where it leads nowhere."""

    ref: UUID
    topic: Topic
    title: str
    path: str
    created_at: datetime
    read_at: datetime | None


def notices_of(user: User, *, topic: str = "", unread: bool = False) -> QuerySet[Notice]:
    """What this person was told, the newest first."""
    rows = Notice.objects.filter(user_id=user.pk)
    if topic:
        rows = rows.filter(topic=topic)
    if unread:
        rows = rows.filter(read_at=None)
    return rows.order_by("-pk")


def card_of(notice: Notice) -> NoticeCard:
    """The notice in words, in the language of the page."""
    title = subject_of(notice.template, get_language() or settings.LANGUAGE_CODE, notice.context)
    return NoticeCard(notice.ref, Topic(notice.topic), title, path_of(notice), notice.created_at, notice.read_at)


def path_of(notice: Notice) -> str:
    """Where it leads, on this site and nowhere else."""
    address = notice.context.get("url")
    if not isinstance(address, str) or not address.startswith(f"{settings.SITE_URL}/"):
        return ""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return "" if path.startswith("//") else path


def arrivals_of(user_id: int) -> dict[Topic, Arrival]:
    """How each topic arrives for this person."""
    chosen = dict(NoticeChoice.objects.filter(user_id=user_id).values_list("topic", "arrival"))
    return {topic: Arrival(chosen.get(topic.value, default_arrival(topic))) for topic in Topic}
