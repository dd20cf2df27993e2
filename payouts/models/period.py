"""Closed months: what the books said, and that nothing is booked into them any more. Insert-only."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duerows.guards import insert_only
from payouts.models import period_guards


class PeriodClose(models.Model):
    """A month (UTC) that was closed, after the one before it. `trial_balance` is of all entries effective before its
    end, as `payouts.ledger.TrialBalanceRow` says it; `entry_count` is how many those are.
    """

    month = models.DateField(primary_key=True)
    ends_at = models.DateTimeField(unique=True)
    trial_balance: Any = models.JSONField()
    entry_count = models.BigIntegerField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="period_closed_after_its_end", condition=Q(closed_at__gte=F("ends_at"))),
        ]
        triggers: ClassVar = [*insert_only("period_close"), period_guards.close_follows()]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
