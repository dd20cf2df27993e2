"""The checklist of a contest's handovers: each item with what was said of it, oldest first. One query for all.

Whose handovers a reader may see is for `contests.selectors.deliveries` to say, which is the only caller.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.selectors.paging import fetch_all

ITEMS = """
    SELECT h.award_id, i.id, i.position, i.words, m.kind, m.words, m.at,
           ARRAY(SELECT f.ref FROM contests_handovermarkfile l JOIN contests_storedfile f ON f.id = l.file_id
                 WHERE l.mark_id = m.id ORDER BY f.id)
    FROM contests_handoveritem i
    JOIN contests_handover h ON h.id = i.handover_id
    JOIN contests_award w ON w.id = h.award_id
    LEFT JOIN contests_handovermark m ON m.item_id = i.id
    WHERE w.contest_id = %(contest)s
    ORDER BY h.award_id, i.position, m.id
"""


@dataclass(frozen=True, slots=True)
class MarkCard:
    """What one side said of an item; of the maker's, with the files that it named."""

    kind: str
    words: str
    at: datetime
    files: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One deliverable of the brief."""

    id: int
    position: int
    words: str
    state: str
    """open, or the kind of the latest mark."""
    marks: tuple[MarkCard, ...]

    @property
    def latest(self) -> MarkCard | None:
        return self.marks[-1] if self.marks else None


def items_of(contest_id: UUID) -> dict[int, tuple[ItemCard, ...]]:
    """The items by award."""
    marks: dict[int, list[MarkCard]] = defaultdict(list)
    found: dict[int, dict[int, tuple[int, str]]] = defaultdict(dict)
    for award_id, item_id, position, words, kind, said, at, files in fetch_all(ITEMS, {"contest": contest_id}):
        found[award_id][item_id] = (position, words)
        if kind is not None:
            marks[item_id].append(MarkCard(kind, said, at, tuple(files)))
    return {
        award_id: tuple(ItemCard(key, *about, _state(marks[key]), tuple(marks[key])) for key, about in items.items())
        for award_id, items in found.items()
    }


def before_delivery(items: tuple[ItemCard, ...]) -> tuple[ItemCard, ...]:
    """The same without what the maker has noted meanwhile, for those who see nothing before the whole is delivered."""
    return tuple(ItemCard(item.id, item.position, item.words, "open", ()) for item in items)


def _state(marks: list[MarkCard]) -> str:
    return marks[-1].kind if marks else "open"
