"""What makes a request safe to repeat: its key, its fingerprint and its reply, kept for good."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class IdempotencyRecord(models.Model):
    """One request of one caller. The reply is written in the transaction of the effect."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_id = models.CharField(max_length=100, blank=True, default="")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    reply: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "client_id", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
