"""Seals as an auditor reads them, and the proof that one journal entry is in its seal.

A proof is made from the copy that the seal keeps, and says whether the books still say the same.
"""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from payouts.errors import NotSealedYet, SealDamaged
from payouts.ledger.leaves import Stretch, place_of, stream_leaves
from payouts.ledger.merkle import Hash, inclusion_path, leaf_hash
from payouts.ledger.seals import read_copy
from payouts.models import JournalEntry, LedgerSeal, SealBlock

LIGHT: Final = ("seal_id", "position", "entry_count", "root")


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's leaf, the `index`-th of `size` (from 0), and the path from its hash to the seal's root."""

    entry_id: int
    text: str
    leaf: Hash
    index: int
    size: int
    path: tuple[Hash, ...]
    seal: LedgerSeal
    is_unchanged: bool


def seals() -> QuerySet[LedgerSeal]:
    """All seals, the newest first."""
    return LedgerSeal.objects.order_by("-number")


def blocks_of(seal: LedgerSeal) -> QuerySet[SealBlock]:
    """The seal's blocks without their copies, in order."""
    return SealBlock.objects.filter(seal_id=seal.number).only("id", *LIGHT).order_by("position")


def proof_of(entry: JournalEntry) -> Proof:
    """That this entry is in its seal. Raises NotSealedYet, and SealDamaged if what the seal keeps gives no proof."""
    seal = LedgerSeal.objects.filter(from_xid__lte=entry.own_xid, to_xid__gt=entry.own_xid).first()
    if seal is None:
        raise NotSealedYet(_("This entry has no seal yet. Entries are sealed within a minute."))
    place = (entry.own_xid, entry.pk)
    within = Q(last_xid__gt=place[0]) | Q(last_xid=place[0], last_entry_id__gte=place[1])
    block = SealBlock.objects.filter(within, seal_id=seal.number).order_by("position").first()
    lines = _lines(block)
    places = [place_of(line) for line in lines]
    if block is None or place not in places:
        raise SealDamaged(_("The entry is not among those that were sealed, or the seal's copy is damaged."))
    inside, blocks = places.index(place), list(blocks_of(seal))
    path = inclusion_path([leaf_hash(one) for one in lines], inside)
    path += inclusion_path([bytes.fromhex(one.root) for one in blocks], blocks.index(block))
    line = lines[inside]
    return Proof(
        entry_id=entry.pk,
        text=line.decode(),
        leaf=leaf_hash(line),
        index=sum(one.entry_count for one in blocks if one.position < block.position) + inside,
        size=seal.entry_count,
        path=tuple(path),
        seal=seal,
        is_unchanged=_present_line(entry) == line,
    )


def _lines(block: SealBlock | None) -> list[bytes]:
    try:
        return read_copy(block) if block else []
    except ValueError:
        return []


@transaction.atomic
def _present_line(entry: JournalEntry) -> bytes:
    xid, key = entry.own_xid, entry.pk
    return b"".join(stream_leaves(Stretch(xid, xid + 1, (xid, key - 1), (xid, key))))
