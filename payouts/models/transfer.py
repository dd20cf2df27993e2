"""Bank transfers that come in, and what of them goes back to their payers."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from duerows.models import DueRow
from payouts.models import bank_guards, guards
from payouts.models.bank import BankEntry


class TransferState(models.TextChoices):
    """What became of money that somebody sent us.

        received ──▶ applied                 all of it is in escrow
           │  ├────▶ surplus ──▶ returning   what no contest needs goes back after some days, if nobody assigns it
           │  ▼         └──────▶ applied | kept
           └▶ unmatched ──▶ applied | surplus | returning | kept     a person decides; kept: it is the platform's own
        returning ──▶ returned               it arrived with its payer
           └────────▶ unmatched ◀── returned    it could not be sent back, or came back once more

    Of `unmatched` nobody knows whose it is, so it has no deadline: it is parked, and the audit names it every day.
    """

    RECEIVED = "received", _("received")
    APPLIED = "applied", _("in escrow")
    SURPLUS = "surplus", _("more than needed")
    UNMATCHED = "unmatched", _("not matched")
    RETURNING = "returning", _("on its way back")
    RETURNED = "returned", _("sent back")
    KEPT = "kept", _("the platform's own")


STATE_MOVES = [
    *(("received", later) for later in ("applied", "surplus", "unmatched")),
    *((earlier, later) for earlier in ("surplus", "unmatched") for later in ("applied", "returning", "kept")),
    ("unmatched", "surplus"),
    ("surplus", "unmatched"),
    ("returning", "returned"),
    ("returning", "unmatched"),
    ("returned", "unmatched"),
]


class IncomingTransfer(DueRow):
    """Money that somebody sent us, once per entry of the bank's. What contests use of it are deposits; the rest is its
    own state's.

    The account that it came from lies sealed (`services.bank_secrets` opens it, to send money back); none where the
    bank has not named it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.OneToOneField(BankEntry, on_delete=models.PROTECT, related_name="incoming")
    rail = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=25, blank=True, default="")
    payer_name = models.CharField(max_length=140, blank=True, default="")
    payer_sealed = models.BinaryField(null=True, blank=True)
    payer_ending = models.CharField(max_length=4, blank=True, default="")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.RECEIVED)
    contest = models.ForeignKey(
        Contest, on_delete=models.PROTECT, null=True, blank=True, related_name="incoming_transfers"
    )
    kept_minor = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("incoming transfer")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("incoming_transfer_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="incoming_transfer_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="incoming_transfer_kept_minor", condition=Q(kept_minor__gte=0)),
            models.CheckConstraint(name="incoming_transfer_sealed", condition=bank_guards.lies_sealed("payer_sealed")),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "incoming_transfer",
                "due_state",
                "due_at",
                "lease_until",
                "fence",
                "attempts",
                "last_error",
                "finished_at",
                "state",
                "contest_id",
                "kept_minor",
                "payer_sealed",
            ),
            pgtrigger.FSM(name="incoming_transfer_states", field="state", transitions=STATE_MOVES),
            bank_guards.not_spent_twice("incoming_transfer", "NEW.id", pgtrigger.UpdateOf("kept_minor")),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.state}"


class ReturnState(models.TextChoices):
    """As a disbursement's, without holds."""

    PENDING = "pending", _("pending")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("unknown")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("returned")
    REJECTED = "rejected", _("rejected")


RETURN_MOVES = [
    *((earlier, later) for earlier in ("pending", "unknown") for later in ("sent", "paid", "returned", "rejected")),
    ("pending", "unknown"),
    *(("sent", later) for later in ("paid", "returned", "rejected")),
    ("paid", "returned"),
]


class TransferReturn(DueRow):
    """One payment back to the account that a transfer came from, of what was left of it. It goes out in a file like any
    other.

    `created_by` is the operator who sent it back; nobody, where its time had come.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(IncomingTransfer, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.PENDING)
    rail = models.CharField(max_length=20)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    holder_name = models.CharField(max_length=140)
    provider_reference = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("transfer sent back")
        verbose_name_plural = _("transfers sent back")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("transfer_return_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="transfer_return_positive", condition=Q(amount_minor__gt=0)),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "transfer_return",
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
                "paid_at",
            ),
            pgtrigger.FSM(name="transfer_return_states", field="state", transitions=RETURN_MOVES),
            guards.booked_by("transfer_return", {"paid": ":paid", "returned": ":returned"}),
            bank_guards.not_spent_twice("transfer_return", "NEW.transfer_id", pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} {self.state}"
