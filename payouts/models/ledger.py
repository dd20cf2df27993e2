"""The books: accounts, journal entries, postings. Insert-only; a correction is a reversal.

The database refuses an unbalanced entry, a leg added after its entry's transaction, an overdrawn escrow, and every
UPDATE, DELETE and TRUNCATE. `payouts.ledger` is the only writer.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from contests.models.guards import insert_only
from payouts.models import guards, period_guards, posting_guards, seal_guards


class AccountKind(models.TextChoices):
    ASSET = "asset", _("asset")
    LIABILITY = "liability", _("liability")
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")


class Side(models.TextChoices):
    DEBIT = "debit", _("debit")
    CREDIT = "credit", _("credit")


class LedgerAccount(models.Model):
    """An account; its balance is never stored, but summed from its postings.

    A contest has one escrow account for each currency that it was ever to be funded in; one of them is in use.
    """

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=AccountKind)
    currency = models.CharField(max_length=3)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("account")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["contest", "currency"],
                condition=Q(contest__isnull=False),
                name="account_escrow_once",
            ),
            models.CheckConstraint(name="account_kind_known", condition=Q(kind__in=AccountKind.values)),
            models.CheckConstraint(
                name="account_escrow_is_liability",
                condition=Q(contest__isnull=True) | Q(kind=AccountKind.LIABILITY),
            ),
        ]
        triggers: ClassVar = [*insert_only("ledger_account"), posting_guards.account_of_its_own_moment()]

    def __str__(self) -> str:
        return self.code


class JournalEntry(models.Model):
    """One event in the books. `own_xid` is the transaction that wrote it: no leg may be added by another, and seals go
    by it. The books' own order is (own_xid, id)."""

    kind = models.CharField(max_length=30)
    idempotency_key = models.CharField(max_length=120, unique=True)
    effective_at = models.DateTimeField()
    posted_at = models.DateTimeField(db_default=Now(), editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
    )
    memo = models.CharField(max_length=200, blank=True, default="")
    own_xid = models.BigIntegerField(db_default=guards.CurrentTransaction(), editable=False)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["own_xid"], name="journal_entry_own_order")]
        triggers: ClassVar = [
            *insert_only("journal_entry"),
            seal_guards.entry_of_its_own_transaction(),
            period_guards.entry_in_an_open_period(),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Posting(models.Model):
    """One leg of an entry. All legs of an entry are inserted by one statement and balance in its currency.

    `posted_at` is the entry's, held again: by it postings lie in months, each a table of its own, which
    `payouts.ledger.months` makes ahead. To the database the key is (id, posted_at); a guard keeps ids unique.
    """

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="postings")
    side = models.CharField(max_length=6, choices=Side)
    amount_minor = models.BigIntegerField()
    posted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("posting")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="posting_positive", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(name="posting_side_known", condition=Q(side__in=Side.values)),
        ]
        triggers: ClassVar = [
            *insert_only("posting"),
            posting_guards.balanced_entries(),
            posting_guards.no_overdrawn_escrow(),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.amount_minor}"
