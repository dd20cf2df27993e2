"""A contest's funding: under which policy, on which terms, and how much it can owe at most."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from payouts.models import guards
from payouts.models.ledger import LedgerAccount
from payouts.models.policy import PayoutPolicy


class Escrow(models.Model):
    """Locked before money of its contest moves, in order of contest id. What it holds is its account's balance."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, primary_key=True, related_name="escrow")
    policy = models.ForeignKey(PayoutPolicy, on_delete=models.PROTECT, related_name="escrows")
    account = models.OneToOneField(LedgerAccount, on_delete=models.PROTECT, related_name="escrow")
    terms = models.JSONField()
    currency = models.CharField(max_length=3)
    liability_minor = models.BigIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("escrow")
        verbose_name_plural = _("escrows")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="escrow_liability_positive", condition=Q(liability_minor__gt=0)),
        ]
        triggers: ClassVar = [guards.escrow_fixed_once_open()]

    def __str__(self) -> str:
        return f"escrow of {self.contest_id}"
