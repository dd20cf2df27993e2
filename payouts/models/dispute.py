"""Disputes over a line of pay, what their decisions made owed, and the interest on what the platform paid late.

A dispute row is written once; only its decision is added, by a person, and never changed. Adjustments and interest are
ordinary debts (`Obligation`); the rows here say why they exist, and are insert-only.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from payouts.models import dispute_guards, guards
from payouts.models.settlement import Obligation


class DisputeSide(models.TextChoices):
    """Who says that an amount is wrong: the one it is owed to (too low), or the brand (not earned)."""

    PAYEE = "payee", _("payee")
    BRAND = "brand", _("brand")


class DisputeDecision(models.TextChoices):
    """open ──▶ upheld | dismissed, by somebody of the platform; or withdrawn by its own side. Each is for good."""

    OPEN = "", _("open")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Dispute(models.Model):
    """One side's word that a debt to a creative is wrong by an amount, and a person's decision on it.

    `held` is the debt that waits meanwhile, wholly: for the payee a part of what goes back to the brand, for the brand
    a part of the disputed debt itself; none if nothing was unpaid. It follows a later settlement while the dispute is
    open. `decided_minor` is what was upheld; whether it moved money is told by the adjustments.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="disputes")
    held = models.ForeignKey(Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="held_for")
    side = models.CharField(max_length=5, choices=DisputeSide)
    claim_minor = models.BigIntegerField()
    reason = models.TextField(max_length=2000)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=9, choices=DisputeDecision, blank=True, default="")
    decided_minor = models.BigIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("dispute")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["opened_at"], name="dispute_open", condition=Q(decision="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(decision=""), name="dispute_one_open"),
            models.UniqueConstraint(fields=["held"], condition=Q(decision=""), name="dispute_holds_once"),
            models.CheckConstraint(name="dispute_claim", condition=Q(claim_minor__gt=0) & ~Q(reason="")),
            models.CheckConstraint(name="dispute_side_known", condition=Q(side__in=DisputeSide.values)),
            models.CheckConstraint(
                name="dispute_decided_whole",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True, decided_minor__isnull=True)
                | Q(decision__in=["dismissed", "withdrawn"], decided_by__isnull=False, decided_at__isnull=False)
                & Q(decided_minor__isnull=True)
                | Q(decision="upheld", decided_by__isnull=False, decided_at__isnull=False, decided_minor__gt=0)
                & Q(decided_minor__lte=F("claim_minor"))
                & ~Q(decision_reason=""),
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "dispute", "held_id", "decision", "decided_minor", "decided_by_id", "decided_at", "decision_reason"
            ),
            *dispute_guards.on_disputes(),
        ]

    def __str__(self) -> str:
        return f"{self.side} over {self.obligation_id}: {self.decision or 'open'}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet, and its own side has not taken it back."""
        return self.decision == DisputeDecision.OPEN


class Adjustment(models.Model):
    """A debt that a decision made: to a payee who was owed more, to the others of a shortlist, or to the brand."""

    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, primary_key=True, related_name="adjustment")
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="adjustments")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("adjustment")
        triggers: ClassVar = [*insert_only("adjustment"), dispute_guards.adjustment_was_decided()]

    def __str__(self) -> str:
        return f"{self.obligation_id} by dispute {self.dispute_id}"


class InterestDebt(models.Model):
    """Late interest on one debt, with all that its amount was computed from; at most one for a debt, for ever.

    ⌈debt·(`reference_bps` + `margin_bps`)·days/3 650 000⌉ + `lump_minor`, from `due_on` (exclusive) to `paid_on`.
    """

    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, primary_key=True, related_name="interest")
    debt = models.OneToOneField(Obligation, on_delete=models.PROTECT, related_name="earned_interest")
    due_on = models.DateField()
    paid_on = models.DateField()
    reference_bps = models.IntegerField()
    margin_bps = models.IntegerField()
    lump_minor = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("late interest")
        verbose_name_plural = _("late interest")
        triggers: ClassVar = [*insert_only("interest_debt"), dispute_guards.interest_is_owed()]

    def __str__(self) -> str:
        return f"{self.obligation_id} on {self.debt_id}"
