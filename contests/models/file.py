"""Files: private originals under random keys, and the derivatives that pages show."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.award import Handover
from contests.models.entry import EntryVersion
from duerows.models import DueRow


class FileKind(models.TextChoices):
    IMAGE = "image", _("image")
    ATTACHMENT = "attachment", _("attachment")


class FileState(models.TextChoices):
    """pending until a worker has examined it; a refused file is kept for its owner to see why, and shown to nobody."""

    PENDING = "pending", _("being examined")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


def new_storage_key() -> str:
    """Where the original lies: random, so that it tells nothing of owner, contest or order."""
    return f"originals/{secrets.token_hex(24)}"


class StoredFile(DueRow):
    """An uploaded file of an entry's version or of a handover. As a due row, it waits to be examined and derived."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        EntryVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
    )
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=FileKind)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.PENDING)
    refused_because = models.CharField(max_length=300, blank=True, default="")
    storage_key = models.CharField(max_length=120, unique=True, default=new_storage_key, editable=False)
    original_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    placeholder = models.TextField(blank=True, default="")
    perceptual_hash = models.CharField(max_length=16, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file")
        ordering: ClassVar[list[str]] = ["position", "id"]
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("stored_file_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="stored_file_one_owner",
                condition=Q(version__isnull=True, handover__isnull=False)
                | Q(version__isnull=False, handover__isnull=True),
            ),
            models.CheckConstraint(name="stored_file_not_empty", condition=Q(size_bytes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.media_type}"


class Derivative(models.Model):
    """A re-encoded copy for showing, without metadata, at one width."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="derivatives")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    storage_key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["width"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "width"], name="derivative_width_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.width}px"
