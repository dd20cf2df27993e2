"""Seals over the books: who changes a sealed entry is found out. Insert-only; `payouts.ledger` is the only writer.

A seal is inserted after its blocks (their foreign key is checked at commit), so that its trigger sees the whole.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contests.models.guards import insert_only
from payouts.models import seal_guards


class LedgerSeal(models.Model):
    """The journal entries of the transactions `from_xid` ≤ x < `to_xid`, as they stood when they were sealed.

    The ranges follow each other without a gap, and none includes a transaction that could still write.
    """

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    entry_count = models.PositiveIntegerField()
    posting_count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    copies = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="seal_range_forward", condition=Q(to_xid__gt=F("from_xid"))),
        ]
        triggers: ClassVar = [*insert_only("ledger_seal"), seal_guards.seal_follows()]

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealBlock(models.Model):
    """Up to 1024 entries of a seal, in the books' own order: their Merkle root, and a copy of their leaves (zlib).

    The copy shows what an entry was when it was sealed, and makes inclusion proofs.
    """

    seal = models.ForeignKey(LedgerSeal, on_delete=models.PROTECT, related_name="blocks")
    position = models.PositiveIntegerField()
    entry_count = models.PositiveIntegerField()
    last_xid = models.BigIntegerField()
    last_entry_id = models.BigIntegerField()
    root = models.CharField(max_length=64)
    copy = models.BinaryField()

    class Meta:
        verbose_name = _("block of a seal")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seal", "position"], name="seal_block_once"),
        ]
        triggers: ClassVar = [*insert_only("seal_block"), seal_guards.block_before_its_seal()]

    def __str__(self) -> str:
        return f"block {self.position} of seal {self.seal_id}"
