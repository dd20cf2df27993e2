"""The checklist of a handover: what the brief asks for, item by item, and what each side has said of it.

An item's state is its latest mark. Marks decide nothing about money or time: silence accepts as ever.

    (open) ──delivered──▶ delivered ──ticked──▶ ticked
                           │   ▲  ▲               │
                 missing ──┘   └──┴──delivered────┘ (as long as the handover is not accepted)
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import checklist_guards, guards
from contests.models.award import Handover
from contests.models.file import StoredFile


class MarkKind(models.TextChoices):
    """The maker says delivered; the brand says ticked, or missing with what is."""

    DELIVERED = "delivered", _("delivered")
    TICKED = "ticked", _("ticked off")
    MISSING = "missing", _("something is missing")


class HandoverItem(models.Model):
    """One deliverable of the brief, as it stood when the award was given."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("item of a handover")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handover", "position"], name="handover_item_once"),
            models.CheckConstraint(name="handover_item_from_one", condition=Q(position__gte=1)),
        ]
        triggers: ClassVar = [*guards.insert_only("handover_item"), checklist_guards.item_is_of_the_brief()]

    def __str__(self) -> str:
        return f"{self.position}. {self.words}"


class HandoverMark(models.Model):
    """What somebody said of an item. It stands; the next one follows it."""

    item = models.ForeignKey(HandoverItem, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=10, choices=MarkKind)
    words = models.CharField(max_length=1000, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("mark on an item of a handover")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="handover_mark_known", condition=Q(kind__in=MarkKind.values)),
            models.CheckConstraint(
                name="handover_mark_says_what", condition=~Q(kind=MarkKind.MISSING.value) | ~Q(words="")
            ),
        ]
        triggers: ClassVar = [*guards.insert_only("handover_mark"), checklist_guards.mark_is_in_turn()]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.kind}"


class HandoverMarkFile(models.Model):
    """A file by which an item was delivered."""

    mark = models.ForeignKey(HandoverMark, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mark", "file"], name="handover_mark_file_once")
        ]
        triggers: ClassVar = [
            *guards.insert_only("handover_mark_file"),
            checklist_guards.file_is_of_the_handover(),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.file_id}"
