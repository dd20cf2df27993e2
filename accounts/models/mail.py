"""A mail to be sent: a row in the transaction of what it tells of, sent later by a worker."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from duerows.models import DueRow


class OutgoingMail(DueRow):
    """One mail, to a person in their language, or to an address that nobody here has (then in `locale`).

    `dedupe_key` makes asking twice harmless.
    """

    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mails")
    address = models.EmailField(blank=True, default="")
    locale = models.CharField(max_length=5, blank=True, default="")
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "outgoing mail"
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("outgoing_mail_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="outgoing_mail_one_addressee",
                condition=Q(to__isnull=True) & ~Q(address="") | Q(to__isnull=False, address=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to or self.address}"
