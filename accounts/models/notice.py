"""What somebody was told, how they want to be told it, and the one mail a day that gathers what can wait.

A notice holds no words: its mail's template and context do, so that it is read in whatever language its reader speaks
then.
"""

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models.user import User
from accounts.topics import FIXED, Arrival, Topic
from duerows.guards import only_these_may_change
from duerows.models import DueRow, DueState


class Notice(models.Model):
    """One thing that one person was told. `awaits_digest`: it is to stand in their next morning's mail."""

    ref = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    topic = models.CharField(max_length=20)
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    awaits_digest = models.BooleanField(default=False)

    class Meta:
        verbose_name = "notice"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["user"], name="notice_for_digest", condition=Q(awaits_digest=True)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="notice_topic_known", condition=Q(topic__in=[one.value for one in Topic])),
        ]
        triggers: ClassVar = [only_these_may_change("notice", "read_at", "awaits_digest", may_go=True)]

    def __str__(self) -> str:
        return f"{self.template} → {self.user_id}"


class NoticeChoice(models.Model):
    """How somebody wants one topic to arrive, where that is not as it is for everybody."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notice_choices")
    topic = models.CharField(max_length=20)
    arrival = models.CharField(max_length=10)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "choice of notices"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "topic"], name="notice_choice_one_per_topic"),
            # What may not be switched off is not even chosen.
            models.CheckConstraint(
                name="notice_choice_topic_free",
                condition=Q(topic__in=[one.value for one in Topic if one not in FIXED]),
            ),
            models.CheckConstraint(
                name="notice_choice_arrival_known", condition=Q(arrival__in=[one.value for one in Arrival])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic} {self.arrival}"


class Digest(DueRow):
    """One morning's mail to one person, of the notices that wait for it by then. At most one waits per person."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digests")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "daily mail"
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("digest_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(due_state=DueState.WAITING), name="digest_one_waiting_per_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_at:%Y-%m-%d} → {self.user_id}"
