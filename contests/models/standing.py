"""How a brand has dealt with its contests: one row for each, counted anew every hour. What is shown of it is decided in
`contests.standing`."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Brand


class BrandStanding(models.Model):
    """The fields are those of `contests.standing.Counts`. Written by one statement, read by brand."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    decided = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)
    cancelled_open = models.PositiveIntegerField(default=0)
    cancelled_shortlisting = models.PositiveIntegerField(default=0)
    cancelled_final = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    answer_minutes = models.PositiveIntegerField(null=True)
    handovers = models.PositiveIntegerField(default=0)
    by_clock = models.PositiveIntegerField(default=0)
    accept_hours = models.PositiveIntegerField(null=True)
    reviews = models.PositiveIntegerField(default=0)
    review_hundredths = models.PositiveSmallIntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="standing_parts_fit",
                condition=Q(in_time__lte=F("decided"), answered__lte=F("asked"), by_clock__lte=F("handovers")),
            ),
            models.CheckConstraint(
                name="standing_review_range",
                condition=Q(review_hundredths__isnull=True) | Q(review_hundredths__range=(100, 500)),
            ),
        ]

    def __str__(self) -> str:
        return f"standing of {self.brand_id}"
