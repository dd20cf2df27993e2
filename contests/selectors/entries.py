"""Entries as readers find them: a contest's gallery, one's own, and everybody's for lists across contests.

Each list is one query, images included, however many its rows. In a blind contest the gallery's order is that
of the codes, which are chance: the order in which entries came could tell whose they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import EntryCard, OwnEntry
from contests.selectors.contests import cards_of
from contests.selectors.entry_rows import ENTRY_COLUMNS, ENTRY_RULE_TABLES, ENTRY_TABLES, entry_card
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import (
    BRAND_ROLES,
    IS_ELIMINATED,
    NOBODY,
    OWN_ENTRIES,
    PLATFORM_ROLES,
    SEES_CONTEST,
    SEES_CURATION,
    SEES_ENTRY,
    SEES_RATING,
    for_visitors,
    reader_params,
)

T = TypeVar("T")
_LAST = "32767"
_CAME = (("e.created_at", "timestamptz"), ("e.id", "uuid"))
NEWEST = Order(_CAME, descending=True, follows_index=True)
OPEN_ORDERS: dict[str, Order] = {
    "standing": Order(
        ((f"-COALESCE(a.rank, {_LAST})", "int"), (f"-COALESCE(p.slot, {_LAST})", "int"), *_CAME), descending=True
    ),
    "newest": NEWEST,
    "rating": Order((("COALESCE(e.rating, 0)", "int"), *_CAME), descending=True),
}
BLIND_ORDERS: dict[str, Order] = {
    "standing": Order(((f"COALESCE(p.slot, {_LAST})", "int"), ("e.code", "text"))),
    "newest": Order((("e.code", "text"),), follows_index=True),
    "rating": Order((("-COALESCE(e.rating, 0)", "int"), ("e.code", "text"))),
}

GALLERY_FACTS = f"""
    SELECT c.brand_id, c.visibility = 'blind' AND c.decided_at IS NULL
    FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CONTEST}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilters:
    """What to keep of a list of entries; nothing given keeps all."""

    state: str = ""
    shortlisted: bool | None = None
    awarded: bool | None = None
    own: bool = False
    least_rating: int | None = None
    """Finds nothing for readers to whom ratings are not shown."""
    unrated: bool = False
    contest: UUID | None = None
    eliminated: bool | None = None
    """This and what follows are the brand's own matter: given by others, they find nothing."""
    picked: bool = False
    collection: UUID | None = None
    since: datetime | None = None
    """What came after this moment. While a contest is blind no moment is shown; that somebody has not seen an entry
    yet they could tell by what they saw before."""


def entries_of(
    viewer: Viewer,
    contest_id: UUID,
    filters: EntryFilters | None = None,
    *,
    order: str = "standing",
    after: str | None = None,
    limit: int = PAGE,
) -> Page[EntryCard]:
    """The entries of a contest that the viewer may see, with images: two queries beside the reader's. Or NotVisible.

    Orders: standing (awards, then the shortlist, then the newest), newest, rating (for whom ratings are shown).
    """
    reader = read_as(viewer)
    params = {**reader_params(reader), "contest": contest_id}
    facts = fetch_all(GALLERY_FACTS, params)
    if not facts:
        raise NotVisible
    brand_id, is_blind = facts[0]
    role = reader.role_in(brand_id)
    return fetch_entries(
        f"e.contest_id = %(contest)s AND {SEES_ENTRY}",
        params,
        filters,
        order_of(order, role=role, is_blind=is_blind),
        after=after,
        limit=limit,
    )


def list_entries(
    viewer: Viewer, filters: EntryFilters | None = None, *, after: str | None = None, limit: int = PAGE
) -> Page[EntryCard]:
    """The newest entries of all contests whose authors the viewer may know: one query beside the reader's.

    Those of a blind contest under way are left out, for the order would betray them; `entries_of` shows them.
    """
    reader = read_as(viewer)
    where = f"{SEES_CONTEST} AND {SEES_ENTRY} AND u.id IS NOT NULL"
    return fetch_entries(where, reader_params(reader), filters, NEWEST, after=after, limit=limit)


