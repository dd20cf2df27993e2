"""Notices as the API shows them, and how their reader wants to be told."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import Notice
from accounts.selectors.notices import card_of
from accounts.topics import FIXED, TITLES, Arrival, Topic
from api.operations import Paged

TOPICS = tuple(topic.value for topic in Topic)
MOST_AT_ONCE = 100


class NoticeDoc(TypedDict):
    """What the caller was told. `title` is in the language of the request; `url` may be null."""

    id: UUID
    topic: str
    title: str
    url: str | None
    created_at: datetime
    read_at: datetime | None


class NoticeChoiceDoc(TypedDict):
    """How a topic arrives: at_once, daily, or in_app alone. A `fixed` one cannot be chosen."""

    topic: str
    title: str
    arrival: str
    fixed: bool


class MarkedDoc(TypedDict):
    """How many were not read before."""

    marked: int


class NoticeQuery(Paged):
    topic = serializers.ChoiceField(TOPICS, required=False)
    unread = serializers.BooleanField(required=False, help_text=_("Only those that were not read"))


class MarkInput(serializers.Serializer[Any]):
    """These notices; or, without `ids`, all that were told until now, or all of one topic."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_AT_ONCE, required=False)
    topic = serializers.ChoiceField(TOPICS, required=False)


class NoticeChoiceInput(serializers.Serializer[Any]):
    """Topics with how each is to arrive; what is not named stays."""

    choices = serializers.DictField(
        child=serializers.ChoiceField([one.value for one in Arrival]), help_text=_("By topic"), allow_empty=False
    )


def notice(row: Notice) -> NoticeDoc:
    card = card_of(row)
    return {
        "id": card.ref,
        "topic": card.topic.value,
        "title": card.title,
        "url": f"{settings.SITE_URL}{card.path}" if card.path else None,
        "created_at": card.created_at,
        "read_at": card.read_at,
    }


def choice(topic: Topic, arrival: Arrival) -> NoticeChoiceDoc:
    return {"topic": topic.value, "title": str(TITLES[topic]), "arrival": arrival.value, "fixed": topic in FIXED}
