"""What somebody follows and has saved, and which briefs a saved search would tell them of. For that person alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from contests.models import Following, SavedSearch
from contests.selectors.browsing import BrowseFilters, narrowed
from contests.selectors.cards import BrandCard, ContestCard
from contests.selectors.contests import CARD_TABLES, cards_of
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page

NEWEST = Order((("f.created_at", "timestamptz"), ("f.id", "bigint")), descending=True)


@dataclass(frozen=True, slots=True)
class FollowedCard:
    """One thing that the reader follows: a brief, or a brand."""

    ref: UUID
    since: datetime
    contest: ContestCard | None
    brand: BrandCard | None


@dataclass(frozen=True, slots=True)
class SearchCard:
    ref: UUID
    name: str
    filters: dict[str, object]
    created_at: datetime
    next_look_at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """Whether the reader follows a brief and its brand."""

    brief: bool = False
    brand: bool = False


def followed_by(person: User, *, after: str | None = None, limit: int = PAGE) -> Page[FollowedCard]:
    """The latest first; two queries."""
    sql = """
        SELECT f.ref, f.created_at, f.contest_id, r.id, r.slug, r.name, {columns}
        FROM contests_following f LEFT JOIN accounts_brand r ON r.id = f.brand_id
        WHERE f.person_id = %(person)s AND {behind} ORDER BY {order}
    """
    page = fetch_page(sql, {"person": person.pk}, NEWEST, lambda *row: row, after=after, limit=limit)
    cards = cards_of([row[2] for row in page.items if row[2]])
    items = (
        FollowedCard(ref, since, cards.get(contest), BrandCard(*brand) if brand[0] else None)
        for ref, since, contest, *brand in page.items
    )
    return Page(tuple(items), page.next)


def followed_card(row: Following) -> FollowedCard:
    """One of them, as the list shows it."""
    contest = cards_of([row.contest_id])[row.contest_id] if row.contest_id else None
    brand = BrandCard(row.brand.pk, row.brand.slug, row.brand.name) if row.brand else None
    return FollowedCard(row.ref, row.created_at, contest, brand)


def follows(person_id: int | None, contest_id: UUID, brand_id: UUID) -> Followed:
    """One query; none for nobody."""
    if person_id is None:
        return Followed()
    rows = Following.objects.filter(Q(contest=contest_id) | Q(brand=brand_id), person=person_id)
    found = list(rows.values_list("contest_id", "brand_id"))
    return Followed(
        brief=any(contest == contest_id for contest, _ in found), brand=any(brand == brand_id for _, brand in found)
    )


def searches_of(person: User) -> list[SearchCard]:
    """The oldest first; there are few."""
    return [
        SearchCard(row.ref, row.name, row.filters, row.created_at, row.due_at)
        for row in SavedSearch.objects.filter(person=person)
    ]


def briefs_opened(filters: BrowseFilters, *, after: datetime, until: datetime, most: int) -> tuple[int, list[str]]:
    """How many briefs that the list would show have opened in this time, and the titles of the latest; one query."""
    where, params = narrowed(filters)
    sql = f"""
        SELECT b.title, count(*) OVER () FROM {CARD_TABLES}
        WHERE {where} AND c.opens_at > %(after)s AND c.opens_at <= %(until)s
        ORDER BY c.opens_at DESC, c.id LIMIT %(most)s
    """
    rows = fetch_all(sql, {**params, "after": after, "until": until, "most": most})
    return (rows[0][1] if rows else 0), [title for title, _ in rows]
