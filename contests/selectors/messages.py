"""Conversations between brands and authors, as one reader may know them: the list, one, and its messages.

For the entry's author and for those of the brand who judge or decide; the platform's admins read what was reported to
them, and no more. While a blind brief is undecided its maker is an entry's code, and the moments of what they wrote are
hidden, for a moment can tell who. What the platform has hidden is left to whoever wrote it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.comment_rules import Side
from contests.errors import NotVisible
from contests.message_rules import may_open, may_write_as, side_in, takes_messages, writable_until
from contests.selectors.cards import AuthorCard, BrandCard, ImageCard
from contests.selectors.images import FIRST_IMAGE, image_card
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import OWN_SHARE, SEES_AUTHOR, reader_params

LATEST = Order((("k.last_at", "timestamptz"), ("k.entry_id", "uuid")), descending=True)
FROM_THE_END = Order((("m.number", "int"),), descending=True)
PREVIEW = 200
"""So many characters of the latest message stand in the list."""

_IS_AUTHOR = "e.author_id = %(me)s"
_STANDS = f"({_IS_AUTHOR} OR e.state <> 'withdrawn')"
_OTHER_SIDE = f"CASE WHEN {_IS_AUTHOR} THEN 'brand' ELSE 'maker' END"
_MAKER_KNOWN = f"({_IS_AUTHOR} OR (e.state <> 'withdrawn' AND {SEES_AUTHOR}))"
"""Of an entry that was withdrawn a brand keeps what was said, and learns nothing more."""
_IS_SHOWN = "(m.hidden_at IS NULL OR m.author_id = %(me)s)"
_READS = f"({_IS_AUTHOR} OR (c.brand_id = ANY(%(raters)s) AND (e.state <> 'withdrawn' OR k.entry_id IS NOT NULL)))"
_READABLE = """k.entry_id = ANY(ARRAY(
    SELECT id FROM contests_entry WHERE author_id = %(me)s
    UNION ALL
    SELECT ke.id FROM contests_contest kc JOIN contests_entry ke ON ke.contest_id = kc.id
    JOIN contests_conversation kb ON kb.entry_id = ke.id
    WHERE kc.brand_id = ANY(%(raters)s)))"""
_UNREAD = f"""m.number > COALESCE(r.up_to, 0) AND m.side = {_OTHER_SIDE} AND m.hidden_at IS NULL"""

TABLES = f"""
    JOIN contests_contest c ON c.id = e.contest_id
    JOIN contests_brief b ON b.contest_id = c.id
    JOIN accounts_brand o ON o.id = c.brand_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE}
    LEFT JOIN accounts_user u ON u.id = e.author_id AND {_MAKER_KNOWN}
    LEFT JOIN contests_conversationread r ON r.conversation_id = e.id AND r.reader_id = %(me)s
"""
ABOUT = f"""e.id, e.code, CASE WHEN {_STANDS} THEN e.title ELSE '' END, c.id, b.title, o.id, o.slug, o.name,
    u.handle, u.display_name, {_IS_AUTHOR}, CASE WHEN {_STANDS} THEN {FIRST_IMAGE} END"""
ABOUT_SIZE = 12
UNREAD_COUNT = f"(SELECT count(*) FROM contests_message m WHERE m.conversation_id = e.id AND {_UNREAD})"

FOUND = f"""
    SELECT k.entry_id FROM contests_conversation k
    JOIN contests_entry e ON e.id = k.entry_id
    LEFT JOIN contests_conversationread r ON r.conversation_id = k.entry_id AND r.reader_id = %(me)s
    WHERE {_READABLE} AND {{wanted}} AND {{behind}} ORDER BY {{order}} LIMIT {{most}}
"""
LIST = f"""
    SELECT {ABOUT}, {UNREAD_COUNT}, l.side, l.author_id = %(me)s,
           CASE WHEN l.hidden_at IS NULL OR l.author_id = %(me)s THEN left(l.body, {PREVIEW}) ELSE '' END,
           CASE WHEN l.side = 'brand' OR {_MAKER_KNOWN} THEN l.created_at END, {{columns}}
    FROM contests_conversation k
    JOIN contests_entry e ON e.id = k.entry_id
    {TABLES}
    JOIN contests_message l ON l.conversation_id = k.entry_id AND l.number = k.last_number
    WHERE k.entry_id = ANY(ARRAY({FOUND})) ORDER BY {{order}}
