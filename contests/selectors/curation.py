"""Why an entry was eliminated, for its author, its brand and the platform; notes about it, for its brand alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.cards import AuthorCard
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import IS_MEMBER, OWN_SHARE, SEES_CONTEST, SEES_ELIMINATION, SEES_ENTRY, reader_params

_ENTRY = f"""contests_entry e JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL {OWN_SHARE}"""
_SEEN = f"e.id = %(entry)s AND {SEES_CONTEST} AND {SEES_ENTRY}"

ELIMINATIONS = f"""
    SELECT x.reason, x.words, x.eliminated_at, x.undone_at, {SEES_ELIMINATION}
    FROM {_ENTRY} LEFT JOIN contests_elimination x ON x.entry_id = e.id AND {SEES_ELIMINATION}
    WHERE {_SEEN} ORDER BY x.id DESC
"""
NOTES = f"""
    SELECT n.id, n.body, n.created_at, u.handle, u.display_name, n.writer_id = %(me)s
    FROM {_ENTRY} LEFT JOIN contests_entrynote n ON n.entry_id = e.id LEFT JOIN accounts_user u ON u.id = n.writer_id
    WHERE {_SEEN} AND {IS_MEMBER} ORDER BY n.created_at, n.id
"""
COLLECTIONS = f"""
    SELECT l.id, l.name, ARRAY(
        SELECT i.entry_id FROM contests_collectionitem i JOIN contests_entry e ON e.id = i.entry_id
        WHERE i.collection_id = l.id AND e.state <> 'withdrawn' ORDER BY e.code)
    FROM contests_contest c LEFT JOIN contests_collection l ON l.contest_id = c.id
    WHERE c.id = %(contest)s AND {IS_MEMBER} ORDER BY l.created_at, l.id
"""


@dataclass(frozen=True, slots=True)
class EliminationCard:
    """`reason` is one of EliminationReason; `undone_at` is None while it stands. Who did it is not told."""

    reason: str
    words: str
    eliminated_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteCard:
    id: UUID
    body: str
    created_at: datetime
    writer: AuthorCard
    is_own: bool


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection with the ids of its entries, by their codes."""

    id: UUID
    name: str
    entries: tuple[UUID, ...]


def eliminations_of(viewer: Viewer, entry_id: UUID) -> tuple[EliminationCard, ...]:
    """The latest first; one query beside the reader's. Raises NotVisible, for those who see the entry as well."""
    rows = fetch_all(ELIMINATIONS, {**reader_params(read_as(viewer)), "entry": entry_id})
    if not rows or not rows[0][-1]:
        raise NotVisible
    return tuple(EliminationCard(*row) for *row, _seen in rows if row[0] is not None)


def notes_of(viewer: Viewer, entry_id: UUID) -> tuple[NoteCard, ...]:
    """The oldest first; one query beside the reader's. Raises NotVisible for all but the brand's people."""
    rows = fetch_all(NOTES, {**reader_params(read_as(viewer)), "entry": entry_id})
    if not rows:
        raise NotVisible
    return tuple(
        NoteCard(key, body, created_at, AuthorCard(handle, name or handle), is_own)
        for key, body, created_at, handle, name, is_own in rows
        if key is not None
    )


def collections_of(viewer: Viewer, contest_id: UUID) -> tuple[CollectionPage, ...]:
    """The oldest first; one query beside the reader's. Raises NotVisible for all but the brand's people."""
    rows = fetch_all(COLLECTIONS, {**reader_params(read_as(viewer)), "contest": contest_id})
    if not rows:
        raise NotVisible
    return tuple(CollectionPage(key, name, tuple(entries)) for key, name, entries in rows if key is not None)
