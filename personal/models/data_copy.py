"""A copy of everything that is about a person, asked for by them: written by a worker, there for a week."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from duerows.models import DueRow, DueState


def new_copy_key() -> str:
    """Where a copy lies: random, so that it tells nothing of whose it is."""
    return f"copies/{secrets.token_hex(24)}.zip"


class DataCopy(DueRow):
    """As a due row it waits to be written. It is there from `ready_at` on until `expires_at`, then `removed_at`."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_copies")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    storage_key = models.CharField(max_length=120, blank=True, default="")
    size_bytes = models.BigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "copy of one's data"
        verbose_name_plural = "copies of one's data"
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("data_copy_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(due_state=DueState.WAITING), name="data_copy_one_waiting_per_user"
            ),
            models.CheckConstraint(
                name="data_copy_there_for_a_while",
                condition=Q(ready_at__isnull=True, expires_at__isnull=True, removed_at__isnull=True, storage_key="")
                | Q(ready_at__isnull=False, expires_at__gt=F("ready_at"), removed_at__isnull=True, size_bytes__gt=0)
                & ~Q(storage_key="")
                | Q(ready_at__isnull=False, removed_at__isnull=False, storage_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}"
