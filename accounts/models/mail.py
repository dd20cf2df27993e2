"""A mail to be sent: a row in the transaction of what it tells of, sent later by a worker."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from accounts.models.user import User
from duerows.models import DueRow


class OutgoingMail(DueRow):
    """One mail to one person, in their language. `dedupe_key` makes asking twice harmless."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mails")
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "outgoing mail"
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("outgoing_mail_due")]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"
