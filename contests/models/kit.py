"""A brand's kit: logo, colours, fonts, tone. Each change is a new version, so that a brief shows the one it chose."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models import guards


class BrandKit(models.Model):
    """One version of it. Colours are `#rrggbb` beside their names, in one order."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="kits")
    number = models.PositiveIntegerField()
    colour_names = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    colour_values = ArrayField(models.CharField(max_length=7), default=list, blank=True)
    fonts = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    tone = models.TextField(_("tone"), max_length=2000, blank=True)
    dos = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    donts = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    logo = models.ForeignKey(
        "contests.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="kits"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("brand kit")
        ordering: ClassVar[list[str]] = ["brand", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["brand", "number"], name="brand_kit_number_once"),
            models.CheckConstraint(
                name="brand_kit_colours_named",
                condition=Q(colour_names__len=models.F("colour_values__len")),
            ),
        ]
        triggers: ClassVar = guards.insert_only("brand_kit")

    def __str__(self) -> str:
        return f"kit {self.number} of {self.brand_id}"
