"""Remembers how far somebody has read a conversation. It moves forward only, and is told to nobody else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services.notices.marking import mark_key_read
from contests.comment_rules import Side
from contests.errors import NotVisible
from contests.message_rules import side_in
from contests.models import Conversation, ConversationRead
from contests.selectors.roles import role_on
from contests.services.messaging.telling import key_of


@transaction.atomic
def mark_read(actor: User, entry_id: UUID, *, up_to: int | None = None, now: datetime) -> int:
    """Read up to this message, or to the latest; returns how far they now have. Their notice of it is read as well.

    Raises NotVisible.
    """
    conversation = Conversation.objects.select_related("entry__contest").filter(pk=entry_id).first()
    if conversation is None:
        raise NotVisible
    entry = conversation.entry
    side = side_in(role_on(entry.contest, actor), is_author=entry.author_id == actor.pk)
    if side is None:
        raise NotVisible
    wanted = conversation.last_number if up_to is None else min(up_to, conversation.last_number)
    mark, _made = ConversationRead.objects.select_for_update().get_or_create(
        conversation=conversation, reader=actor, defaults={"up_to": 0, "read_at": now}
    )
    if wanted > mark.up_to:
        other = Side.BRAND if side == Side.MAKER else Side.MAKER
        mark_key_read(actor, key_of(other, entry_id, actor.pk, mark.up_to), now=now)
        mark.up_to, mark.read_at = wanted, now
        mark.save(update_fields=["up_to", "read_at"])
    return mark.up_to
