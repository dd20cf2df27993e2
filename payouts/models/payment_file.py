"""Files of payments for rails that take many at once. What is in a file is fixed when it is made, and never changes."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from duerows.models import DueRow
from payouts.models import bank_guards, guards
from payouts.models.disbursement import Disbursement


class FileState(models.TextChoices):
    """Where a file stands; each of its payments has a state of its own besides.

        pending ──▶ accepted ──▶ settled     the bank has said the last word on every payment, or booked it
           │            └──────▶ rejected    the bank refused the file: its payments are rejected with it
           ▼
        unknown ──▶ accepted | rejected      asked about, and sent again under the same name if the bank never saw it

    One that is accepted and of which the bank says nothing more is parked for a person after some days.
    """

    PENDING = "pending", _("pending")
    UNKNOWN = "unknown", _("unknown")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    SETTLED = "settled", _("settled")


STATE_MOVES = [
    ("pending", "unknown"),
    *((earlier, later) for earlier in ("pending", "unknown") for later in ("accepted", "rejected", "settled")),
    ("accepted", "rejected"),
    ("accepted", "settled"),
]


class PaymentFile(DueRow):
    """One file under its permanent name. Whose account pays is kept with it: it is rendered from these rows alone.

    As a due row it is waiting until nothing more is expected. Its attempts are never counted anew: a refusal of a file
    that may have been handed over more than once says nothing about the first time.
    """

    rail = models.CharField(max_length=20)
    message_id = models.CharField(max_length=35, unique=True)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.PENDING)
    currency = models.CharField(max_length=3)
    originator_name = models.CharField(max_length=70)
    originator_account = models.CharField(max_length=64)
    originator_bank_id = models.CharField(max_length=11, blank=True, default="")
    execute_on = models.DateField()
    payment_count = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    document_sha256 = models.CharField(max_length=64)
    provider_reference = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("payment file")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("payment_file_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="payment_file_not_empty", condition=Q(payment_count__gt=0, total_minor__gt=0)),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "payment_file",
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
                "sent_at",
            ),
            pgtrigger.FSM(name="payment_file_states", field="state", transitions=STATE_MOVES),
            bank_guards.file_is_its_lines(),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"


class PaymentFileLine(models.Model):
    """One payment as it stands in its file, in the rail's own letters: a disbursement, or money sent back to a payer.

    A payment is in one file at most, for ever. Its account stays sealed where it belongs and is opened when the file is
    rendered: it never changes there, and the file's digest would tell.
    """

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    order_id = models.CharField(max_length=35, unique=True)
    disbursement = models.OneToOneField(
        Disbursement, on_delete=models.PROTECT, null=True, blank=True, related_name="file_line"
    )
    transfer_return = models.OneToOneField(
        "payouts.TransferReturn", on_delete=models.PROTECT, null=True, blank=True, related_name="file_line"
    )
    amount_minor = models.BigIntegerField()
    name = models.CharField(max_length=70)
    text = models.CharField(max_length=140)

    class Meta:
        verbose_name = _("payment in a file")
        verbose_name_plural = _("payments in files")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "position"], name="payment_file_line_once"),
            models.CheckConstraint(name="payment_file_line_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="payment_file_line_of_one",
                condition=Q(disbursement__isnull=False, transfer_return__isnull=True)
                | Q(disbursement__isnull=True, transfer_return__isnull=False),
            ),
        ]
        triggers: ClassVar = [*insert_only("payment_file_line"), bank_guards.line_pays_its_payment()]

    def __str__(self) -> str:
        return self.order_id
