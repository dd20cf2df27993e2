"""Whether the books are still what was sealed: all of it is read and hashed again, in memory that does not grow with
the books.

The chain of seals is followed from the first on: each refers to the one before, and is signed with a key of ours. The
entries of some seals at a time are read and hashed; a seal whose root comes out otherwise is then looked into entry by
entry (`locating`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import connection, transaction

from payouts.ledger import signing
from payouts.ledger.leaves import stream_as_they_lie
from payouts.ledger.merkle import LEAF, Frontier, tree_root
from payouts.ledger.seals import BLOCK, statement_of
from payouts.ledger.statement import NO_FORMER, seal_digest
from payouts.models import LedgerSeal
from payouts.services.audit.locating import Finding, check_copies, locate

Report = Callable[[Finding], None]

GROUP: Final = 100 * BLOCK
"""So many entries, at least, are read by one statement."""

NAMED: Final = 100
"""So many of a kind are named, at most, outside the seals."""

LATE: Final = timedelta(minutes=15)
"""An entry that is older and has no seal says that sealing has stopped, or that seals were removed."""


@dataclass(slots=True)
class Verified:
    """How much was looked at."""

    seals: int = 0
    entries: int = 0
    postings: int = 0
    unsealed: int = 0


def verify_books(report: Report, *, receipts: Mapping[int, str] | None = None, newest: int | None = None) -> Verified:
    """Verify every seal against the books, and report what does not hold.

    `receipts`: digests of seals by number, as somebody has kept them outside: only they can tell that the last seals
    were removed together with their entries. `newest`: only the last seals, until so many entries were looked at.
    """
    trusted, done = frozenset(signing.trusted_keys()), Verified()
    former: LedgerSeal | None = None
    for group in _groups(_first_number(newest)):
        for seal in group:
            _check_seal(seal, former, trusted, report, whole=newest is None)
            former = seal
        with transaction.atomic():
            done.entries += _check_entries(group, report)
        done.seals += len(group)
        done.postings += sum(seal.posting_count for seal in group)
    since = former.to_xid if former else 0
    if newest is None:
        _check_strays(since, done.postings, report)
    _check_receipts(receipts or {}, report)
    done.unsealed = _check_rest(since, report)
    return done


def examine_seals(newest: int | None) -> tuple[int, list[str]]:
    """Verify the newest entries, at least so many (all, with None). Returns how many, and a sentence a finding."""
    found: list[Finding] = []
    done = verify_books(found.append, newest=newest)
    return done.entries + done.unsealed, [str(finding) for finding in found]


def _first_number(newest: int | None) -> int:
    if newest is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT COALESCE(max(number), 0) FROM (
                SELECT number, sum(entry_count) OVER (ORDER BY number DESC) AS so_far FROM payouts_ledgerseal
            ) AS counted WHERE so_far >= %s
            """,
            [newest],
        )
        return int(cursor.fetchone()[0])


def _groups(first: int) -> Iterator[list[LedgerSeal]]:
    """Seals in order, in lots that are worth a statement."""
    group: list[LedgerSeal] = []
    following, entries = first, 0
    while seals := list(LedgerSeal.objects.filter(number__gte=following).order_by("number")[:500]):
        for seal in seals:
            group.append(seal)
            entries += seal.entry_count
            if entries >= GROUP:
                yield group
                group, entries = [], 0
        following = seals[-1].number + 1
    if group:
        yield group


def _check_seal(
    seal: LedgerSeal, former: LedgerSeal | None, trusted: frozenset[str], report: Report, *, whole: bool
) -> None:
    """The seal itself: its place in the chain, its signature, its key."""
    if former is not None or whole:
        number = former.number + 1 if former else 1
        if seal.number != number:
            gone = f"seal {number} is" if seal.number == number + 1 else f"seals {number} to {seal.number - 1} are"
            report(Finding("seal_removed", f"{gone} missing before it", seal.number))
        elif (seal.previous, seal.from_xid) != ((former.digest, former.to_xid) if former else (NO_FORMER, 0)):
            report(Finding("chain_broken", "it does not refer to the seal before as that is now", seal.number))
    text = statement_of(seal).text()
    if not signing.is_signed(text, seal.signature, seal.public_key):
        report(Finding("seal_changed", "its signature does not belong to what it says", seal.number))
    elif seal.public_key not in trusted:
        report(Finding("key_unknown", f"it is signed with a key that is not ours: {seal.public_key}", seal.number))
    if seal_digest(text, seal.signature) != seal.digest:
        report(Finding("seal_changed", "its digest is not the one of what it says", seal.number))


def _check_entries(group: list[LedgerSeal], report: Report) -> int:
    """All entries of these seals; returns how many there are."""
    misdated: list[int] = []
    examined, roots = _roots(group, misdated)
    named: set[int | None] = set()
    for seal, root in zip(group, roots, strict=True):
        if root != seal.root:
            found = False
            for finding in locate(seal):
                found = True
                named.add(finding.entry)
                report(finding)
            if not found:
                report(Finding("root_changed", "its root is not the one of its entries", seal.number))
    for key in misdated[:NAMED]:
        if key not in named:
            report(Finding("posting_misdated", "one of its postings bears another moment than it does", None, key))
    for seal in group:
        if not _are_blocks_whole(seal):
            for finding in check_copies(seal):
                report(finding)
    return examined


