"""Entries that a brand has put aside while it chooses: a matter of its own view, of neither state nor money."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import gallery_guards as guards
from contests.models.entry import Entry


class EliminationReason(models.TextChoices):
    """Why; the author reads it in these words."""

    OFF_BRIEF = "off_brief", _("It does not answer the brief")
    STYLE = "style", _("The style is not the one looked for")
    TOO_CLOSE = "too_close", _("It is too close to another entry")
    TECHNICAL = "technical", _("It has a technical flaw")
    OTHER = "other", _("Another reason")


class Elimination(models.Model):
    """An entry put aside, with a reason; taking it back closes the row, and another may follow.

    The entry stays admissible: it keeps its part in whatever lapse or cancelling will pay.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="eliminations")
    reason = models.CharField(_("reason"), max_length=12, choices=EliminationReason)
    words = models.CharField(_("in your words"), max_length=500, blank=True, default="")
    eliminated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    eliminated_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("elimination")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(undone_at__isnull=True), name="elimination_stands_once"
            ),
            models.CheckConstraint(
                name="elimination_reason_known", condition=Q(reason__in=[one.value for one in EliminationReason])
            ),
            models.CheckConstraint(name="elimination_other_in_words", condition=~Q(reason="other") | ~Q(words="")),
            models.CheckConstraint(
                name="elimination_undone_by_somebody",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [guards.elimination_fits(), guards.elimination_is_kept()]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.reason}"
