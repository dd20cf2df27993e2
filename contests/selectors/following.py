"""What somebody follows and has saved, which briefs a saved search would tell them of, and who is told.

A brief is only ever told of to whom it is shown, at the moment of telling: an invitation may have been taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from contests.models import Following, SavedSearch
from contests.selectors.browsing import SHOWN, BrowseFilters, narrowed
from contests.selectors.cards import BrandCard, ContestCard
from contests.selectors.contests import CARD_TABLES, cards_of
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import MEETS_CONTEST, SEES_CONTEST, of_each, reader_params

NEWEST = Order((("f.created_at", "timestamptz"), ("f.id", "bigint")), descending=True)
_FOLLOWERS = """
    SELECT f.person_id, f.ref, c.id
    FROM contests_contest c
    JOIN contests_following f ON {tie}
    JOIN accounts_user u ON u.id = f.person_id AND u.is_active
    WHERE c.id = ANY(%(contests)s) AND {shown} AND {rule} ORDER BY f.id
"""
_OF_BRIEF, _OF_BRAND = "f.contest_id = c.id", "f.brand_id = c.brand_id"


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who is told of a brief, because they follow it or its brand. Shown to nobody."""

    person_id: int
    ref: UUID
    contest_id: UUID


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
    """The latest first, without briefs that are not shown to them any more; two queries beside the reader's."""
    sql = f"""
        SELECT f.ref, f.created_at, f.contest_id, r.id, r.slug, r.name, {{columns}}
        FROM contests_following f
        LEFT JOIN accounts_brand r ON r.id = f.brand_id
        LEFT JOIN contests_contest c ON c.id = f.contest_id
        WHERE f.person_id = %(me)s AND (f.contest_id IS NULL OR {MEETS_CONTEST}) AND {{behind}} ORDER BY {{order}}
    """
    params = reader_params(read_as(person)) | {"me": person.pk}
    page = fetch_page(sql, params, NEWEST, lambda *row: row, after=after, limit=limit)
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


def may_follow(viewer: Viewer, contest_id: UUID) -> bool:
    """Whether this brief is shown, and to them; a draft is not, to nobody."""
    return _met(viewer, "c.id = %(contest)s", contest=contest_id) is not None


def brand_to_follow(viewer: Viewer, slug: str) -> UUID | None:
    """The brand of this name, if a brief of it is shown to them."""
    return _met(viewer, "c.brand_id = (SELECT id FROM accounts_brand WHERE slug = %(slug)s)", slug=slug)


def _met(viewer: Viewer, condition: str, **params: object) -> UUID | None:
    sql = f"SELECT c.brand_id FROM contests_contest c WHERE {condition} AND {SHOWN} AND {MEETS_CONTEST} LIMIT 1"
    rows = fetch_all(sql, {**reader_params(read_as(viewer)), **params})
    return rows[0][0] if rows else None


def followers_of_briefs(contest_ids: Iterable[UUID], *, inside: bool = False) -> list[Follower]:
    """Who follows these briefs, and meets them now; with `inside`, sees all of them. One query."""
    return _followers(_OF_BRIEF, contest_ids, SEES_CONTEST if inside else MEETS_CONTEST)


def followers_of_brands(contest_ids: Iterable[UUID]) -> list[Follower]:
    """Who follows the brands of these briefs, and meets the briefs. One query."""
    return _followers(_OF_BRAND, contest_ids, MEETS_CONTEST)


def _followers(tie: str, contest_ids: Iterable[UUID], rule: str) -> list[Follower]:
    sql = _FOLLOWERS.format(tie=tie, shown=SHOWN, rule=of_each(rule))
    return [Follower(*row) for row in fetch_all(sql, {"contests": list(contest_ids)})]


def searches_of(person: User) -> list[SearchCard]:
    """The oldest first; there are few."""
    return [
        SearchCard(row.ref, row.name, row.filters, row.created_at, row.due_at)
        for row in SavedSearch.objects.filter(person=person)
    ]


def briefs_opened(
    viewer: Viewer, filters: BrowseFilters, *, after: datetime, until: datetime, most: int
) -> tuple[int, list[str]]:
    """How many briefs that the list would show this viewer have opened in this time, and the titles of the latest; one
    query beside the reader's."""
    where, params = narrowed(filters, viewer)
    sql = f"""
        SELECT b.title, count(*) OVER () FROM {CARD_TABLES}
        WHERE {where} AND c.opens_at > %(after)s AND c.opens_at <= %(until)s
        ORDER BY c.opens_at DESC, c.id LIMIT %(most)s
    """
    rows = fetch_all(sql, {**params, "after": after, "until": until, "most": most})
    return (rows[0][1] if rows else 0), [title for title, _ in rows]
