"""Reminders that decide nothing: a question has waited long, a brief closes soon, reviews can be written. What is still
true is asked anew when one falls due."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contests.models.contest import Contest
from contests.models.question import Question
from duerows.models import DueRow, DueState


class NudgeKind(models.TextChoices):
    CLOSING_SOON = "closing_soon", _("closes soon")
    QUESTION_WAITS = "question_waits", _("a question has waited for a day")
    QUESTION_WAITS_LONG = "question_waits_long", _("a question has waited for three days")
    REVIEWS_OPEN = "reviews_open", _("reviews can be written")
    REVIEWS_CLOSE = "reviews_close", _("reviews can be written for some days more")


OF_QUESTIONS = (NudgeKind.QUESTION_WAITS, NudgeKind.QUESTION_WAITS_LONG)
OF_REVIEWS = (NudgeKind.REVIEWS_OPEN, NudgeKind.REVIEWS_CLOSE)


class Nudge(DueRow):
    """One reminder about a contest, or about one question on it."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="nudges")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, blank=True, related_name="nudges")
    kind = models.CharField(max_length=20, choices=NudgeKind)

    class Meta:
        verbose_name = _("reminder")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("nudge_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="nudge_of_a_question",
                condition=Q(kind__in=OF_QUESTIONS, question__isnull=False)
                | (~Q(kind__in=OF_QUESTIONS) & Q(question__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["contest"],
                name="nudge_closing_once",
                condition=Q(kind=NudgeKind.CLOSING_SOON, due_state=DueState.WAITING),
            ),
            models.UniqueConstraint(
                fields=["question", "kind"], name="nudge_question_once", condition=Q(question__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["contest", "kind"], name="nudge_reviews_once", condition=Q(kind__in=OF_REVIEWS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"
