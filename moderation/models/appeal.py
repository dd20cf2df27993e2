"""An appeal: whom a decision restricts, or who reported in vain, asks once that somebody else looks."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duerows.guards import only_these_may_change
from moderation.models import guards
from moderation.models.decision import Decision


class Outcome(models.TextChoices):
    OPEN = "", _("to be decided")
    UPHELD = "upheld", _("the decision stands")
    REVERSED = "reversed", _("the decision is taken back")


class Appeal(models.Model):
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    appellant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("why it is wrong"), max_length=4000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    reason = models.TextField(max_length=4000, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at", "id"], name="appeal_open", condition=Q(outcome="")),
            models.Index(fields=["appellant", "-id"], name="appeal_appellant"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "appellant"], name="appeal_once"),
            models.CheckConstraint(name="appeal_says_why", condition=~Q(words="")),
            models.CheckConstraint(
                name="appeal_decided_with_reason",
                condition=Q(outcome="", reason="", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(outcome__in=["upheld", "reversed"], decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                ),
            ),
        ]
        triggers: ClassVar = [
            only_these_may_change("appeal", "outcome", "reason", "decided_by_id", "decided_at"),
            guards.appeal_fits(),
            guards.other_eyes(),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.outcome or 'open'}"
