"""A large file on its way here, in pieces that may be sent one by one and after a break."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_piece_key() -> str:
    """Where a piece lies: random, so that it tells nothing."""
    return f"pieces/{secrets.token_hex(24)}"


class PartialUpload(models.Model):
    """Only its owner knows of it. Whole once `offset_bytes` is its size; swept when it expires, used or not."""

    ref = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    offset_bytes = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of the whole, as its sender gave it beforehand; checked when the file is taken in."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("partial upload")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "expires_at"], name="partial_upload_owner"),
            models.Index(fields=["expires_at"], name="partial_upload_expiry"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="partial_upload_within", condition=Q(offset_bytes__gte=0, offset_bytes__lte=F("size_bytes"))
            ),
            models.CheckConstraint(name="partial_upload_not_empty", condition=Q(size_bytes__gt=0)),
            models.CheckConstraint(
                name="partial_upload_used_whole",
                condition=Q(used_at__isnull=True) | Q(offset_bytes=F("size_bytes")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.offset_bytes}/{self.size_bytes}"


class UploadPiece(models.Model):
    """Some bytes of it, which begin where the piece before them ended."""

    upload = models.ForeignKey(PartialUpload, on_delete=models.CASCADE, related_name="pieces")
    starts_at = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    storage_key = models.CharField(max_length=120, unique=True, default=new_piece_key, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "starts_at"], name="upload_piece_once"),
            models.CheckConstraint(name="upload_piece_not_empty", condition=Q(size_bytes__gt=0, starts_at__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}+{self.size_bytes}"
