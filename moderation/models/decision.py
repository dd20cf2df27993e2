"""A decision and its statement of reasons: what was found, on what ground, how, and what one can do about it."""

import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from duerows.guards import insert_only
from moderation.models import guards
from moderation.models.case import Case
from moderation.rules import APPEAL_PERIOD, Measure

MEASURES = [
    (Measure.NONE.value, _("nothing is done")),
    (Measure.WARN.value, _("a warning")),
    (Measure.HIDE.value, _("hidden from the public")),
    (Measure.DISQUALIFY.value, _("ruled out of the contest")),
    (Measure.SUSPEND.value, _("the brief stands still")),
    (Measure.STRIKE.value, _("a strike")),
    (Measure.BLOCK.value, _("the account is blocked")),
    (Measure.REVERSAL.value, _("an earlier decision is taken back")),
]


class Ground(models.TextChoices):
    LAW = "law", _("the law")
    TERMS = "terms", _("the site’s terms")


class Detection(models.TextChoices):
    """How it came to light."""

    NOTICE = "notice", _("somebody reported it")
    OWN = "own", _("somebody of the platform noticed it")
    AUTOMATED = "automated", _("a program found it, and a person looked")


class Decision(models.Model):
    """Written once. No program decides: `is_automated` is stated because the law asks for it, and is always no."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    measure = models.CharField(max_length=10, choices=MEASURES)
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whom it restricts, and who may appeal. Nobody, if nothing is done."""
    facts = models.TextField(max_length=4000)
    ground = models.CharField(max_length=5, choices=Ground)
    ground_detail = models.CharField(max_length=400)
    """The article of the law, or the clause of the terms, and why it applies."""
    detection = models.CharField(max_length=10, choices=Detection)
    is_automated = models.BooleanField(default=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    appeal_until = models.DateTimeField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        verbose_name = _("decision")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["addressee", "-id"], name="decision_addressee"),
            models.Index(fields=["addressee", "decided_at"], name="decision_strikes", condition=Q(measure="strike")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="decision_measure_known", condition=Q(measure__in=[m.value for m in Measure])),
            models.CheckConstraint(name="decision_states_reasons", condition=~Q(facts="") & ~Q(ground_detail="")),
            models.CheckConstraint(name="decision_by_a_person", condition=Q(is_automated=False)),
            models.CheckConstraint(
                name="decision_restricts_somebody", condition=Q(measure="none") ^ Q(addressee__isnull=False)
            ),
            models.CheckConstraint(
                name="decision_reverses_one", condition=Q(measure="reversal") ^ Q(reverses__isnull=True)
            ),
            models.CheckConstraint(
                name="decision_six_months_to_appeal",
                condition=Q(
                    appeal_until=ExpressionWrapper(
                        F("decided_at") + timedelta(seconds=APPEAL_PERIOD.total_seconds()),
                        output_field=models.DateTimeField(),
                    )
                ),
            ),
        ]
        triggers: ClassVar = [*insert_only("decision"), guards.decided_by_the_platform(), guards.reversal_fits()]

    def __str__(self) -> str:
        return f"{self.ref} {self.measure}"