"""
"""Which they are is found first, with no more than that takes: a brand may have thousands."""
ROOM = f"""
    SELECT {ABOUT}, c.brand_id, c.state, c.state_since, e.state, k.entry_id IS NOT NULL, COALESCE(k.last_number, 0),
           COALESCE(r.up_to, 0), c.visibility = 'blind' AND c.decided_at IS NULL,
           c.state IN ('final_round', 'judging') AND c.revision_rounds_max > (
               SELECT count(*) FROM contests_revisionrequest q WHERE q.entry_id = e.id)
               AND EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = e.id)
    FROM contests_entry e
    LEFT JOIN contests_conversation k ON k.entry_id = e.id
    {TABLES}
    WHERE e.id = %(entry)s AND {_READS}
"""
MESSAGES = f"""
    SELECT m.id, m.conversation_id, m.number, m.side,
           CASE WHEN m.side = 'brand' THEN w.handle ELSE u.handle END,
           CASE WHEN m.side = 'brand' THEN w.display_name ELSE u.display_name END,
           CASE WHEN {_IS_SHOWN} THEN m.body ELSE '' END, m.hidden_at IS NOT NULL,
           CASE WHEN m.side = 'brand' OR {_MAKER_KNOWN} THEN m.created_at END, m.author_id = %(me)s,
           {_UNREAD}, {{columns}}
    FROM contests_message m
    JOIN contests_entry e ON e.id = m.conversation_id
    {TABLES}
    JOIN accounts_user w ON w.id = m.author_id
    WHERE m.conversation_id = %(entry)s AND m.number > %(since)s AND {{behind}} ORDER BY {{order}}
"""
UNREAD = f"""
    SELECT count(*) FROM (
        SELECT FROM contests_conversation k
        JOIN contests_entry e ON e.id = k.entry_id
        LEFT JOIN contests_conversationread r ON r.conversation_id = k.entry_id AND r.reader_id = %(me)s
        WHERE {_READABLE} AND EXISTS (SELECT FROM contests_message m WHERE m.conversation_id = k.entry_id AND {_UNREAD})
        LIMIT 100) AS waiting
"""


@dataclass(frozen=True, slots=True)
class ConversationAbout:
    """What a conversation is about, and between whom."""

    entry_id: UUID
    code: str
    entry_title: str
    """Empty for a brand once the entry was withdrawn, as its picture."""
    contest_id: UUID
    contest_title: str
    brand: BrandCard
    maker: AuthorCard | None
    """None while they are hidden: then the entry's code stands for them."""
    side: Side
    """The reader's own."""
    image: ImageCard | None


@dataclass(frozen=True, slots=True)
class ConversationCard:
    """One conversation in a list."""

    about: ConversationAbout
    unread: int
    last_side: Side
    last_is_own: bool
    preview: str
    """The beginning of its latest message; empty where the platform has hidden it."""
    last_at: datetime | None
    """Of the latest message; hidden with its maker."""


@dataclass(frozen=True, slots=True)
class ConversationRoom:
    """One conversation as its reader enters it, begun or not."""

    about: ConversationAbout
    is_begun: bool
    may_write: bool
    writes_for_side: bool
    """Whether their role writes at all; those who judge read along."""
    entry_state: str
    writable_until: datetime | None
    """After the end of the contest; until then None."""
    is_blind: bool
    last_number: int
    read_up_to: int
    may_ask_change: bool
    """Whether a paid change may be asked of this entry, which is not done by a message."""


@dataclass(frozen=True, slots=True)
class MessageCard:
    id: UUID
    entry_id: UUID
    number: int
    side: Side
    author: AuthorCard | None
    """None: it speaks for the entry, and who made that is not told."""
    body: str
    """Empty where the platform has hidden it; plain text."""
    is_hidden: bool
    created_at: datetime | None
    """Hidden with the maker."""
    is_own: bool
    is_new: bool
    """By the other side, and not read yet."""


def conversations_of(
    viewer: Viewer, *, unread: bool = False, after: str | None = None, limit: int = PAGE
) -> Page[ConversationCard]:
    """The reader's conversations, the latest first; all, or those with something unread. One query beside theirs."""
    wanted = f"EXISTS (SELECT FROM contests_message m WHERE m.conversation_id = k.entry_id AND {_UNREAD})"
    sql = LIST.replace("{wanted}", wanted if unread else "TRUE")
    return fetch_page(sql, reader_params(read_as(viewer)), LATEST, _card, after=after, limit=limit)


