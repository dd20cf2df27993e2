"""Where a contest takes no new work before the shortlist: the existing work that an entry points to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models import guards
from contests.models.entry import Entry


class EntryPortfolio(models.Model):
    """Links to existing work, named once with the entry."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="portfolio")
    links = ArrayField(models.CharField(max_length=300))

    class Meta:
        verbose_name = _("portfolio of an entry")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="entry_portfolio_not_empty", condition=Q(links__len__range=(1, 8)))
        ]
        triggers: ClassVar = guards.insert_only("entry_portfolio")

    def __str__(self) -> str:
        return f"portfolio of {self.entry_id}"
