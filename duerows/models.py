"""A row that falls due: the durable form of every deadline, payout, mail and derivative still to be made.

The row decides; a Celery message about it only hints. A subclass adds what the row is about. Columns are written by
`duerows.claims` alone.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DueState(models.TextChoices):
    """waiting → done | cancelled | parked; a parked row waits for an operator, who may set it waiting again."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    PARKED = "parked", _("parked")


class DueRow(models.Model):
    """What a worker needs to claim a row, keep it for a while, and be refused if it comes back too late."""

    is_ours: ClassVar[bool] = True
    """Whether we alone decide how late its rows are done. Where others may let us wait, lateness is no alarm."""

    due_state = models.CharField(max_length=10, choices=DueState, default=DueState.WAITING)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def due_index(cls, name: str) -> models.Index:
        """The index that claiming reads: waiting rows by due time, and nothing else."""
        return models.Index(fields=["due_at"], name=name, condition=Q(due_state=DueState.WAITING))
