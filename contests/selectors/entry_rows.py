"""The one statement behind every list of entries, and the card made of each of its rows.

What a reader may not know is already NULL when it leaves the database (`contests.visibility`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from contests.selectors.cards import AuthorCard, EntryCard
from contests.selectors.images import FIRST_IMAGE, image_card
from contests.visibility import IS_OWN, OWN_SHARE, SEES_AUTHOR, SEES_COMMENTS_OF_SEEN, SEES_RATING

ENTRY_COLUMNS = f"""
    e.id, e.contest_id, e.code, e.title, e.state,
    (SELECT max(v.number) FROM contests_entryversion v WHERE v.entry_id = e.id),
    p.slot, a.rank, {IS_OWN},
    CASE WHEN {SEES_RATING} THEN e.rating END,
    u.handle, u.display_name, CASE WHEN u.id IS NOT NULL THEN e.created_at END,
    CASE WHEN {SEES_COMMENTS_OF_SEEN} THEN (
        SELECT count(*) FROM contests_comment k WHERE k.entry_id = e.id AND k.withdrawn_at IS NULL) END,
    {FIRST_IMAGE}
"""
ENTRY_RULE_TABLES = f"""
    contests_entry e
    JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id AND p.contest_id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.contest_id = e.contest_id AND a.passed_over_at IS NULL
    {OWN_SHARE}
"""
"""What decides who sees an entry, and where it stands in an order."""

ENTRY_TABLES = f"""{ENTRY_RULE_TABLES}
    LEFT JOIN accounts_user u ON u.id = e.author_id AND {SEES_AUTHOR}
"""
"""`u` is the author, and NULL where the reader may not know them."""
SIZE = 15


def entry_card(
    key: UUID,
    contest_id: UUID,
    code: str,
    title: str,
    state: str,
    version: int,
    slot: int | None,
    rank: int | None,
    is_own: bool,
    rating: int | None,
    handle: str | None,
    display_name: str | None,
    submitted_at: datetime | None,
    comments: int | None,
    image: str | None,
) -> EntryCard:
    """A row of ENTRY_COLUMNS as a card."""
    author = None if handle is None else AuthorCard(handle, display_name or handle)
    known = (key, contest_id, code, title, state, version, slot, rank, is_own, rating, author, submitted_at)
    return EntryCard(*known, image=image_card(image), comments=comments)


def card_and_rest(row: tuple[Any, ...]) -> tuple[EntryCard, tuple[Any, ...]]:
    """A row of ENTRY_COLUMNS and further columns."""
    return entry_card(*row[:SIZE]), row[SIZE:]
