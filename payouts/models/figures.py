"""The platform's public figures as they were last summed, so that no page has to sum the books. Never a source."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SummedFigures(models.Model):
    """One currency's; see `payouts.selectors.figures` for what each is."""

    currency = models.CharField(primary_key=True, max_length=3)
    owed_minor = models.BigIntegerField()
    paid_minor = models.BigIntegerField()
    payments = models.BigIntegerField()
    shortlisted = models.BigIntegerField()
    shortlisted_owed = models.BigIntegerField()
    guarded_minor = models.BigIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("public figures")
        verbose_name_plural = _("public figures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="summed_figures_parts",
                condition=Q(paid_minor__gte=0, paid_minor__lte=F("owed_minor"), payments__gte=0, guarded_minor__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.computed_at:%Y-%m-%d %H:%M}"