def unread_conversations(viewer: Viewer) -> int:
    """In how many something waits to be read, up to a hundred. One query beside the reader's."""
    (row,) = fetch_all(UNREAD, reader_params(read_as(viewer)))
    return int(row[0])


def room_of(viewer: Viewer, entry_id: UUID, *, now: datetime) -> ConversationRoom:
    """The conversation about an entry, or the place where one may begin. One query beside the reader's.

    Raises NotVisible.
    """
    reader = read_as(viewer)
    rows = fetch_all(ROOM, {**reader_params(reader), "entry": entry_id})
    if not rows:
        raise NotVisible
    about = _about(*rows[0][:ABOUT_SIZE])
    brand_id, state, since, entry_state, is_begun, last, read, is_blind, may_ask = rows[0][ABOUT_SIZE:]
    is_author = about.side == Side.MAKER
    role = reader.role_in(brand_id)
    side = side_in(role, is_author=is_author)
    writes = may_write_as(role, is_author=is_author)
    is_open = takes_messages(state, since, entry_state, now=now)
    return ConversationRoom(
        about=about,
        is_begun=is_begun,
        may_write=writes and is_open and side is not None and (is_begun or may_open(side, entry_state)),
        writes_for_side=writes,
        entry_state=entry_state,
        writable_until=writable_until(state, since),
        is_blind=is_blind,
        last_number=last,
        read_up_to=read,
        may_ask_change=may_ask and writes and not is_author,
    )


def messages_of(
    viewer: Viewer, entry_id: UUID, *, since: int = 0, after: str | None = None, limit: int = PAGE
) -> Page[MessageCard]:
    """A conversation's messages from the latest backwards, those behind number `since`. Two queries beside theirs.

    Raises NotVisible, also where nothing was begun.
    """
    params = {**reader_params(read_as(viewer)), "entry": entry_id, "since": since}
    found = fetch_all(
        f"""SELECT 1 FROM contests_conversation k JOIN contests_entry e ON e.id = k.entry_id
        JOIN contests_contest c ON c.id = e.contest_id WHERE k.entry_id = %(entry)s AND {_READS}""",
        params,
    )
    if not found:
        raise NotVisible
    return fetch_page(MESSAGES, params, FROM_THE_END, _message, after=after, limit=limit)


def get_message(viewer: Viewer, message_id: UUID) -> MessageCard:
    """One message. Raises NotVisible."""
    params = {**reader_params(read_as(viewer)), "message": message_id}
    found = fetch_all(
        f"""SELECT m.conversation_id, m.number FROM contests_message m
        JOIN contests_conversation k ON k.entry_id = m.conversation_id
        JOIN contests_entry e ON e.id = k.entry_id
        JOIN contests_contest c ON c.id = e.contest_id WHERE m.id = %(message)s AND {_READS}""",
        params,
    )
    if not found:
        raise NotVisible
    entry_id, number = found[0]
    sql = MESSAGES.format(columns="1", behind="m.number = %(number)s", order="m.number")
    (row,) = fetch_all(sql, params | {"entry": entry_id, "since": 0, "number": number})
    return _message(*row[:-1])


def _about(*row: Any) -> ConversationAbout:
    entry_id, code, title, contest_id, contest_title, brand_id, slug, brand, handle, name, is_author, image = row
    maker = None if handle is None else AuthorCard(handle, name or handle)
    side = Side.MAKER if is_author else Side.BRAND
    card = BrandCard(brand_id, slug, brand)
    return ConversationAbout(entry_id, code, title, contest_id, contest_title, card, maker, side, image_card(image))


def _card(*row: Any) -> ConversationCard:
    unread, side, is_own, preview, last_at = row[ABOUT_SIZE:]
    return ConversationCard(_about(*row[:ABOUT_SIZE]), unread, Side(side), is_own, preview, last_at)


def _message(*row: Any) -> MessageCard:
    key, entry_id, number, side, handle, name, *said = row
    author = None if handle is None else AuthorCard(handle, name or handle)
    return MessageCard(key, entry_id, number, Side(side), author, *said)
