"""What holds a rail back: its switch, its limits per currency, who wants to loosen them, and every change ever made.

A row of `RailControl` or `RailLimit` is only changed together with a `ControlChange` that says who did it and why; the
database compares the two. Letting more through (starting a rail again, raising a limit) needs a proposal that somebody
else has confirmed.
"""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from payouts.models import control_guards, guards


class ProposalState(models.TextChoices):
    """proposed → confirmed | withdrawn. One that a stricter change has overtaken is withdrawn with it."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ControlProposal(models.Model):
    """One admin's wish to let more through. Without a currency it is about the rail's switch, else about limits."""

    rail = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, blank=True, default="")
    approval_above_minor = models.BigIntegerField(null=True, blank=True)
    daily_limit_minor = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal to loosen a control")
        verbose_name_plural = _("proposals to loosen a control")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["rail", "currency"],
                condition=Q(state=ProposalState.PROPOSED),
                name="control_proposal_one_open",
            ),
            models.CheckConstraint(
                name="control_proposal_four_eyes",
                condition=~Q(state=ProposalState.CONFIRMED)
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="control_proposal_decided",
                condition=Q(state=ProposalState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=ProposalState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="control_proposal_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="control_proposal_about",
                condition=Q(currency="", approval_above_minor__isnull=True, daily_limit_minor__isnull=True)
                | ~Q(currency="") & Q(approval_above_minor__gte=0, daily_limit_minor__gte=0),
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change("control_proposal", "state", "decided_by_id", "decided_at"),
            control_guards.born_as("control_proposal", "proposed"),
            pgtrigger.FSM(
                name="control_proposal_states",
                field="state",
                transitions=[("proposed", "confirmed"), ("proposed", "withdrawn")],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.currency or 'start'} {self.state}"


class ChangeKind(models.TextChoices):
    STOPPED = "stopped", _("stopped")
    STARTED = "started", _("started again")
    LOWERED = "lowered", _("lowered")
    RAISED = "raised", _("raised")


def _all_limits(is_null: bool) -> Q:
    names = ("above_before", "above_after", "daily_before", "daily_after")
    return Q(**{f"{name}__isnull": is_null for name in names})


class ControlChange(models.Model):
    """One change of a rail's switch or limits: who, why, from what to what, and who else for a loosening. For ever.

    Amounts are minor units; a change of the switch has none, and no currency.
    """

    kind = models.CharField(max_length=8, choices=ChangeKind)
    rail = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, blank=True, default="")
    above_before = models.BigIntegerField(null=True, blank=True)
    above_after = models.BigIntegerField(null=True, blank=True)
    daily_before = models.BigIntegerField(null=True, blank=True)
    daily_after = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.OneToOneField(
        ControlProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="change"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a control")
        verbose_name_plural = _("changes of controls")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="control_change_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="control_change_four_eyes",
                condition=Q(kind__in=("stopped", "lowered"), second__isnull=True, proposal__isnull=True)
                | Q(kind__in=("started", "raised"), second__isnull=False, proposal__isnull=False)
                & ~Q(second=F("actor")),
            ),
            models.CheckConstraint(
                name="control_change_about",
                condition=Q(kind__in=("stopped", "started"), currency="") & _all_limits(True)
                | Q(kind__in=("lowered", "raised")) & ~Q(currency="") & _all_limits(False),
            ),
            models.CheckConstraint(
                name="control_change_lowers",
                condition=~Q(kind="lowered")
                | Q(above_after__lte=F("above_before"), daily_after__lte=F("daily_before")),
            ),
        ]
        triggers: ClassVar = [
            *insert_only("control_change"),
            control_guards.loosened_by_a_confirmed_proposal(),
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.currency} {self.kind}"


class RailControl(models.Model):
    """A rail's switch. A rail without a row has never been stopped.

    While `stopped_at` is set no new order leaves; asking about what may have left goes on.
    """

    rail = models.CharField(max_length=20, unique=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    change = models.OneToOneField(ControlChange, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("rail's switch")
        verbose_name_plural = _("rails' switches")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rail_control_stopped",
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True, reason="")
                | Q(stopped_at__isnull=False, stopped_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        triggers: ClassVar = [control_guards.switch_follows_its_history(), control_guards.kept("rail_control")]

    def __str__(self) -> str:
        return f"{self.rail} {'stopped' if self.stopped_at else 'running'}"


class RailLimit(models.Model):
    """What may be ordered on a rail in a currency without anybody's approval: per payment, and per UTC day in all.

    A pair begins with the cautious limits of `control_guards`; `change` is what last moved them. In minor units.
    """

    rail = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    approval_above_minor = models.BigIntegerField(default=control_guards.FIRST_APPROVAL_ABOVE)
    daily_limit_minor = models.BigIntegerField(default=control_guards.FIRST_DAILY_LIMIT)
    change = models.OneToOneField(ControlChange, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("rail's limit")
        verbose_name_plural = _("rails' limits")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "currency"], name="rail_limit_once"),
            models.CheckConstraint(
                name="rail_limit_not_negative", condition=Q(approval_above_minor__gte=0, daily_limit_minor__gte=0)
            ),
        ]
        triggers: ClassVar = [control_guards.limits_follow_their_history(), control_guards.kept("rail_limit")]

    def __str__(self) -> str:
        return f"{self.rail} {self.currency} {self.approval_above_minor} {self.daily_limit_minor}"
