"""Money on its way in: a brand's payments into a contest's escrow."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duerows.models import DueRow
from payouts.models import bank_guards, guards
from payouts.models.escrow import Escrow
from payouts.models.transfer import IncomingTransfer


class DepositState(models.TextChoices):
    """pending ↔ unknown (asked again under the same key) → received | refused; received → returned by the payer's bank.

    Money that is received late, after its contest went back to draft, is received all the same: it stays in the
    contest's escrow and counts when funds are asked for again.
    """

    PENDING = "pending", _("pending")
    UNKNOWN = "unknown", _("unknown")
    RECEIVED = "received", _("received")
    REFUSED = "refused", _("refused")
    RETURNED = "returned", _("returned")


CARD_PAGE = "card"
"""The source of a deposit that is paid by card on a page of the rail's, where the payer says with which."""

LAST_SIGNS = 4
"""How many of a source's last signs are shown. Of a transfer that came in nothing else is kept in plain words."""

STATE_MOVES = [
    ("pending", "unknown"),
    ("unknown", "pending"),
    *((earlier, later) for earlier in ("pending", "unknown") for later in ("received", "refused", "returned")),
    ("received", "returned"),
]


class Deposit(DueRow):
    """One charge on one rail, under a key written before the rail is called. Counted only when received.

    Or what a contest uses of a transfer that has come in by itself: received from the first, and asked for by nobody,
    unless an operator assigned it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    escrow = models.ForeignKey(Escrow, on_delete=models.PROTECT, related_name="deposits")
    idempotency_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=DepositState, default=DepositState.PENDING)
    rail = models.CharField(max_length=20)
    source = models.CharField(_("pay from"), max_length=64)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    provider_reference = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    transfer = models.ForeignKey(
        IncomingTransfer, on_delete=models.PROTECT, null=True, blank=True, related_name="deposits"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deposit")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("deposit_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="deposit_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="deposit_has_an_origin", condition=Q(created_by__isnull=False) | Q(transfer__isnull=False)
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "deposit",
                "due_state",
                "due_at",
                "lease_until",
                "fence",
                "attempts",
                "last_error",
                "finished_at",
                "state",
                "provider_reference",
                "reason",
                "received_at",
            ),
            pgtrigger.FSM(name="deposit_states", field="state", transitions=STATE_MOVES),
            guards.records_changes("deposit"),
            guards.booked_by("deposit", {"received": "", "returned": ":returned"}),
            bank_guards.not_spent_twice(
                "deposit", "NEW.transfer_id", pgtrigger.Insert, pgtrigger.Q(new__transfer__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.state}"

    @property
    def is_paid_on_page(self) -> bool:
        """Whether the payer pays on a page of the rail's."""
        return self.source == CARD_PAGE

    @property
    def masked(self) -> str:
        """Enough to recognise where it came from, too little to use it.

        >>> [Deposit(source=source).masked for source in ("FR7630006000011234567890189", "0002", "card")]
        ['•••• 0189', '•••• 0002', 'card']
        """
        return self.source if self.is_paid_on_page else f"•••• {self.source[-LAST_SIGNS:]}"
