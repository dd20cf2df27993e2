"""A brand's contests as its people follow them: what waits for them, and until when. A constant number of queries."""

from uuid import UUID

from accounts.models import Brand
from contests.errors import NotVisible
from contests.selectors.cards import BrandCard, BrandDashboard, DashboardRow, DeadlineCard
from contests.selectors.contests import cards_of, with_covers
from contests.selectors.history import DEADLINE_COLUMNS
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import BRAND_ROLES, PLATFORM_ROLES

MOST_SHOWN = 200

FIGURES = """
    SELECT c.id,
           (SELECT count(*) FROM contests_entry e WHERE e.contest_id = c.id AND e.state = 'submitted'),
           (SELECT count(*) FROM contests_entry e
             WHERE e.contest_id = c.id AND e.state = 'submitted' AND e.rating IS NULL),
           (SELECT count(*) FROM contests_shortlistplace p WHERE p.contest_id = c.id),
           (SELECT count(*) FROM contests_question q WHERE q.contest_id = c.id AND q.answered_at IS NULL)
    FROM contests_contest c WHERE c.brand_id = %(brand)s
    ORDER BY c.created_at DESC, c.id LIMIT %(limit)s
"""
NEXT_DEADLINES = f"""
    SELECT DISTINCT ON (d.contest_id) {DEADLINE_COLUMNS}
    FROM contests_deadline d
    WHERE d.due_state = 'waiting' AND d.contest_id = ANY(%(contests)s)
    ORDER BY d.contest_id, d.due_at, d.id
"""


def brand_dashboard(viewer: Viewer, brand_id: UUID) -> BrandDashboard:
    """The brand's contests, drafts too, the latest first; for its people and the platform's. Raises NotVisible."""
    reader = read_as(viewer)
    role = reader.role_in(brand_id)
    brand = Brand.objects.filter(pk=brand_id).first()
    if brand is None or (role not in BRAND_ROLES and role not in PLATFORM_ROLES):
        raise NotVisible
    figures = fetch_all(FIGURES, {"brand": brand_id, "limit": MOST_SHOWN})
    keys = [row[0] for row in figures]
    cards = {card.id: card for card in with_covers(tuple(cards_of(keys).values()))}
    deadlines = _next_deadlines(keys)
    rows = tuple(
        DashboardRow(cards[key], admissible, unrated, shortlisted, unanswered, deadlines.get(key))
        for key, admissible, unrated, shortlisted, unanswered in figures
    )
    return BrandDashboard(BrandCard(brand.pk, brand.slug, brand.name), role, rows)


def _next_deadlines(contest_ids: list[UUID]) -> dict[UUID, DeadlineCard]:
    if not contest_ids:
        return {}
    found = [DeadlineCard(*row) for row in fetch_all(NEXT_DEADLINES, {"contests": contest_ids})]
    return {card.contest_id: card for card in found}
