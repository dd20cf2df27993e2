"""Awards and what follows them: the handover of the winning work."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import guards
from contests.models.contest import Contest
from contests.models.entry import Entry


class Award(models.Model):
    """An entry's rank in the brand's decision. Passed over when its author did not deliver; never deleted.

    Every ranked entry has one; those whose rank carries a prize also have a handover.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="awards")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="award")
    rank = models.PositiveSmallIntegerField(_("rank"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    passed_over_at = models.DateTimeField(null=True, blank=True)
    passed_over_because = models.TextField(max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("award")
        ordering: ClassVar[list[str]] = ["rank", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="award_rank_from_one", condition=Q(rank__gte=1)),
            models.CheckConstraint(
                name="award_passed_over_with_reason",
                condition=Q(passed_over_at__isnull=True) | ~Q(passed_over_because=""),
            ),
        ]
        triggers: ClassVar = [guards.no_delete("award")]

    def __str__(self) -> str:
        return f"#{self.rank}: {self.entry_id}"


class Handover(models.Model):
    """The delivery of one winning entry. Accepted by the brand, or by the clock when the brand stays silent."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="handover")
    note = models.TextField(_("note to the brand"), max_length=4000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_clock = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("handover")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="handover_accepted_after_delivery",
                condition=Q(accepted_at__isnull=True) | Q(delivered_at__isnull=False),
            )
        ]
        triggers: ClassVar = [guards.no_delete("handover")]

    def __str__(self) -> str:
        return f"handover of {self.award_id}"
