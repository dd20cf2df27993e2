"""What the platform publishes about its own fairness: whole numbers only, worked out anew every day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FairnessFigure(models.Model):
    """One group: the contests decided in a month (none: in all months) and in a category ('': in all of them).

    Amounts are minor units of `currency`, times are minutes or seconds as named, all else are counts. Months are those
    of the decision, in UTC. Nothing here is a source: `payouts.services.fairness` rewrites the whole table. The figures
    of a suppressed row are shown to nobody.
    """

    month = models.DateField(null=True, blank=True)
    category = models.CharField(max_length=40, blank=True, default="")
    currency = models.CharField(max_length=3)

    contests = models.BigIntegerField()
    entrants = models.BigIntegerField()
    entries = models.BigIntegerField()
    paid_entries = models.BigIntegerField()
    pay_minor = models.BigIntegerField()
    hourly_median_bps = models.BigIntegerField(null=True, blank=True)
    reported_entries = models.BigIntegerField()
    minutes = models.BigIntegerField()
    unpaid_minutes = models.BigIntegerField()
    entrants_pay_minor = models.BigIntegerField()
    entrants_pay_by_rank = models.DecimalField(max_digits=30, decimal_places=0)
    fee_minor = models.BigIntegerField()
    spend_minor = models.BigIntegerField()
    answerable_contests = models.BigIntegerField()
    kept_contests = models.BigIntegerField()
    debts = models.BigIntegerField()
    paid_debts = models.BigIntegerField()
    overdue_debts = models.BigIntegerField()
    time_to_pay_p50_seconds = models.BigIntegerField(null=True, blank=True)
    time_to_pay_p95_seconds = models.BigIntegerField(null=True, blank=True)
    youngest_unpaid_seconds = models.BigIntegerField(null=True, blank=True)

    suppressed = models.BooleanField()
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("fairness figure")
        ordering: ClassVar[list[str]] = ["currency", "-month", "category"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["currency", "month", "category"], name="fairness_group_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="fairness_parts_of_wholes",
                condition=Q(
                    paid_entries__lte=models.F("entries"),
                    reported_entries__lte=models.F("entries"),
                    unpaid_minutes__lte=models.F("minutes"),
                    fee_minor__lte=models.F("spend_minor"),
                    kept_contests__lte=models.F("answerable_contests"),
                    answerable_contests__lte=models.F("contests"),
                    paid_debts__lte=models.F("debts"),
                    overdue_debts__lte=models.F("debts") - models.F("paid_debts"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month or '*'} {self.category or '*'} {self.currency}"
