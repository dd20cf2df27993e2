"""Somebody's wish to leave: carried out after a week of cooling, unless it is taken back.

waiting → done: they have left. waiting → cancelled: they stay. It never comes back from either.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from duerows.guards import REFUSED
from duerows.models import DueRow, DueState


class Departure(DueRow):
    """`awaits_money`: they leave only once everything owed to them has been paid."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="departures")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField()
    awaits_money = models.BooleanField(default=False)
    put_off_because = models.CharField(max_length=40, blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "departure"
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("departure_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(due_state=DueState.WAITING), name="departure_one_waiting_per_user"
            ),
            models.CheckConstraint(
                name="departure_after_cooling", condition=Q(not_before__gt=F("asked_at"), due_at__gte=F("not_before"))
            ),
            models.CheckConstraint(
                name="departure_undone_or_not",
                condition=Q(due_state=DueState.CANCELLED, undone_at__isnull=False)
                | ~Q(due_state=DueState.CANCELLED) & Q(undone_at__isnull=True),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="departure_ends_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' OR OLD.undone_at IS NOT NULL OR NEW.not_before <> OLD.not_before
                            OR NEW.user_id <> OLD.user_id
                            OR EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id AND left_at IS NOT NULL)
                               AND NEW.due_state <> 'done' THEN
                        RAISE EXCEPTION 'departure % has ended, or its week is being cut short', OLD.id {REFUSED};
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.due_at:%Y-%m-%d}"
