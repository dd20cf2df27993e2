"""What happened to payments, deposits and policies, one row a change: they themselves only hold what is. Insert-only.

Written by the database, so that no service can forget it (`guards.records_changes`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from duerows.xacts import CurrentTransaction
from payouts.models.deposit import Deposit
from payouts.models.disbursement import Disbursement
from payouts.models.policy import PayoutPolicy


class StateChange(models.Model):
    """One row went from a state to another, in the transaction `own_xid`."""

    disbursement = models.ForeignKey(Disbursement, on_delete=models.PROTECT, null=True, related_name="changes")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, null=True, related_name="changes")
    policy = models.ForeignKey(PayoutPolicy, on_delete=models.PROTECT, null=True, related_name="changes")
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(db_default=Now(), editable=False)
    own_xid = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["own_xid"], name="state_change_own_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="state_change_of_one_row",
                condition=Q(disbursement__isnull=False, deposit__isnull=True, policy__isnull=True)
                | Q(disbursement__isnull=True, deposit__isnull=False, policy__isnull=True)
                | Q(disbursement__isnull=True, deposit__isnull=True, policy__isnull=False),
            )
        ]
        triggers: ClassVar = insert_only("state_change")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
