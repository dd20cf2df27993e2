"""A contest's gallery, page by page, with the images in the same query; for the brand with all that it noted there.

Whoever asks has been shown the contest: `role` and `is_blind` are those of its page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from orjson import loads

from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import ContestCard, EntryCard
from contests.selectors.contests import CARD_COLUMNS, CARD_TABLES, card_of
from contests.selectors.entries import EntryFilters, fetch_entries, order_of
from contests.selectors.entry_rows import card_and_rest
from contests.selectors.paging import Page, fetch_all
from contests.visibility import BRAND_ROLES, OWN_ENTRIES, SEES_CURATION, SEES_ENTRY, Reader, reader_params

CURATION = """(
    SELECT x.reason FROM contests_elimination x WHERE x.entry_id = e.id AND x.undone_at IS NULL
), EXISTS (SELECT FROM contests_shortlistpick k WHERE k.entry_id = e.id),
(SELECT count(*) FROM contests_entrynote n WHERE n.entry_id = e.id),
ARRAY(SELECT i.collection_id FROM contests_collectionitem i WHERE i.entry_id = e.id)"""

FIGURES = """
    SELECT count(*),
        count(*) FILTER (WHERE e.rating IS NULL AND x.id IS NULL),
        count(*) FILTER (WHERE x.id IS NOT NULL),
        count(*) FILTER (WHERE k.entry_id IS NOT NULL),
        count(*) FILTER (WHERE e.created_at > %(since)s AND x.id IS NULL),
        count(*) FILTER (WHERE p.entry_id IS NOT NULL),
        array_agg(e.id ORDER BY k.picked_at, e.id) FILTER (WHERE k.entry_id IS NOT NULL),
        (SELECT COALESCE(jsonb_agg(jsonb_build_array(l.id, l.name, (
            SELECT count(*) FROM contests_collectionitem i JOIN contests_entry m ON m.id = i.entry_id
            WHERE i.collection_id = l.id AND m.state = 'submitted')) ORDER BY l.created_at, l.id), '[]')
         FROM contests_collection l WHERE l.contest_id = %(contest)s)::text
    FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_elimination x ON x.entry_id = e.id AND x.undone_at IS NULL
    LEFT JOIN contests_shortlistpick k ON k.entry_id = e.id
    LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id
    WHERE e.contest_id = %(contest)s AND e.state = 'submitted'
"""
BOARD = f"""
    SELECT {CARD_COLUMNS}, c.extension_days_max - c.extension_days, COALESCE(c.shortlist_min, 1)
    FROM {CARD_TABLES}
    WHERE c.id = %(contest)s AND {SEES_CURATION} AND c.state NOT IN ('draft', 'awaiting_funds')
"""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An entry as its brand works with it."""

    entry: EntryCard
    eliminated_for: str
    """One of EliminationReason; empty while it is among those to choose from."""
    is_picked: bool
    notes: int
    collections: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class BoardContest:
    """What the board needs to know of its contest."""

    card: ContestCard
    role: Role
    is_blind_now: bool
    extension_days_left: int
    shortlist_min: int


@dataclass(frozen=True, slots=True)
class CollectionCard:
    id: UUID
    name: str
    count: int
    """Of its admissible entries."""


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """How many admissible entries there are of each kind."""

    submitted: int
    unrated: int
    """And not eliminated."""
    eliminated: int
    picked: int
    unseen: int
    shortlisted: int
    picks: tuple[UUID, ...]
    """In the order in which they were picked."""
    collections: tuple[CollectionCard, ...]


def gallery_page(
    reader: Reader,
    contest_id: UUID,
    *,
    role: Role,
    is_blind: bool,
    order: str = "standing",
    after: str | None = None,
    limit: int,
) -> Page[EntryCard]:
    """The entries of a contest that this reader may see, with images: one query."""
    params: dict[str, object] = {**reader_params(reader), "contest": contest_id}
    where = f"e.contest_id = %(contest)s AND {SEES_ENTRY}"
    by = order_of(order, role=role, is_blind=is_blind)
    return fetch_entries(where, params, EntryFilters(), by, after=after, limit=limit)


