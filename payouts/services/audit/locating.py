"""What exactly was changed: compares the copies that seals keep with the books as they are now, block by block.

A copy is believed only if it still gives the block's root, and the block only if it still gives the seal's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from payouts.ledger.leaves import NO_MORE_THAN, Stretch, fields_of, place_of, postings_of, stream_leaves
from payouts.ledger.merkle import leaf_hash, tree_root
from payouts.ledger.seals import read_copy
from payouts.models import LedgerSeal, SealBlock


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed. `what` is for programs, the text for people."""

    what: str
    detail: str
    seal: int | None = None
    entry: int | None = None
    posting: int | None = None

    def __str__(self) -> str:
        names = (
            ("posting", self.posting),
            ("journal entry", self.entry),
            ("seal", self.seal),
        )
        place = ", ".join(f"{name} {number}" for name, number in names if number is not None)
        return f"{place}: {self.detail}" if place else self.detail


def locate(seal: LedgerSeal) -> Iterator[Finding]:
    """Everything that differs from what this seal's copies say. Inside a transaction, like `stream_leaves`."""
    behind = (-1, -1)
    blocks = SealBlock.objects.filter(seal_id=seal.number).order_by("position")
    last = blocks.order_by("-position").values_list("position", flat=True).first()
    for block in blocks.iterator(chunk_size=1):
        end = (NO_MORE_THAN, NO_MORE_THAN) if block.position == last else (block.last_xid, block.last_entry_id)
        now = list(stream_leaves(Stretch(seal.from_xid, seal.to_xid, behind, end)))
        behind = end
        then = _sealed_lines(block)
        if then is not None:
            yield from differences(then, now, seal.number)
        elif tree_root([leaf_hash(line) for line in now]).hex() != block.root:
            places = f"{_entry(now[0])} to {_entry(now[-1])}" if now else "none"
            detail = f"block {block.position} differs, now entries {places}; its copy was changed, too"
            yield Finding("block_changed", detail, seal.number)
    if last is None:
        yield Finding("block_removed", "all of its blocks are gone", seal.number)


def check_copies(seal: LedgerSeal) -> Iterator[Finding]:
    """Which of the seal's blocks was changed, removed or added."""
    expected = 0
    for block in SealBlock.objects.filter(seal_id=seal.number).order_by("position").iterator(chunk_size=1):
        if block.position != expected:
            yield Finding("block_removed", f"block {expected} is missing", seal.number)
        expected = block.position + 1
        if _sealed_lines(block) is None:
            detail = f"block {block.position}: its copy and its root do not belong together"
            yield Finding("copy_changed", detail, seal.number)
    yield Finding("blocks_changed", "its blocks are not those that were sealed", seal.number)


def differences(then: Iterable[bytes], now: Iterable[bytes], seal: int) -> Iterator[Finding]:
    """What differs between two lots of lines, entry by entry."""
    before, after = ({_entry(line): line for line in lines} for lines in (then, now))
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield Finding("entry_removed", f"it is gone; it said {_plain(before[key])}", seal, key)
        elif key not in before:
            yield Finding("entry_added", f"it was added later; it says {_plain(after[key])}", seal, key)
        elif before[key] != after[key]:
            yield from _changes(before[key], after[key], seal, key)


def _changes(then: bytes, now: bytes, seal: int, entry: int) -> Iterator[Finding]:
    before, after = fields_of(then), fields_of(now)
    for name, value in before.items():
        if name != "postings" and after[name] != value:
            yield Finding("entry_changed", f"{name} was {value!r}, is {after[name]!r}", seal, entry)
    was, present = postings_of(then), postings_of(now)
    for key in sorted(was.keys() | present.keys()):
        if key not in present:
            yield Finding("posting_removed", f"it is gone; it was {was[key]}", seal, entry, key)
        elif key not in was:
            yield Finding("posting_added", f"it was added later: {present[key]}", seal, entry, key)
        elif was[key] != present[key]:
            yield Finding("posting_changed", f"it was {was[key]}, is {present[key]}", seal, entry, key)


def _sealed_lines(block: SealBlock) -> list[bytes] | None:
    """The copy's lines, if they still give the block's root."""
    try:
        lines = read_copy(block)
    except ValueError:
        return None
    return lines if tree_root([leaf_hash(line) for line in lines]).hex() == block.root else None


def _entry(line: bytes) -> int:
    return place_of(line)[1]


def _plain(line: bytes) -> str:
    return line.decode().rstrip("\n").replace("\t", " | ")
