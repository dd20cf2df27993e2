"""Files: private originals under random keys, and the derivatives that pages show."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models import declaration_guards, guards
from contests.models.award import Handover
from contests.models.brief import Brief
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


OWNERS = ("version", "handover", "brief", "brand")


def _only_owner(name: str) -> Q:
    return Q(**{f"{owner}__isnull": owner != name for owner in OWNERS})


class StoredFile(DueRow):
    """An uploaded file of an entry's version, a handover, a brief or a brand's kit. As a due row, it waits to be
    examined and derived.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        EntryVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="files",
    )
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, blank=True, related_name="kit_files")
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
                condition=_only_owner("version")
                | _only_owner("handover")
                | _only_owner("brief")
                | _only_owner("brand"),
            ),
            models.CheckConstraint(name="stored_file_not_empty", condition=Q(size_bytes__gt=0)),
        ]
        triggers: ClassVar = [
            guards.no_work_before_shortlist(),
            guards.attachments_frozen(),
            guards.delivered_files_stay(),
            declaration_guards.declared_before_files(),
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
