"""Payments that one admin proposes and another approves: a run, and the lines that both have seen."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from payouts.models import control_guards, guards


class RunState(models.TextChoices):
    """proposed → approved (by somebody else) | withdrawn | stale (something had changed when it was to be approved)."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")
    STALE = "stale", _("overtaken")


class PayoutRun(models.Model):
    """Exactly these payments, by their digest. `rail`, `currency` and `up_to_minor` are what they were chosen by.

    `own_xid` is the transaction that wrote it: no line may be added by another. `difference` says, line by line, what
    had changed when it was found stale.
    """

    state = models.CharField(max_length=10, choices=RunState, default=RunState.PROPOSED)
    rail = models.CharField(max_length=20, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    up_to_minor = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    difference = models.JSONField(default=list)
    own_xid = models.BigIntegerField(db_default=guards.CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("payout run")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="payout_run_four_eyes",
                condition=~Q(state=RunState.APPROVED) | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="payout_run_decided",
                condition=Q(state=RunState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=RunState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="payout_run_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="payout_run_not_empty", condition=Q(count__gt=0)),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change("payout_run", "state", "decided_by_id", "decided_at", "reason", "difference"),
            control_guards.born_as("payout_run", "proposed"),
            pgtrigger.FSM(
                name="payout_run_states",
                field="state",
                transitions=[("proposed", "approved"), ("proposed", "withdrawn"), ("proposed", "stale")],
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"


class PayoutRunLine(models.Model):
    """One payment as both admins saw it. The account is masked; the payee is `user:<id>` or `brand:<id>`, no name."""

    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="lines")
    disbursement = models.ForeignKey("payouts.Disbursement", on_delete=models.PROTECT, related_name="run_lines")
    position = models.PositiveIntegerField()
    idempotency_key = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    destination = models.CharField(max_length=64)
    payee = models.CharField(max_length=48)

    class Meta:
        verbose_name = _("line of a payout run")
        verbose_name_plural = _("lines of payout runs")
        ordering: ClassVar[list[str]] = ["run_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "position"], name="payout_run_line_position"),
            models.UniqueConstraint(fields=["run", "disbursement"], name="payout_run_line_once"),
        ]
        triggers: ClassVar = [*insert_only("payout_run_line"), control_guards.lines_come_with_their_run()]

    def __str__(self) -> str:
        return f"{self.idempotency_key} {self.amount_minor} {self.currency}"
