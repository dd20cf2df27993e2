"""Sealing the books: what has been written for good is hashed, chained to the seal before, and signed.

Entries are hashed while they are sealed, not while they are written: that costs a settlement nothing, and whoever could
change a row could change a hash beside it as well. Only a signature, made by a process that holds the key, cannot be
made by the database's owner.

Only transactions that can write no more are sealed, so that no entry is ever missed: a slow one waits for a later seal.
"""

import zlib
from collections.abc import Iterable
from typing import Final

from django.db import connection

from duerows.clock import database_now
from payouts.ledger import signing
from payouts.ledger.leaves import Stretch, count_postings, place_of, stream_leaves
from payouts.ledger.merkle import Frontier, leaf_hash, tree_root
from payouts.ledger.statement import NO_FORMER, SealStatement, seal_digest
from payouts.models import JournalEntry, LedgerSeal, SealBlock

BLOCK: Final = 1024
"""Entries of a block: a power of two, so that blocks are subtrees."""

MOST: Final = 64 * BLOCK
"""Entries of a seal, unless a single transaction wrote more."""

_LOCK: Final = 0x5EA1
_COMPRESSION: Final = 6


class TransactionNumbersRestarted(RuntimeError):
    """The books name transactions that this server has yet to come to, as after a restore from a dump: what is written
    now would look older than what is sealed. See docs/operations.md, Backups.
    """


def seal_next() -> LedgerSeal | None:
    """Seal the next entries in the books' own order, at most `MOST`; None when there are none, or when somebody else is
    at it. Inside the caller's transaction, which should do nothing else.

    Raises NoSigningKey, TransactionNumbersRestarted.
    """
    if not _lock():
        return None
    former = LedgerSeal.objects.order_by("-number").first()
    start = former.to_xid if former else 0
    end = _end(start)
    return write_seal(former, end) if end is not None else None


def write_seal(former: LedgerSeal | None, end: int) -> LedgerSeal:
    """Seal the entries of all transactions from the former seal's end up to `end`, which it does not include."""
    start = former.to_xid if former else 0
    blocks = _Blocks((former.number if former else 0) + 1)
    blocks.take(stream_leaves(Stretch(start, end)))
    statement = SealStatement(
        number=blocks.seal_number,
        previous=former.digest if former else NO_FORMER,
        from_xid=start,
        to_xid=end,
        entry_count=blocks.entry_count,
        posting_count=blocks.posting_count,
        root=blocks.roots.root().hex(),
        copies=blocks.copies.root().hex(),
        sealed_at=database_now(),
        public_key=signing.own_public_key(),
    )
    text = statement.text()
    signature = signing.sign(text)
    SealBlock.objects.bulk_create(blocks.rows, batch_size=16)
    return LedgerSeal.objects.create(
        number=statement.number,
        previous=statement.previous,
        from_xid=start,
        to_xid=end,
        entry_count=statement.entry_count,
        posting_count=statement.posting_count,
        root=statement.root,
        copies=statement.copies,
        sealed_at=statement.sealed_at,
        public_key=statement.public_key,
        signature=signature,
        digest=seal_digest(text, signature),
    )


def statement_of(seal: LedgerSeal) -> SealStatement:
    """What a stored seal says."""
    return SealStatement(
        seal.number,
        seal.previous,
        seal.from_xid,
        seal.to_xid,
        seal.entry_count,
        seal.posting_count,
        seal.root,
        seal.copies,
        seal.sealed_at,
        seal.public_key,
    )


def read_copy(block: SealBlock) -> list[bytes]:
    """The lines that a block's copy holds. Raises ValueError if it can no longer be read."""
    try:
        text = zlib.decompress(bytes(block.copy))
    except zlib.error as error:
        raise ValueError("the copy cannot be read") from error
    return [line + b"\n" for line in text.split(b"\n")[:-1]]


class _Blocks:
    """Gathers lines into blocks; holds no more than one block's lines, and the compressed copies."""

    def __init__(self, seal_number: int) -> None:
        self.seal_number = seal_number
        self.entry_count = self.posting_count = 0
        self.roots, self.copies = Frontier(), Frontier()
        self.rows: list[SealBlock] = []
        self._lines: list[bytes] = []

    def take(self, lines: Iterable[bytes]) -> None:
        """All lines of the seal, in order."""
        for line in lines:
            self._lines.append(line)
            self.posting_count += count_postings(line)
            if len(self._lines) == BLOCK:
                self._close()
        if self._lines:
            self._close()

    def _close(self) -> None:
        lines, self._lines = self._lines, []
        root, copy = tree_root([leaf_hash(line) for line in lines]), zlib.compress(b"".join(lines), _COMPRESSION)
        last_xid, last_entry_id = place_of(lines[-1])
        self.entry_count += len(lines)
        self.roots.add(root)
        self.copies.add(leaf_hash(copy))
        self.rows.append(
            SealBlock(
                seal_id=self.seal_number,
                position=len(self.rows),
                entry_count=len(lines),
                last_xid=last_xid,
                last_entry_id=last_entry_id,
                root=root.hex(),
                copy=copy,
            )
        )


def _lock() -> bool:
    """One seals at a time; whoever comes second need not wait, since the first does the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _end(start: int) -> int | None:
    """Up to which transaction the next seal reaches: all that have finished, or so many that it is not too large."""
    horizon = _horizon(start)
    waiting = JournalEntry.objects.filter(own_xid__gte=start, own_xid__lt=horizon).order_by("own_xid")
    numbers = waiting.values_list("own_xid", flat=True)
    first = numbers.first()
    if first is None:
        return None
    too_many = numbers[MOST : MOST + 1].first()
    if too_many is None:
        return horizon
    return max(too_many, first + 1)


def _horizon(start: int) -> int:
    """The first transaction that may still write."""
    newest = JournalEntry.objects.order_by("-own_xid").values_list("own_xid", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
                   GREATEST(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                            pg_current_xact_id_if_assigned()::text::bigint + 1)
            """
        )
        horizon, following = cursor.fetchone()
    if max(newest + 1, start) > following:
        raise TransactionNumbersRestarted(
            f"The books name transaction {max(newest, start - 1)}, this server has only come to {following - 1}."
        )
    return int(horizon)
