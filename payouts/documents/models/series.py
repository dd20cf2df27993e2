"""Series of numbers: gapless, one for each issuer and year. A series is moved by its documents alone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payouts.documents.models import guards


class DocumentSeries(models.Model):
    """One year of one issuer's numbers. `code` is what its references begin with (F, A, R, AF-7KXQ2M…).

    Locked by whoever issues; the database moves `last_number` as it takes a document in, and lets nobody else do so.
    """

    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    last_issued_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("series of documents")
        verbose_name_plural = _("series of documents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "year"], name="document_series_once"),
            models.CheckConstraint(name="document_series_year", condition=Q(year__gte=2000)),
        ]
        triggers: ClassVar = [guards.series_moved_by_documents()]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"