def my_entries(viewer: Viewer, *, after: str | None = None, limit: int = PAGE) -> Page[OwnEntry]:
    """The viewer's own entries and those of their teams, withdrawn ones too, with their contests: two queries."""
    reader = read_as(viewer)
    page: Page[EntryCard] = fetch_entries(OWN_ENTRIES, reader_params(reader), None, NEWEST, after=after, limit=limit)
    contests = cards_of([card.contest_id for card in page.items])
    return Page(tuple(OwnEntry(card, contests[card.contest_id]) for card in page.items), page.next)


def order_of(name: str, *, role: Role, is_blind: bool) -> Order:
    """The order of this name, as far as this role may see one; `is_blind` while authors are hidden."""
    if name == "rating" and role not in BRAND_ROLES | PLATFORM_ROLES:
        name = "standing"
    orders = BLIND_ORDERS if is_blind and role != Role.ADMIN else OPEN_ORDERS
    return orders.get(name, orders["standing"])


def fetch_entries(
    where: str,
    params: dict[str, object],
    filters: EntryFilters | None,
    order: Order,
    shape: Callable[..., T] = entry_card,  # type: ignore[assignment]
    *,
    more_columns: str = "",
    after: str | None,
    limit: int,
) -> Page[T]:
    """A page of entries as cards; or with further columns, each row shaped by `shape`. One query."""
    narrowed, more = _narrowed(filters or EntryFilters())
    kept = f"{{behind}} AND {' AND '.join([where, *narrowed])}"
    if not order.follows_index:
        # All of a contest's entries are sorted for one page: by their keys alone, not with all that a card shows.
        found = f"SELECT e.id FROM {ENTRY_RULE_TABLES} WHERE {kept} ORDER BY {{order}} LIMIT {{most}}"
        kept = f"e.id = ANY(ARRAY({found}))"
    columns = f"{ENTRY_COLUMNS}{more_columns}, {{columns}}"
    sql = f"SELECT {columns} FROM {ENTRY_TABLES} WHERE {kept} ORDER BY {{order}}"
    if params["me"] == NOBODY:
        sql = for_visitors(sql)
    return fetch_page(sql, {**params, **more}, order, shape, after=after, limit=limit)


def _narrowed(kept: EntryFilters) -> tuple[list[str], dict[str, Any]]:
    conditions: list[str] = []
    params: dict[str, Any] = {}
    if kept.state:
        conditions.append("e.state = %(state)s")
        params["state"] = kept.state.replace("\0", "")
    if kept.contest is not None:
        conditions.append("e.contest_id = %(only_contest)s")
        params["only_contest"] = kept.contest
    if kept.shortlisted is not None:
        conditions.append(f"p.slot IS {'NOT ' if kept.shortlisted else ''}NULL")
    if kept.awarded is not None:
        conditions.append(f"a.rank IS {'NOT ' if kept.awarded else ''}NULL")
    if kept.own:
        conditions.append(OWN_ENTRIES)
    if kept.least_rating is not None:
        conditions.append(f"e.rating >= %(least_rating)s AND {SEES_RATING}")
        params["least_rating"] = kept.least_rating
    if kept.unrated:
        conditions.append(f"e.rating IS NULL AND {SEES_RATING}")
    return conditions + _narrowed_by_the_brand(kept, params), params


def _narrowed_by_the_brand(kept: EntryFilters, params: dict[str, Any]) -> list[str]:
    conditions: list[str] = []
    if kept.eliminated is not None:
        conditions.append(f"{'' if kept.eliminated else 'NOT '}{IS_ELIMINATED}")
    if kept.picked:
        conditions.append("EXISTS (SELECT FROM contests_shortlistpick k WHERE k.entry_id = e.id)")
    if kept.collection is not None:
        conditions.append(
            "EXISTS (SELECT FROM contests_collectionitem i"
            " WHERE i.entry_id = e.id AND i.collection_id = %(collection)s)"
        )
        params["collection"] = kept.collection
    if kept.since is not None:
        conditions.append("e.created_at > %(since)s")
        params["since"] = kept.since
    return [*conditions, SEES_CURATION] if conditions else []
