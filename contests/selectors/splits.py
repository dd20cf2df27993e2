"""Offered splits, as their own people see them: nobody else does, whatever their role. Two queries beside the reader's.

Somebody who belongs to the contest's brand sees none of its offers, even if they were named in one before they did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from contests.errors import NotVisible
from contests.selectors.cards import AuthorCard, ContestCard
from contests.selectors.contests import cards_of
from contests.selectors.paging import PAGE, Order, Page, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import IS_MEMBER, MEETS_CONTEST, reader_params

NEWEST = Order((("o.made_at", "timestamptz"), ("o.id", "bigint")), descending=True)
OFFERS = f"""
    SELECT o.ref, o.contest_id, o.made_at, o.withdrawn_at IS NOT NULL, o.entry_id, o.author_id = %(me)s,
           ARRAY(SELECT jsonb_build_array(u.handle, u.display_name, p.weight, p.signed_at IS NOT NULL,
                                          p.declined_at IS NOT NULL, u.id = o.author_id, u.id = %(me)s)
                 FROM contests_splitpart p JOIN accounts_user u ON u.id = p.person_id
                 WHERE p.offer_id = o.id ORDER BY p.id),
           {{columns}}
    FROM contests_splitoffer o JOIN contests_contest c ON c.id = o.contest_id
    WHERE EXISTS (SELECT FROM contests_splitpart m WHERE m.offer_id = o.id AND m.person_id = %(me)s)
      AND NOT {IS_MEMBER} AND {MEETS_CONTEST} AND {{behind}} AND {{narrowed}} ORDER BY {{order}}
"""


@dataclass(frozen=True, slots=True)
class PartCard:
    """One person's part, and whether they have answered."""

    person: AuthorCard
    weight: int
    is_signed: bool
    is_declined: bool
    is_author: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class SplitCard:
    """One offered split."""

    ref: UUID
    contest: ContestCard
    state: str
    """waiting (for somebody's answer), signed (by all), declined (by somebody), withdrawn, or used (for an entry)."""
    made_at: datetime
    is_mine: bool
    """Whether the reader has offered it."""
    entry_id: UUID | None
    parts: tuple[PartCard, ...]

    @property
    def weight(self) -> int:
        """Of all parts together."""
        return sum(part.weight for part in self.parts)

    @property
    def own(self) -> PartCard:
        """The reader's own part."""
        return next(part for part in self.parts if part.is_own)


def splits_of(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Page[SplitCard]:
    """What the viewer has offered or was offered, the newest first."""
    return _page(viewer, "TRUE", {}, after=after, limit=limit)


def waiting_splits(viewer: Viewer) -> tuple[SplitCard, ...]:
    """Those on which no entry stands yet, and which are not taken back, in contests that still take entries."""
    return _page(viewer, "o.entry_id IS NULL AND o.withdrawn_at IS NULL AND c.state = 'open'", {}).items


def own_splits(viewer: Viewer, contest_id: UUID) -> tuple[SplitCard, ...]:
    """What the viewer has offered in this contest and could still submit with, or wait for."""
    where = "o.contest_id = %(contest)s AND o.author_id = %(me)s AND o.entry_id IS NULL AND o.withdrawn_at IS NULL"
    return _page(viewer, where, {"contest": contest_id}).items


def get_split(viewer: Viewer, ref: UUID) -> SplitCard:
    """One of them. Raises NotVisible."""
    found = _page(viewer, "o.ref = %(ref)s", {"ref": ref}).items
    if not found:
        raise NotVisible
    return found[0]


def _page(
    viewer: Viewer, where: str, more: dict[str, Any], *, after: str | None = None, limit: int = PAGE
) -> Page[SplitCard]:
    params = reader_params(read_as(viewer)) | more
    # What narrows is one of this module's own conditions.
    sql = OFFERS.replace("{narrowed}", where)
    page = fetch_page(sql, params, NEWEST, lambda *row: row, after=after, limit=limit)
    contests = cards_of([row[1] for row in page.items])
    return Page(tuple(_card(contests[row[1]], row) for row in page.items), page.next)


def _card(contest: ContestCard, row: tuple[Any, ...]) -> SplitCard:
    ref, _contest_id, made_at, is_withdrawn, entry_id, is_mine, listed = row
    parts = tuple(
        PartCard(AuthorCard(handle, name or handle), weight, signed, declined, author, own)
        for handle, name, weight, signed, declined, author, own in map(orjson.loads, listed)
    )
    return SplitCard(ref, contest, _state(parts, is_withdrawn, entry_id), made_at, is_mine, entry_id, parts)


def _state(parts: tuple[PartCard, ...], is_withdrawn: bool, entry_id: UUID | None) -> str:
    if entry_id is not None:
        return "used"
    if is_withdrawn:
        return "withdrawn"
    if any(part.is_declined for part in parts):
        return "declined"
    return "signed" if all(part.is_signed for part in parts) else "waiting"