def own_in_contest(reader: Reader, contest_id: UUID, *, limit: int) -> tuple[EntryCard, ...]:
    """The reader's entries in one contest, the newest first: one query; none for a visitor."""
    if reader.user_id is None:
        return ()
    params: dict[str, object] = {**reader_params(reader), "contest": contest_id}
    where = f"e.contest_id = %(contest)s AND {OWN_ENTRIES}"
    by = order_of("newest", role=Role.CREATIVE, is_blind=False)
    return fetch_entries(where, params, EntryFilters(), by, after=None, limit=limit).items


def board_page(
    reader: Reader,
    contest: BoardContest,
    filters: EntryFilters,
    *,
    order: str = "newest",
    after: str | None = None,
    limit: int,
) -> Page[BoardRow]:
    """The entries of a contest as its brand works with them: one query. Notes and sets are shown to members only."""
    params: dict[str, object] = {**reader_params(reader), "contest": contest.card.id}
    where = f"e.contest_id = %(contest)s AND {SEES_ENTRY}"
    return _board(where, params, filters, contest, order, after, limit)


def _board(
    where: str,
    params: dict[str, object],
    filters: EntryFilters,
    contest: BoardContest,
    order: str,
    after: str | None,
    limit: int,
) -> Page[BoardRow]:
    by = order_of(order, role=contest.role, is_blind=contest.is_blind_now)
    shape = _board_row if contest.role in BRAND_ROLES else _board_row_of_strangers
    return fetch_entries(where, params, filters, by, shape, more_columns=f", {CURATION}", after=after, limit=limit)


def board_figures(contest_id: UUID, since: datetime | None) -> BoardFigures:
    """Counts and collections of a contest, for whoever may see its board: one query. `since`: None counts none."""
    (row,) = fetch_all(FIGURES, {"contest": contest_id, "since": since})
    cards = tuple(CollectionCard(UUID(key), name, count) for key, name, count in loads(row[-1]))
    submitted, unrated, eliminated, picked, unseen, shortlisted, picks = row[:-1]
    return BoardFigures(submitted, unrated, eliminated, picked, unseen, shortlisted, tuple(picks or ()), cards)


def board_contest(reader: Reader, contest_id: UUID) -> BoardContest:
    """A contest that has been opened, for its brand and the platform: one query. Raises NotVisible."""
    rows = fetch_all(BOARD, {**reader_params(reader), "contest": contest_id})
    if not rows:
        raise NotVisible
    *columns, days_left, shortlist_min = rows[0]
    card = card_of(*columns)
    is_blind = card.visibility == "blind" and card.decided_at is None
    return BoardContest(card, reader.role_in(card.brand.id), is_blind, max(0, days_left), shortlist_min)


def board_row(reader: Reader, contest: BoardContest, entry_id: UUID) -> BoardRow:
    """One entry of the board. Raises NotVisible."""
    params: dict[str, object] = {**reader_params(reader), "entry": entry_id}
    found = _board(f"e.id = %(entry)s AND {SEES_ENTRY}", params, EntryFilters(), contest, "newest", None, 1)
    if not found.items:
        raise NotVisible
    return found.items[0]


def board_rows(reader: Reader, contest: BoardContest, entry_ids: Sequence[UUID]) -> tuple[BoardRow, ...]:
    """These entries of the contest, as many as its reader sees, in the order given: one query."""
    params: dict[str, object] = {**reader_params(reader), "entries": list(entry_ids), "contest": contest.card.id}
    where = f"e.id = ANY(%(entries)s) AND e.contest_id = %(contest)s AND {SEES_ENTRY}"
    found = {row.entry.id: row for row in _board(where, params, EntryFilters(), contest, "newest", None, 100).items}
    return tuple(found[key] for key in dict.fromkeys(entry_ids) if key in found)


def _board_row(*row: Any) -> BoardRow:
    card, (reason, is_picked, notes, collections) = card_and_rest(row)
    return BoardRow(card, reason or "", is_picked, notes, tuple(collections))


def _board_row_of_strangers(*row: Any) -> BoardRow:
    """The platform sees what was eliminated, but no working matter."""
    return replace(_board_row(*row), is_picked=False, notes=0, collections=())
