"""A case: everything that is said about one thing, until it is decided."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Comment, Contest, Entry, Message, Question
from duerows.guards import only_these_may_change
from moderation.models import guards
from moderation.rules import Target

TARGETS = tuple(target.value for target in Target)
"""Each is also the name of the column that holds it."""

KINDS = [
    (Target.ENTRY.value, _("entry")),
    (Target.CONTEST.value, _("brief")),
    (Target.QUESTION.value, _("question")),
    (Target.COMMENT.value, _("comment")),
    (Target.MESSAGE.value, _("message")),
    (Target.PERSON.value, _("person")),
]


class Origin(models.TextChoices):
    """How the platform came to look at it."""

    REPORT = "report", _("reported")
    LIKENESS = "likeness", _("found to be like another work")
    STRIKES = "strikes", _("three strikes within a year")


def _one_target() -> Q:
    told = Q()
    for kind in TARGETS:
        told |= Q(kind=kind, **{f"{name}__isnull": name != kind for name in TARGETS})
    return told


class Case(models.Model):
    """Of one thing there is one open case. It is closed by a decision, and opened again only by an appeal."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=KINDS)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(max_length=10, choices=Origin)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("case")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opened_at", "id"], name="case_open", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["-id"], name="case_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="case_of_one_thing", condition=_one_target()),
            *(
                models.UniqueConstraint(
                    fields=[name], name=f"case_open_once_{name}", condition=Q(closed_at__isnull=True)
                )
                for name in TARGETS
            ),
        ]
        triggers: ClassVar = [only_these_may_change("case", "closed_at"), guards.closed_by_a_decision()]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"

    @property
    def target(self) -> Target:
        return Target(self.kind)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
