"""Messages about an entry, between its author and the brand; and the conversations that the caller has."""

from typing import Any, TypedDict
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.idempotency import idempotent
from api.message_inputs import ConversationQuery, MessageInput, MessageQuery, ReadInput
from api.operations import Listing, operation
from contests.selectors.messages import (
    ConversationCard,
    ConversationRoom,
    MessageCard,
    conversations_of,
    get_message,
    messages_of,
    room_of,
)
from contests.services.messaging.reading import mark_read
from contests.services.messaging.writing import send_message


class ReadUpToDoc(TypedDict):
    """Up to which message the caller has read."""

    up_to: int


class Conversations(Resource):
    """The caller's own, and those of their brands."""

    @operation(gives=Listing[ConversationCard], query=ConversationQuery)
    def get(self, request: Any) -> Response:
        """By their latest message, the latest first."""
        unread = self.given.get("unread", False)
        return self.page(conversations_of(request.user, unread=unread, after=self.after, limit=self.limit))


class EntryConversation(Resource):
    """The conversation about one entry, begun or not."""

    @operation(gives=ConversationRoom)
    def get(self, request: Any, entry_id: UUID) -> Response:
        """For its author and the brand's people who judge or decide; for others 404."""
        return Response(room_of(request.user, entry_id, now=self.now))


class EntryMessages(Resource):
    """What was written about one entry."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=Listing[MessageCard], query=MessageQuery)
    def get(self, request: Any, entry_id: UUID) -> Response:
        """From the latest backwards. To read them here marks nothing as read."""
        since = self.given.get("since", 0)
        return self.page(messages_of(request.user, entry_id, since=since, after=self.after, limit=self.limit))

    @operation(gives=MessageCard, takes=MessageInput, status=201)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Write to the other side; the first message opens the conversation."""
        said = send_message(self.actor, entry_id, self.read()["body"], now=self.now)
        return Response(get_message(self.actor, said.pk), status=status.HTTP_201_CREATED)


class ReadMessages(Resource):
    """Marks messages as read, for the caller alone. A mark only moves forward."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=ReadUpToDoc, takes=ReadInput)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Up to the one that is named, or to the latest."""
        return Response({"up_to": mark_read(self.actor, entry_id, up_to=self.read().get("up_to"), now=self.now)})
