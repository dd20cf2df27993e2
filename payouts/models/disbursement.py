"""Payments on their way out, and what the rails say of them."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PayoutAccount
from duerows.models import DueRow, DueState
from payouts.models import control_guards, guards, origin_guards
from payouts.models.run import PayoutRun
from payouts.models.settlement import Obligation


class DisbursementState(models.TextChoices):
    """pending → sent → paid; sent | pending → unknown → (asked again under the same key) → sent | paid | rejected;
    paid → returned; pending ↔ held. After rejected or returned the debt stands, and a new disbursement follows once the
    payee has given another account."""

    PENDING = "pending", _("pending")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("unknown")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("returned")
    REJECTED = "rejected", _("rejected")
    HELD = "held", _("held")


STATE_MOVES = [
    *((earlier, later) for earlier in ("pending", "unknown") for later in ("sent", "paid", "returned", "rejected")),
    ("pending", "unknown"),
    ("pending", "held"),
    ("held", "pending"),
    *(("sent", later) for later in ("paid", "returned", "rejected")),
    ("paid", "returned"),
]

LIVE = (
    DisbursementState.PENDING,
    DisbursementState.SENT,
    DisbursementState.UNKNOWN,
    DisbursementState.PAID,
    DisbursementState.HELD,
)


DISPUTED = "disputed"
"""Why a payment that nobody had begun was given up: its debt is held, and is paid anew once the hold has ended."""


class Disbursement(DueRow):
    """One payment of one obligation. Its key is written before the rail is first called, and never minted anew.

    It goes to its payee's `payout_account`, or, a refund, back through the deposit that it came in by: its `origin`.

    One that `needs_approval` (it is above its rail's limit, or beyond the day's) leaves only with a `run` that two
    people stand for.

    As a due row it is waiting as long as a worker must still do something about it: send, ask, ask again.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="disbursements")
    attempt = models.PositiveSmallIntegerField(default=1)
    idempotency_key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=DisbursementState, default=DisbursementState.PENDING)
    rail = models.CharField(max_length=20)
    payout_account = models.ForeignKey(PayoutAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.ForeignKey(
        "payouts.Deposit", on_delete=models.PROTECT, null=True, blank=True, related_name="sent_back"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    provider_reference = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False, db_default=False)
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, null=True, blank=True, related_name="disbursements")
    retry_at = models.DateTimeField(null=True, blank=True)
    """When an operator said that the same account may be tried again: the rejection was not the payee's business."""

    class Meta:
        verbose_name = _("disbursement")
        indexes: ClassVar[list[models.Index]] = [
            # Thousands are due at the same moment: with the key in it, a claim reads its batch and sorts none of them.
            models.Index(fields=["due_at", "id"], name="disbursement_due", condition=Q(due_state=DueState.WAITING)),
            models.Index(fields=["state", "-id"], name="disbursement_state"),
            models.Index(
                fields=["id"],
                name="disbursement_unapproved",
                condition=Q(needs_approval=True, run__isnull=True, state__in=("pending", "held")),
            ),
            models.Index(fields=["-id"], name="disbursement_ever_asked_for", condition=Q(needs_approval=True)),
            models.Index(
                fields=["rail", "currency", "created_at"],
                name="disbursement_of_a_day",
                include=["amount_minor", "needs_approval"],
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="disbursement_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="disbursement_one_way",
                condition=Q(payout_account__isnull=False, origin__isnull=True)
                | Q(payout_account__isnull=True, origin__isnull=False),
            ),
            models.UniqueConstraint(fields=["obligation", "attempt"], name="disbursement_attempt_once"),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(state__in=LIVE),
                name="disbursement_one_live",
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "disbursement",
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
                "paid_at",
                "needs_approval",
                "run_id",
                "retry_at",
            ),
            guards.disbursement_pays_its_obligation(),
            control_guards.disbursement_born_unapproved(),
            control_guards.disbursement_approved(),
            control_guards.disbursements_within_limits(),
            guards.disbursement_account_in_effect(),
            origin_guards.disbursement_goes_back(),
            pgtrigger.FSM(name="disbursement_states", field="state", transitions=STATE_MOVES),
            guards.records_changes("disbursement"),
            guards.booked_by("disbursement", {"paid": ":paid", "returned": ":returned"}),
        ]

    def __str__(self) -> str:
        return f"{self.idempotency_key} {self.state}"

    @property
    def destination(self) -> str:
        """Where it goes, masked, the same in every language; an arrow says that it goes back through its origin."""
        if self.payout_account is not None:
            return self.payout_account.masked
        return f"↩ {self.origin.masked}" if self.origin is not None else ""


class RailNotice(DueRow):
    """A notice from a rail, kept under the provider's event id, answered at once, processed later."""

    rail = models.CharField(max_length=20)
    provider_event_id = models.CharField(max_length=120)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rail notice")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("rail_notice_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "provider_event_id"], name="rail_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.provider_event_id}"
