"""Messages between a brand and the author of an entry, and how far each reader has read."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.comment_rules import Side
from contests.message_rules import LONGEST
from contests.models import guards, message_guards
from contests.models.comment import SIDES
from contests.models.entry import Entry
from duerows.guards import only_these_may_change


class Conversation(models.Model):
    """All that is said between the brand and the author about one entry; made with its first message.

    `last_number` and `last_at` are those of its latest message, kept for the order of lists and for what is unread.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="conversation")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    last_number = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("conversation")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-last_at", "-entry"], name="conversation_newest"),
        ]
        triggers: ClassVar = [
            message_guards.conversation_fits(),
            message_guards.counts_its_messages(),
            guards.not_by_the_blocked("conversation", "opened_by_id"),
            only_these_may_change("conversation", "last_number", "last_at"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}, {self.last_number}"


class Message(models.Model):
    """Something that one side said to the other. Its words stand; the platform may hide them, with its reasons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=5, choices=SIDES)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("message"), max_length=LONGEST)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    """From when on the platform shows it to whoever wrote it only."""

    class Meta:
        verbose_name = _("message")
        ordering: ClassVar[list[str]] = ["conversation", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "number"], name="message_number_once"),
            models.CheckConstraint(name="message_says_something", condition=~Q(body="")),
            models.CheckConstraint(name="message_not_too_long", condition=LessThanOrEqual(Length("body"), LONGEST)),
            models.CheckConstraint(name="message_side_known", condition=Q(side__in=[side.value for side in Side])),
        ]
        triggers: ClassVar = [
            message_guards.message_fits(),
            guards.not_by_the_blocked("message", "author_id"),
            only_these_may_change("message", "hidden_at"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.number}"


class ConversationRead(models.Model):
    """Up to which message somebody has read a conversation; it only moves forward. Told to nobody else."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="reads")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    up_to = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("how far somebody has read")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["conversation", "reader"], name="conversation_read_once"),
        ]
        triggers: ClassVar = [
            message_guards.read_by_its_reader(),
            message_guards.read_moves_forward(),
            only_these_may_change("conversation_read", "up_to", "read_at", may_go=True),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} in {self.conversation_id}: {self.up_to}"
