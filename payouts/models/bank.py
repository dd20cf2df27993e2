"""What a bank reports: its files as they came, the statements in them, and every movement that it has booked."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from duerows.models import DueRow
from payouts.models import bank_guards, guards
from payouts.models.payment_file import PaymentFile, PaymentFileLine
from payouts.rails.batch import Direction, ReportKind

REPORT_KINDS = [
    (ReportKind.STATUS.value, _("status of a file")),
    (ReportKind.STATEMENT.value, _("statement")),
    (ReportKind.NOTIFICATION.value, _("notification")),
    (ReportKind.OTHER.value, _("other")),
]
DIRECTIONS = [(Direction.IN.value, _("in")), (Direction.OUT.value, _("out"))]


class BankFeed(DueRow):
    """How far a rail's reports have been fetched, and when they are next."""

    rail = models.CharField(max_length=20, unique=True)
    cursor = models.TextField(blank=True, default="")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bank feed")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("bank_feed_due")]

    def __str__(self) -> str:
        return self.rail


class BankReport(DueRow):
    """A report as the bank sent it, kept under the bank's own id, read afterwards.

    It names people's accounts, and lies sealed: `services.bank_secrets` opens it. The digest is the plain bytes'.
    """

    rail = models.CharField(max_length=20)
    provider_report_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=REPORT_KINDS)
    sealed_body = models.BinaryField()
    body_sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bank report")
        indexes: ClassVar[list[models.Index]] = [DueRow.due_index("bank_report_due")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "provider_report_id"], name="bank_report_once"),
            models.CheckConstraint(name="bank_report_sealed", condition=bank_guards.lies_sealed("sealed_body")),
        ]
        triggers: ClassVar = [
            guards.only_these_may_change(
                "bank_report",
                "due_state",
                "due_at",
                "lease_until",
                "fence",
                "attempts",
                "last_error",
                "finished_at",
                "sealed_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rail} {self.provider_report_id}"


class BankStatement(models.Model):
    """One account's statement for a while: where the bank says it began and ended, and what its entries add up to."""

    report = models.ForeignKey(BankReport, on_delete=models.PROTECT, related_name="statements")
    rail = models.CharField(max_length=20)
    account = models.CharField(max_length=64)
    statement_id = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    sequence = models.BigIntegerField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    opening_minor = models.BigIntegerField()
    closing_minor = models.BigIntegerField()
    moved_minor = models.BigIntegerField()

    class Meta:
        verbose_name = _("bank statement")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "account", "statement_id"], name="bank_statement_once")
        ]
        triggers: ClassVar = insert_only("bank_statement")

    def __str__(self) -> str:
        return f"{self.account} {self.statement_id}"


class EntryMeaning(models.TextChoices):
    """payment, return: of a payment of ours. credit: somebody else's money. unexplained: money left, and not by us; a
    person finds out why."""

    PAYMENT = "payment", _("payment")
    RETURN = "return", _("return")
    CREDIT = "credit", _("credit")
    UNEXPLAINED = "unexplained", _("unexplained")


class BankEntry(models.Model):
    """One movement that the bank has booked on our account, once, under the bank's own reference.

    A payment's or a return's line is the one it belongs to; a sum that stands for a whole file names the file. Of the
    other party's account only the last signs are kept. The books follow every one of these, explained or not.
    """

    report = models.ForeignKey(BankReport, on_delete=models.PROTECT, related_name="entries")
    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    rail = models.CharField(max_length=20)
    account = models.CharField(max_length=64)
    reference = models.CharField(max_length=160)
    direction = models.CharField(max_length=3, choices=DIRECTIONS)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    booked_on = models.DateField()
    value_on = models.DateField(null=True, blank=True)
    meaning = models.CharField(max_length=12, choices=EntryMeaning)
    line = models.ForeignKey(
        PaymentFileLine, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_entries"
    )
    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, null=True, blank=True, related_name="bank_entries")
    order_id = models.CharField(max_length=35, blank=True, default="")
    party_name = models.CharField(max_length=140, blank=True, default="")
    party_ending = models.CharField(max_length=4, blank=True, default="")
    text = models.TextField(blank=True, default="")
    bank_code = models.CharField(max_length=60, blank=True, default="")
    explanation = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bank entry")
        verbose_name_plural = _("bank entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rail", "account", "reference"], name="bank_entry_once"),
            models.UniqueConstraint(
                fields=["line", "direction"], name="bank_entry_line_once", condition=Q(line__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["file", "direction"], name="bank_entry_file_once", condition=Q(file__isnull=False)
            ),
            models.CheckConstraint(name="bank_entry_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="bank_entry_directed", condition=Q(direction__in=["in", "out"])),
            models.CheckConstraint(
                name="bank_entry_means",
                condition=Q(meaning="payment", direction="out", line__isnull=False, file__isnull=True)
                | Q(meaning="payment", direction="out", line__isnull=True, file__isnull=False)
                | Q(meaning="return", direction="in", line__isnull=False, file__isnull=True)
                | Q(meaning="credit", direction="in", line__isnull=True, file__isnull=True)
                | Q(meaning="unexplained", direction="out", line__isnull=True, file__isnull=True),
            ),
            models.CheckConstraint(name="bank_entry_explained", condition=Q(explanation="") | Q(meaning="unexplained")),
        ]
        triggers: ClassVar = [guards.only_these_may_change("bank_entry", "statement_id", "explanation")]

    def __str__(self) -> str:
        return f"{self.reference} {self.direction} {self.amount_minor}"