def _roots(group: list[LedgerSeal], misdated: list[int]) -> tuple[int, list[str]]:
    """How many entries there are, and the root that each seal's entries give now. `misdated`: see `stream_leaves`."""
    hashes = _hashes(group[0].from_xid, group[-1].to_xid, misdated)
    roots, numbers = [], iter(sorted(hashes))
    number = next(numbers, None)
    for seal in group:
        leaves: list[bytes] = []
        while number is not None and number < seal.to_xid:
            leaves += hashes[number]
            number = next(numbers, None)
        roots.append(_root_of(leaves))
    return sum(map(len, hashes.values())), roots


def _hashes(from_xid: int, to_xid: int, misdated: list[int]) -> dict[int, list[bytes]]:
    """The entries' hashes by transaction, in the order of their ids: together, the books' own order.

    They are taken as the entries lie, so that they are hashed here while the database still reads; that takes a hundred
    bytes an entry, which is less than sorting them first would take there.
    """
    found: dict[int, list[bytes]] = {}
    same_transaction, hashes = b"\t", found.setdefault(0, [])  # No line begins like this.
    for line in stream_as_they_lie(from_xid, to_xid, misdated):
        if not line.startswith(same_transaction):
            number = line.partition(b"\t")[0]
            same_transaction, hashes = number + b"\t", found.setdefault(int(number), [])
        hashes.append(sha256(LEAF + line).digest())
    return found


def _root_of(leaves: Sequence[bytes]) -> str:
    """The root of a seal's tree, block by block as it was made."""
    frontier = Frontier()
    for start in range(0, len(leaves), BLOCK):
        frontier.add(tree_root(leaves[start : start + BLOCK]))
    return frontier.root().hex()


def _are_blocks_whole(seal: LedgerSeal) -> bool:
    """Whether the seal's blocks, with the copies that they hold, are those that were sealed."""
    roots, copies = Frontier(), Frontier()
    with connection.cursor() as cursor:
        cursor.execute(
            r"SELECT root, sha256('\x00'::bytea || copy) FROM payouts_sealblock WHERE seal_id = %s ORDER BY position",
            [seal.number],
        )
        for root, copy in cursor:
            roots.add(bytes.fromhex(root))
            copies.add(bytes(copy))
    return (roots.root().hex(), copies.root().hex()) == (seal.root, seal.copies)


def _check_receipts(receipts: Mapping[int, str], report: Report) -> None:
    present = dict(LedgerSeal.objects.filter(number__in=list(receipts)).values_list("number", "digest"))
    for number, digest in sorted(receipts.items()):
        if number not in present:
            report(Finding("seal_removed", "there is a receipt for it, but it is gone", number))
        elif present[number] != digest:
            report(Finding("seal_changed", "it is another one than the receipt is for", number))


def _check_rest(since: int, report: Report) -> int:
    """What is not sealed yet must balance, and must be new. Returns how many entries that are."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), min(id) FILTER (WHERE posted_at < clock_timestamp() - make_interval(secs => %s)),
                   (array_agg(id ORDER BY id) FILTER (WHERE balance IS DISTINCT FROM 0))[1:{NAMED}]
            FROM (
                SELECT e.id, e.posted_at, (
                    SELECT sum(CASE side WHEN 'debit' THEN amount_minor ELSE -amount_minor END)
                    FROM payouts_posting WHERE entry_id = e.id
                ) AS balance
                FROM payouts_journalentry e WHERE e.own_xid >= %s
            ) AS rest
            """,
            [LATE.total_seconds(), since],
        )
        count, oldest, unbalanced = cursor.fetchone()
    for key in unbalanced or ():
        report(Finding("entry_unbalanced", "its debits and credits differ, or it has none", None, key))
    if oldest is not None:
        detail = "it has waited for a seal for too long: sealing has stopped, or seals were removed"
        report(Finding("unsealed", detail, None, oldest))
    return int(count)


def _check_strays(since: int, sealed: int, report: Report) -> None:
    """Postings of no entry stand on no line. Counting is cheap; only a wrong count is worth looking for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) - (
                SELECT count(*) FROM payouts_journalentry e JOIN payouts_posting p ON p.entry_id = e.id
                WHERE e.own_xid >= %s
            ) FROM payouts_posting
            """,
            [since],
        )
        if cursor.fetchone()[0] == sealed:
            return
        cursor.execute(
            """
            SELECT p.id, p.entry_id FROM payouts_posting p
            WHERE NOT EXISTS (SELECT FROM payouts_journalentry e WHERE e.id = p.entry_id) ORDER BY p.id LIMIT %s
            """,
            [NAMED],
        )
        for key, entry in cursor.fetchall():
            report(Finding("posting_added", "it belongs to an entry that does not exist", None, entry, key))
