"""A brief that a brand begins for the maker of one entry of an earlier contest: more work, or buying that work."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.follow_up_rules import Purpose
from contests.models import follow_up_guards, guards
from contests.models.contest import Contest
from contests.models.entry import Entry


class FollowUp(models.Model):
    """From which entry a contest was begun, and for what. Fixed from the first; it may be declined once."""

    contest = models.OneToOneField(Contest, on_delete=models.CASCADE, primary_key=True, related_name="follow_up")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="follow_ups")
    purpose = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Purpose])
    least_minor = models.BigIntegerField()
    """What its prize may not fall below."""
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("brief for one maker")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="follow_up_purpose", condition=Q(purpose__in=[one.value for one in Purpose])),
            models.CheckConstraint(
                name="follow_up_least",
                condition=Q(purpose=Purpose.JOB.value, least_minor=0)
                | Q(purpose=Purpose.PURCHASE.value, least_minor__gt=0),
            ),
            models.CheckConstraint(
                name="follow_up_declined_by_somebody",
                condition=Q(declined_at__isnull=True, declined_by__isnull=True)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
            ),
        ]
        triggers: ClassVar = [
            follow_up_guards.begins_from_an_entry(),
            follow_up_guards.only_these_may_change("follow_up", "declined_by_id", "declined_at", may_go=True),
            follow_up_guards.goes_with_its_draft(),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} from {self.entry_id}"


class FollowUpConsent(models.Model):
    """One maker's yes to selling the work: its author's, and that of each of the team, whose split stays as it was."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent to a sale")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["follow_up", "person"], name="follow_up_consent_once")
        ]
        triggers: ClassVar = [
            *guards.insert_only("follow_up_consent"),
            follow_up_guards.consent_is_a_makers(),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} sells in {self.follow_up_id}"
