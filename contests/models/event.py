"""What happened to a contest, when and by whom. Insert-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from contests.models import guards
from contests.models.contest import Contest
from duerows.xacts import CurrentTransaction


class ContestEvent(models.Model):
    """One move, or one noteworthy act without a move (then both states are the same)."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=30)
    role = models.CharField(max_length=10)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    from_state = models.CharField(max_length=16)
    to_state = models.CharField(max_length=16)
    data = models.JSONField(default=dict)
    # By which a reader sees each event once it has committed, and misses none; see `duerows.xacts`.
    own_xid = models.BigIntegerField(null=True, db_default=CurrentTransaction(), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contest", "at"], name="event_contest_at"),
            models.Index(fields=["own_xid"], name="event_own_order"),
        ]
        triggers: ClassVar = guards.insert_only("contest_event")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
