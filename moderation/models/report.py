"""A report: somebody says that something should not be here."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duerows.guards import insert_only
from moderation.models import guards
from moderation.models.case import Case


class Reason(models.TextChoices):
    ILLEGAL = "illegal", _("It breaks the law")
    COPIED = "copied", _("It is copied from another work")
    OFFENSIVE = "offensive", _("It insults or hurts people")
    SPAM = "spam", _("It is advertising or spam")
    UNFAIR_TERMS = "unfair_terms", _("Its terms are unfair to those who work")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """A notice in the sense of the Digital Services Act, article 16: confirmed at once, and its outcome is told.

    Who reported is known to whoever decides, and to nobody else.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("what is wrong with it"), max_length=12, choices=Reason)
    words = models.TextField(_("in your words"), max_length=4000)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("report")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reporter", "-id"], name="report_reporter_newest"),
            models.Index(fields=["reporter", "at"], name="report_reporter_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "reporter"], name="report_once_a_case"),
            models.CheckConstraint(name="report_says_something", condition=~Q(words="")),
            models.CheckConstraint(name="report_reason_known", condition=Q(reason__in=Reason.values)),
        ]
        triggers: ClassVar = [*insert_only("report"), guards.report_fits()]

    def __str__(self) -> str:
        return f"{self.ref} {self.reason}"
