"""A contest's deadlines, as rows. What happens when one passes is decided in `contests.lifecycle.default_move`."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from contests.lifecycle import DeadlineKind
from contests.models.contest import Contest
from duerows.models import DueRow, DueState


class Deadline(DueRow):
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DeadlineKind])

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("deadline_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contest", "kind"],
                condition=Q(due_state=DueState.WAITING),
                name="deadline_one_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"
