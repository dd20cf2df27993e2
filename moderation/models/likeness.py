"""Prints of images, by which near-duplicates are found, and the pairs that were found."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Entry, StoredFile
from duerows.models import DueRow
from moderation.models.case import Case
from moderation.nearness import BANDS, RADIUS


def _band(number: int) -> models.GeneratedField:
    """One band of the hash, kept by the database, so that it cannot say anything else than the hash does."""
    low, width = BANDS[number]
    expression = Func(
        F("hash"),
        template=f"((%(expressions)s >> {low}) & {(1 << width) - 1})::integer",
        output_field=models.IntegerField(),
    )
    return models.GeneratedField(expression=expression, output_field=models.IntegerField(), db_persist=True)


class ImagePrint(DueRow):
    """The perceptual hash of an entry's image, as a signed number. As a due row it waits to be compared.

    Images that are like every other (`nearness.says_something`) have none.
    """

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="image_print")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    hash = models.BigIntegerField()
    band_0 = _band(0)
    band_1 = _band(1)
    band_2 = _band(2)
    is_common = models.BooleanField(default=False)
    """So many images of others are like it that it is a commonplace: only the nearest were kept."""

    class Meta:
        verbose_name = _("print of an image")
        verbose_name_plural = _("prints of images")
        indexes: ClassVar[list[models.Index]] = [
            DueRow.due_index("image_print_due"),
            models.Index(fields=["band_0"], name="image_print_band_0"),
            models.Index(fields=["band_1"], name="image_print_band_1"),
            models.Index(fields=["band_2"], name="image_print_band_2"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.hash & 0xFFFF_FFFF_FFFF_FFFF:016x}"


class Verdict(models.TextChoices):
    """What a person made of a likeness."""

    OPEN = "", _("to be looked at")
    DISMISSED = "dismissed", _("no copy")
    CASE = "case", _("made a case of")


class Likeness(models.Model):
    """Two entries of different people with images that are nearly the same; the nearest pair of their images."""

    earlier = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    earlier_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    later_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    distance = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True, default=Verdict.OPEN)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="likenesses")

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["later"], name="likeness_later"),
            models.Index(fields=["-id"], name="likeness_open", condition=Q(verdict="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["earlier", "later"], name="likeness_pair_once"),
            models.CheckConstraint(name="likeness_of_two", condition=~Q(earlier=F("later"))),
            models.CheckConstraint(name="likeness_near", condition=Q(distance__lte=RADIUS)),
            models.CheckConstraint(
                name="likeness_looked_at_by_somebody",
                condition=Q(verdict="", looked_at__isnull=True, looked_by__isnull=True, case__isnull=True)
                | Q(verdict="dismissed", looked_at__isnull=False, looked_by__isnull=False, case__isnull=True)
                | Q(verdict="case", looked_at__isnull=False, looked_by__isnull=False, case__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} like {self.earlier_id}"
