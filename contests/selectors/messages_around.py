"""A message with those before and after it, for whoever has to decide on it. Nothing here asks who reads: to see to
that, and that a reading is written down, is the caller's.
"""

from dataclasses import dataclass
from datetime import datetime

from contests.comment_rules import Side
from contests.models import Message
from contests.selectors.cards import AuthorCard


@dataclass(frozen=True, slots=True)
class MessageAround:
    number: int
    side: Side
    author: AuthorCard
    body: str
    """Of a message that is hidden, too: to decide is to know what it was."""
    is_hidden: bool
    created_at: datetime
    is_asked: bool
    """The message in the middle."""


def messages_around(message: Message, reach: int) -> tuple[MessageAround, ...]:
    """It and up to `reach` messages on either side, in the order in which they were written. One query."""
    span = (message.number - reach, message.number + reach)
    rows = Message.objects.filter(conversation=message.conversation_id, number__range=span).select_related("author")
    return tuple(
        MessageAround(
            row.number,
            Side(row.side),
            AuthorCard(row.author.handle, row.author.public_name),
            row.body,
            row.hidden_at is not None,
            row.created_at,
            row.pk == message.pk,
        )
        for row in rows.order_by("number")
    )
