"""Contests as readers find them: the public list, and one contest's page. Queries do not grow with the rows."""

from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from contests.errors import NotVisible
from contests.lifecycle import BEFORE_FUNDS, DECIDING, State
from contests.models import Contest
from contests.selectors.brief_pages import covered_page, uncovered
from contests.selectors.cards import BrandCard, CategoryCard, ContestCard, ContestPage
from contests.selectors.images import covers
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
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
CARDS_BY_ID = f"SELECT {CARD_COLUMNS} FROM {CARD_TABLES} WHERE c.id = ANY(%(ids)s)"

PHASES: dict[str, tuple[State, ...]] = {
    "open": (State.OPEN,),
    "deciding": tuple(sorted(DECIDING)),
    "awarded": (State.AWARDED, State.HANDOVER),
    "ended": (State.SETTLED, State.LAPSED, State.CANCELLED),
}
_PHASE = """CASE WHEN c.state = 'open' THEN 0 WHEN c.state IN ('shortlisting', 'final_round', 'judging') THEN 1
    WHEN c.state IN ('awarded', 'handover', 'suspended') THEN 2 ELSE 3 END"""
_PRIZES = "COALESCE((SELECT sum(z.amount_minor) FROM contests_prize z WHERE z.contest_id = c.id), 0)"
_NEWEST = "-extract(epoch FROM COALESCE(c.opens_at, c.created_at))"

ORDERS: dict[str, Order] = {
    # Open ones first, and among them those that close soonest; of the others the latest.
    "closing": Order(
        (
            (_PHASE, "int"),
            (f"CASE WHEN c.state = 'open' THEN extract(epoch FROM c.closes_at) ELSE {_NEWEST} END", "numeric"),
            ("c.id", "uuid"),
        )
    ),
    "newest": Order(((_NEWEST, "numeric"), ("c.id", "uuid"))),
    "prizes": Order(((f"-{_PRIZES}", "numeric"), ("c.id", "uuid"))),
}
"""How the list may be ordered; the first is the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseFilters:
    """What to keep of the public list; empty keeps all."""

    phase: str = ""
    """One of PHASES."""
    state: str = ""
    category: str = ""
    brand: str = ""
    """By its short name."""
    kind: str = ""
    """One of `contests.kinds.Kind`."""
    visibility: str = ""
    currency: str = ""
    least_prizes: int | None = None
    """The prizes' sum, in minor units."""
    words: str = ""
    """Looked for in the title and the summary."""


CONDITIONS: dict[str, str] = {
    "phase": "c.state = ANY(%(phase)s)",
    "state": "c.state = %(state)s",
    "category": "b.category_id = %(category)s",
    "brand": "r.slug = %(brand)s",
    "kind": "c.kind = %(kind)s",
    "visibility": "c.visibility = %(visibility)s",
    "currency": "c.currency = %(currency)s",
    "least_prizes": f"{_PRIZES} >= %(least_prizes)s",
    "words": "(b.title || ' ' || b.summary) ILIKE %(words)s",
}
SHOWN = "c.state NOT IN (" + ", ".join(f"'{state}'" for state in sorted(BEFORE_FUNDS)) + ")"
SHOWN_TO_ALL = f"{SHOWN} AND c.kind NOT IN ('invited', 'nda')"


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
    where, params = _narrowed(filters or BrowseFilters(), viewer)
    sql = f"SELECT {CARD_COLUMNS}, {{columns}} FROM {CARD_TABLES} WHERE {{behind}} AND {where} ORDER BY {{order}}"
    page = fetch_page(sql, params, ORDERS.get(order, ORDERS["closing"]), card_of, after=after, limit=limit)
    return Page(with_covers(page.items), page.next)


def matching_contests(filters: BrowseFilters, *, viewer: Viewer = None, most: int) -> list[UUID]:
    """The keys of the contests that `browse_contests` would find, those that close soonest first; one query.

    For orders that this app cannot know (what a brief is expected to pay), over at most so many.
    """
    where, params = _narrowed(filters, viewer)
    sql = f"SELECT c.id FROM {CARD_TABLES} WHERE {where} ORDER BY {ORDERS['closing'].by} LIMIT %(most)s"
    return [key for (key,) in fetch_all(sql, {**params, "most": most})]


def _narrowed(kept: BrowseFilters, viewer: Viewer) -> tuple[str, dict[str, Any]]:
    """The condition and the parameters of these filters, over what this viewer may meet."""
    params: dict[str, Any] = {f.name: value for f in fields(kept) if (value := getattr(kept, f.name)) not in ("", None)}
    reader = read_as(viewer)
    shown = SHOWN_TO_ALL if reader.user_id is None else f"{SHOWN} AND {MEETS_CONTEST}"
    where = " AND ".join([shown, *(CONDITIONS[name] for name in params)])
    params |= {name: value.replace("\0", "") for name, value in params.items() if isinstance(value, str)}
    if "phase" in params:
        params["phase"] = [state.value for state in PHASES.get(kept.phase, ())]
    if "words" in params:
        params["words"] = f"%{_literally(params['words'])}%"
    return where, params | (reader_params(reader) if reader.user_id is not None else {})


def get_contest(viewer: Viewer, contest_id: UUID) -> ContestPage:
    """One contest. Of a confidential one that the viewer has not accepted, the card and nothing else (`is_covered`).

    Raises NotVisible.
    """
    reader = read_as(viewer)
    columns = f"{CARD_COLUMNS}, {SEES_CONTEST}, {HAS_FILES}"
    sql = f"SELECT {columns} FROM {CARD_TABLES} WHERE c.id = %(id)s AND {MEETS_CONTEST}"
    rows = fetch_all(sql, {**reader_params(reader), "id": contest_id})
    if not rows:
        raise NotVisible
    *row, is_seen, has_files = rows[0]
    (card,) = with_covers((card_of(*row),))
    contest = Contest.objects.select_related("brief").get(pk=contest_id)
    page = covered_page(contest, card, reader)
    return uncovered(page, contest, has_files=has_files) if is_seen else page


def cards_of(contest_ids: list[UUID]) -> dict[UUID, ContestCard]:
    """Cards by id, without covers; one query. Whether the reader sees the contests is for the caller to know."""
    if not contest_ids:
        return {}
    return {row[0]: card_of(*row) for row in fetch_all(CARDS_BY_ID, {"ids": contest_ids})}


def with_covers(cards: tuple[ContestCard, ...]) -> tuple[ContestCard, ...]:
    """The same cards with their covers; one query for all."""
    images = covers([card.id for card in cards])
    return tuple(replace(card, cover=images.get(card.id)) for card in cards)


def _literally(words: str) -> str:
    """The words as a pattern that matches only themselves."""
    return words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


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
