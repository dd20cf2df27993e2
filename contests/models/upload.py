"""Files that arrive in pieces: a large source keeps what came of it when the connection breaks, and goes on there.

    receiving ──► finished ──► used        (a file of a version, a handover or a brief; once)
        │             │
        └──► gone ◄───┘                    (taken back by its owner, refused, or expired)

`received` says how many bytes lie safely in storage. A row's bytes are its parts, end to end; once they are all there
they are joined into one original, which the row then names, and the parts go.
"""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import upload_guards
from contests.models.file import StoredFile


class UploadState(models.TextChoices):
    RECEIVING = "receiving", _("arriving")
    FINISHED = "finished", _("arrived")
    USED = "used", _("submitted")
    GONE = "gone", _("removed")


def new_part_key() -> str:
    """Where a part lies: random, so that it tells nothing of owner, upload or order."""
    return f"parts/{secrets.token_hex(24)}"


class SourceUpload(models.Model):
    """One file on its way. Its address holds its random key, and nobody but its owner is answered there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.RECEIVING)
    name = models.CharField(max_length=200)
    claimed_type = models.CharField(max_length=100, blank=True, default="")
    """What the sender called it; nothing is decided by it."""
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    """Counts who began to send: whoever began before the last one writes nothing any more."""
    storage_key = models.CharField(max_length=120, blank=True, default="", editable=False)
    """The joined original, until a file takes it over."""
    sha256 = models.CharField(max_length=64, blank=True, default="")
    media_type = models.CharField(max_length=80, blank=True, default="")
    """What its bytes say that it is, once they are all there."""
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="upload", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("upload")
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "created_at", "id"], name="source_upload_own"),
            models.Index(
                fields=["expires_at"], name="source_upload_due", condition=Q(state__in=["receiving", "finished"])
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="source_upload_within_length",
                condition=Q(length__gt=0, received__gte=0, received__lte=F("length")),
            ),
            models.CheckConstraint(
                name="source_upload_whole_when_joined",
                condition=Q(state__in=["receiving", "gone"]) | Q(received=F("length")) & ~Q(storage_key=""),
            ),
            models.CheckConstraint(
                name="source_upload_used_by_a_file",
                condition=Q(state="used", file__isnull=False) | ~Q(state="used") & Q(file__isnull=True),
            ),
        ]
        triggers: ClassVar = upload_guards.of_uploads()

    def __str__(self) -> str:
        return f"{self.pk} {self.received}/{self.length}"


class SourcePart(models.Model):
    """Bytes of an upload that lie in storage: `size` of them from `start` on."""

    upload = models.ForeignKey(SourceUpload, on_delete=models.CASCADE, related_name="parts")
    start = models.BigIntegerField()
    size = models.BigIntegerField()
    storage_key = models.CharField(max_length=120, unique=True, default=new_part_key, editable=False)

    class Meta:
        verbose_name = _("part of an upload")
        ordering: ClassVar[list[str]] = ["start"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "start"], name="source_part_start_once"),
            models.CheckConstraint(name="source_part_not_empty", condition=Q(size__gt=0)),
        ]
        triggers: ClassVar = upload_guards.of_parts()

    def __str__(self) -> str:
        return f"{self.upload_id} {self.start}+{self.size}"
