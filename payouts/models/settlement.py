"""Who is owed what, and why: settlements, their lines, and the obligations that follow. Insert-only."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from contests.models import Contest, Entry
from contests.models.guards import insert_only
from payouts.models import dispute_guards, guards
from payouts.models.ledger import JournalEntry
from payouts.models.policy import PayoutPolicy


class Settlement(models.Model):
    """What a contest's end means in money, from its stored facts through its stored policy; replayable to the cent.

    The first settles the outcome; a later one exists when a winner was passed over: its lines carry the whole again,
    its obligations the difference.
    """

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="settlements")
    sequence = models.PositiveSmallIntegerField(default=1)
    policy = models.ForeignKey(PayoutPolicy, on_delete=models.PROTECT, related_name="settlements")
    outcome = models.CharField(max_length=12)
    terms = models.JSONField()
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    floor_minor = models.BigIntegerField()
    floor_reductions = models.JSONField(default=dict)
    owed_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    refund_minor = models.BigIntegerField()
    decided_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    own_xid = models.BigIntegerField(null=True, db_default=guards.CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("settlement")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["own_xid"], name="settlement_own_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contest", "sequence"], name="settlement_sequence_once"),
            models.CheckConstraint(
                name="settlement_amounts",
                condition=Q(
                    floor_minor__gte=0,
                    owed_minor__gte=0,
                    fee_minor__gte=0,
                    tax_minor__gte=0,
                    refund_minor__gte=0,
                ),
            ),
        ]
        triggers: ClassVar = [
            *insert_only("settlement"),
            guards.settlement_pays_the_floor(),
        ]

    def __str__(self) -> str:
        return f"settlement {self.sequence} of {self.contest_id}"


class SettlementLine(models.Model):
    """One amount with its reason: the rule, what went into it, and the arithmetic."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="settlement_lines",
    )
    component = models.CharField(max_length=8)
    rule = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    inputs = models.JSONField(default=dict)
    formula = models.CharField(max_length=400)

    class Meta:
        verbose_name = _("settlement line")
        ordering: ClassVar[list[str]] = ["settlement_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["settlement", "position"], name="settlement_line_once"),
        ]
        triggers: ClassVar = insert_only("settlement_line")

    def __str__(self) -> str:
        return f"{self.rule} {self.amount_minor}"


class ObligationKind(models.TextChoices):
    """earned is payable at once; a prize once the work is handed over; a refund goes back to the brand.

    These three are settled by rule. An adjustment is what a person decided in a dispute, interest what the platform
    owes for having paid late: neither is ever part of a settlement's total.
    """

    EARNED = "earned", _("earned")
    PRIZE = "prize", _("prize")
    REFUND = "refund", _("refund")
    ADJUSTMENT = "adjustment", _("adjustment")
    INTEREST = "interest", _("interest")


SETTLED_KINDS = (ObligationKind.EARNED, ObligationKind.PRIZE, ObligationKind.REFUND)


class Obligation(models.Model):
    """A debt to one payee, and the payee's side of the journal entry that recognised it.

    It follows from a settlement, except the refund of what was paid in for a draft, which had nothing to settle.

    Only these may be written later: its release (a prize's handover accepted), its cancellation (by reversal), that a
    payment of it stands, and until when a dispute holds it. Unpaid ones have an index of their own, so that a sweep
    reads no others.

    `part` is 0 as settled. A debt of which only a part is disputed, or a refund that goes back in several, is cancelled
    and owed again in parts, which have the other numbers and add up to it. `held_until`: nothing is paid before that
    moment, and nobody has to do anything for the hold to end then; null if it was never held.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    settlement = models.ForeignKey(
        Settlement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
    )
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="obligations")
    entry = models.ForeignKey(
        Entry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
    )
    payee_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
    )
    payee_brand = models.ForeignKey(
        Brand,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
    )
    kind = models.CharField(max_length=10, choices=ObligationKind)
    part = models.PositiveSmallIntegerField(db_default=0)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    journal_entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="obligation")
    pay_by = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("obligation")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["payee_user", "-id"], name="obligation_payee_newest"),
            models.Index(fields=["contest", "entry"], name="obligation_contest_entry"),
            models.Index(
                fields=["pay_by"],
                name="obligation_unpaid",
                condition=Q(
                    released_at__isnull=False,
                    cancelled_at__isnull=True,
                    paid_at__isnull=True,
                ),
            ),
            models.Index(fields=["id"], name="obligation_paid_late", condition=Q(paid_at__gt=F("pay_by"))),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="obligation_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="obligation_one_payee",
                condition=Q(
                    payee_brand__isnull=True,
                    payee_user__isnull=False,
                    entry__isnull=False,
                )
                & ~Q(kind=ObligationKind.REFUND)
                | Q(
                    payee_brand__isnull=False,
                    payee_user__isnull=True,
                    entry__isnull=True,
                    kind=ObligationKind.REFUND,
                ),
            ),
            models.UniqueConstraint(
                fields=["settlement", "entry", "payee_user", "kind", "part"],
                name="obligation_once",
                condition=Q(settlement__isnull=False) & ~Q(kind=ObligationKind.INTEREST),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="obligation_settled",
                condition=Q(settlement__isnull=False) | Q(kind=ObligationKind.REFUND),
            ),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "obligation", "released_at", "cancelled_at", "paid_at", "pay_by", "held_until"
            ),
            guards.obligation_paid_by_a_payment(),
            guards.unsettled_refund_of_a_draft(),
            *dispute_guards.on_obligations(),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_minor} {self.currency}"
