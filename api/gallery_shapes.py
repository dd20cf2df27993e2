"""The brand's gallery as the API takes and gives it: reasons, notes, collections, polls. A link is shown once."""

from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contests.gallery_rules import MAX_COLLECTION_NAME, MAX_NOTE, MAX_QUESTION, MAX_WORDS, POLL_OPTIONS
from contests.models import EliminationReason, PollKind
from contests.selectors.polls import PollCard


class EliminationInput(serializers.Serializer[Any]):
    """Why an entry is put aside. “other” needs words; its author is told both."""

    reason = serializers.ChoiceField(EliminationReason.values)
    words = serializers.CharField(max_length=MAX_WORDS, required=False, allow_blank=True, default="")


class EntryNoteInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=MAX_NOTE)


class CollectionInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=MAX_COLLECTION_NAME)


class CollectionEntryInput(serializers.Serializer[Any]):
    """Whether an entry belongs to the collection from now on."""

    entry = serializers.UUIDField()
    belongs = serializers.BooleanField(default=True)


class PollInput(serializers.Serializer[Any]):
    """A question about a few entries, for whoever has the link."""

    question = serializers.CharField(max_length=MAX_QUESTION)
    kind = serializers.ChoiceField(PollKind.values, default=PollKind.PICK.value)
    entries = serializers.ListField(
        child=serializers.UUIDField(), min_length=POLL_OPTIONS[0], max_length=POLL_OPTIONS[1]
    )
    closes_at = serializers.DateTimeField(help_text=_("In thirty days at the most"))


class PollWithLinkDoc(TypedDict):
    """A poll and its new link: shown in this reply alone. A repeated request gets null."""

    poll: PollCard
    link: str | None


class CollectionEntryDoc(TypedDict):
    """Whether the entry belongs to the collection now."""

    collection: UUID
    entry: UUID
    belongs: bool


class NewCollectionDoc(TypedDict):
    id: UUID
    name: str
    entries: list[UUID]


class NewNoteDoc(TypedDict):
    id: UUID
    body: str
