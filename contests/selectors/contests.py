"""Contests as readers find them: the public list, and one contest's page. Queries do not grow with the rows."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from contests.errors import NotVisible
from contests.models import Brief, Contest
from contests.selectors.brief_pages import covered_page, uncovered
from contests.selectors.browsing import BrowseFilters, narrowed, order_for
from contests.selectors.cards import BrandCard, CategoryCard, ContestCard, ContestPage
from contests.selectors.images import COVER, covers, image_card
from contests.selectors.instances import Columns
from contests.selectors.paging import PAGE, Page, fetch_all, fetch_page, one_line
from contests.selectors.roles import Viewer, read_as
from contests.visibility import MEETS_CONTEST, SEES_CONTEST, reader_params

CARD_COLUMNS = """
    c.id, b.title, b.summary, b.category_id, k.name_en, k.name_fr, r.id, r.slug, r.name,
    c.state, c.visibility, c.kind, c.currency,
    ARRAY(SELECT z.amount_minor FROM contests_prize z WHERE z.contest_id = c.id ORDER BY z.rank),
    c.shortlist_max, c.unpaid_effort_minutes, c.entry_count, c.entry_cap, c.created_at, c.state_since,
    c.opens_at, c.closes_at, c.decide_by, c.decided_at
"""
CARD_TABLES = """
    contests_contest c
    JOIN contests_brief b ON b.contest_id = c.id
    JOIN contests_category k ON k.slug = b.category_id
    JOIN accounts_brand r ON r.id = c.brand_id
"""
HAS_FILES = "EXISTS (SELECT FROM contests_storedfile f WHERE f.brief_id = c.id)"
CONTEST, BRIEF = Columns(Contest, "c"), Columns(Brief, "b")
ONE_CONTEST = one_line(f"""
    SELECT {CONTEST.sql}, {BRIEF.sql}, {CARD_COLUMNS}, {SEES_CONTEST}, {HAS_FILES}, {COVER}
    FROM {CARD_TABLES} WHERE c.id = %(id)s AND {MEETS_CONTEST}
""")
CARDS_BY_ID = f"SELECT {CARD_COLUMNS} FROM {CARD_TABLES} WHERE c.id = ANY(%(ids)s)"


def browse_contests(
    filters: BrowseFilters | None = None,
    *,
    viewer: Viewer = None,
    order: str = "closing",
    after: str | None = None,
    limit: int = PAGE,
) -> Page[ContestCard]:
    """The contests that are shown to this viewer, with covers; two queries beside the reader's. Without one, those that
    are shown to everybody. Drafts are on the dashboard.
    """
    kept, reader = filters or BrowseFilters(), read_as(viewer)
    where, params = narrowed(kept, reader)
    sql = f"SELECT {CARD_COLUMNS}, {{columns}} FROM {CARD_TABLES} WHERE {{behind}} AND {where} ORDER BY {{order}}"
    page = fetch_page(sql, params, order_for(kept, order, reader), card_of, after=after, limit=limit)
    return Page(with_covers(page.items), page.next)


def get_contest(viewer: Viewer, contest_id: UUID) -> ContestPage:
    """One contest. Of a confidential one that the viewer has not accepted, the card and nothing else (`is_covered`).

    Raises NotVisible.
    """
    reader = read_as(viewer)
    rows = fetch_all(ONE_CONTEST, {**reader_params(reader), "id": contest_id})
    if not rows:
        raise NotVisible
    contest, rest = _with_brief(rows[0])
    *columns, is_seen, has_files, cover = rest
    card = replace(card_of(*columns), cover=image_card(cover))
    page = covered_page(contest, card, reader)
    return uncovered(page, contest, has_files=has_files) if is_seen else page


def _with_brief(row: tuple[Any, ...]) -> tuple[Contest, tuple[Any, ...]]:
    """The contest and its brief that a row of ONE_CONTEST begins with, and the rest of the row."""
    contest = CONTEST.instance(row[: len(CONTEST)])
    brief = BRIEF.instance(row[len(CONTEST) : len(CONTEST) + len(BRIEF)])
    contest.brief, brief.contest = brief, contest
    return contest, row[len(CONTEST) + len(BRIEF) :]


def cards_of(contest_ids: list[UUID]) -> dict[UUID, ContestCard]:
    """Cards by id, without covers; one query. Whether the reader sees the contests is for the caller to know."""
    if not contest_ids:
        return {}
    return {row[0]: card_of(*row) for row in fetch_all(CARDS_BY_ID, {"ids": contest_ids})}


def with_covers(cards: tuple[ContestCard, ...]) -> tuple[ContestCard, ...]:
    """The same cards with their covers; one query for all."""
    images = covers([card.id for card in cards])
    return tuple(replace(card, cover=images.get(card.id)) for card in cards)


def card_of(*row: Any) -> ContestCard:
    """A row of CARD_COLUMNS as a card; what follows the prizes is in the order of the card's own fields."""
    key, title, summary, category, name_en, name_fr, *row_rest = row
    brand_id, brand_slug, brand_name, state, visibility, kind, currency, prizes, *rest = row_rest
    french = (get_language() or "").startswith("fr")
    return ContestCard(
        key,
        title,
        summary,
        CategoryCard(category, name_fr if french else name_en),
        BrandCard(brand_id, brand_slug, brand_name),
        state,
        visibility,
        kind,
        currency,
        tuple(prizes),
        *rest,
    )
