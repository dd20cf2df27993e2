"""Comments on entries, thread by thread. Who reads them says `contests.visibility`; names are hidden here besides.

Of the makers' side others are told the entry's author at the most, and while they are hidden nobody: then its moments
are hidden, too, for a moment can tell who. Of the brand's people those who take part in the talk are told the names;
whoever reads what was released is told that the brand said it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.comment_rules import MOST_OF_AN_ENTRY, Anchor, Side, side_of, takes_comments
from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import AuthorCard
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import (
    COMMENTS_RELEASED,
    DECIDERS,
    IS_OWN,
    OWN_SHARE,
    RATERS,
    SEES_AUTHOR,
    SEES_COMMENTS,
    SEES_CONTEST,
    reader_params,
)

BY_THREAD = Order((("k.thread", "int"), ("k.place", "int")))

ROOM = f"""
    SELECT e.id, e.contest_id, e.code, e.state, c.state, c.decided_at IS NOT NULL, {COMMENTS_RELEASED}, c.brand_id,
           {IS_OWN}, {SEES_AUTHOR}
    FROM contests_entry e
    JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE}
    WHERE e.id = {{entry}} AND {SEES_CONTEST} AND {SEES_COMMENTS}
"""
ROOM_OF_ENTRY = ROOM.format(entry="%(entry)s")
ROOM_OF_COMMENT = ROOM.format(entry="(SELECT entry_id FROM contests_comment WHERE id = %(comment)s)")

_TELLS_MAKER = "(k.side = 'maker' AND %(maker_known)s)"
_WHO = f"""CASE WHEN (k.side = 'brand' AND %(inside)s) OR (k.side = 'maker' AND %(makes)s) THEN w.{{name}}
    WHEN {_TELLS_MAKER} THEN u.{{name}} END"""
_IS_SHOWN = "(k.hidden_at IS NULL OR k.author_id = %(me)s OR %(admin)s)"
COLUMNS = f"""
    k.id, k.entry_id, k.thread, k.place, k.parent_id, v.number, f.ref, k.x, k.y, k.width, k.height, k.side,
    {_WHO.format(name="handle")}, {_WHO.format(name="display_name")},
    CASE WHEN k.withdrawn_at IS NULL AND {_IS_SHOWN} THEN k.body ELSE '' END, k.withdrawn_at IS NOT NULL,
    CASE WHEN k.side = 'brand' OR %(makes)s OR {_TELLS_MAKER} THEN k.created_at END, k.resolved_at,
    k.author_id = %(me)s, k.hidden_at IS NOT NULL
"""
TABLES = """
    contests_comment k
    JOIN contests_entry e ON e.id = k.entry_id
    JOIN contests_entryversion v ON v.id = k.version_id
    JOIN accounts_user w ON w.id = k.author_id
    JOIN accounts_user u ON u.id = e.author_id
    LEFT JOIN contests_storedfile f ON f.id = k.file_id
"""


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment or a reply, as one reader may know it."""

    id: UUID
    entry_id: UUID
    thread: int
    """The number by which it is pinned; replies have that of the comment which they answer."""
    place: int
    """Within its thread: 0 began it."""
    parent: UUID | None
    version: int
    file: UUID | None
    """The picture that it is about, by its reference."""
    anchor: Anchor | None
    side: Side
    author: AuthorCard | None
    """None: it speaks for its side, and who wrote it is not told."""
    body: str
    """Empty once it was taken back, or where the platform has hidden it."""
    is_withdrawn: bool
    created_at: datetime | None
    """Hidden with the makers."""
    resolved_at: datetime | None
    is_own: bool
    """Written by the reader."""
    is_hidden: bool = False
    """By the platform, save to whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Room:
    """In what capacity somebody reads the comments of one entry."""

    entry_id: UUID
    contest_id: UUID
    code: str
    side: Side | None
    role: Role
    is_open: bool
    """Whether anything may still be said."""
    is_decided: bool
    is_released: bool
    maker_known: bool
    makes: bool
    """Whether the reader may know which of the makers wrote: one of them, or an admin."""

    @property
    def may_write(self) -> bool:
        return self.is_open and self.side is not None

    @property
    def may_resolve(self) -> bool:
        return self.is_open and self.side == Side.BRAND

    @property
    def may_release(self) -> bool:
        return self.is_decided and not self.is_released and self.role in DECIDERS and self.side == Side.BRAND


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was said of one entry, in the order of its threads."""

    room: Room
    comments: tuple[CommentCard, ...]


def comments_of(
    viewer: Viewer, entry_id: UUID, *, version: int | None = None, after: str | None = None, limit: int = PAGE
) -> Page[CommentCard]:
    """A page of an entry's comments, of one version or of all: two queries beside the reader's. Raises NotVisible."""
    _room, params = _enter(viewer, ROOM_OF_ENTRY, {"entry": entry_id, "version": version})
    of_version = "" if version is None else "AND v.number = %(version)s"
    sql = f"""
        SELECT {COLUMNS}, {{columns}} FROM {TABLES}
        WHERE k.entry_id = %(entry)s {of_version} AND {{behind}} ORDER BY {{order}}
    """
    return fetch_page(sql, params, BY_THREAD, _card, after=after, limit=limit)


def talk_of(viewer: Viewer, entry_id: UUID) -> Talk | None:
    """Everything that was said of an entry, for its page; None for whom it is not. Two queries beside the reader's."""
    try:
        room, params = _enter(viewer, ROOM_OF_ENTRY, {"entry": entry_id})
    except NotVisible:
        return None
    sql = f"""
        SELECT {COLUMNS} FROM {TABLES} WHERE k.entry_id = %(entry)s
        ORDER BY k.thread, k.place LIMIT {MOST_OF_AN_ENTRY}
    """
    return Talk(room, tuple(_card(*row) for row in fetch_all(sql, params)))


def get_comment(viewer: Viewer, comment_id: UUID) -> CommentCard:
    """One comment. Raises NotVisible."""
    _, params = _enter(viewer, ROOM_OF_COMMENT, {"comment": comment_id})
    (row,) = fetch_all(f"SELECT {COLUMNS} FROM {TABLES} WHERE k.id = %(comment)s", params)
    return _card(*row)


def _enter(viewer: Viewer, sql: str, keys: dict[str, Any]) -> tuple[Room, dict[str, Any]]:
    reader = read_as(viewer)
    params = {**reader_params(reader), **keys}
    rows = fetch_all(sql, params)
    if not rows:
        raise NotVisible
    entry_id, contest_id, code, entry_state, state, is_decided, is_released, brand_id, is_own, maker_known = rows[0]
    role = reader.role_in(brand_id)
    room = Room(
        entry_id=entry_id,
        contest_id=contest_id,
        code=code,
        side=side_of(role, is_own=is_own),
        role=role,
        is_open=takes_comments(state, entry_state),
        is_decided=is_decided,
        is_released=is_released,
        maker_known=maker_known,
        makes=is_own or role == Role.ADMIN,
    )
    inside = room.makes or role in RATERS
    return room, params | {"inside": inside, "makes": room.makes, "maker_known": maker_known}


def _card(*row: Any) -> CommentCard:
    key, entry_id, thread, place, parent, version, file, x, y, width, height, side, handle, name, *said = row
    anchor = None if x is None else Anchor(x, y, width, height)
    author = None if handle is None else AuthorCard(handle, name or handle)
    return CommentCard(key, entry_id, thread, place, parent, version, file, anchor, Side(side), author, *said)
