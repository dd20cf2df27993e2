"""The works that makers show on their pages, for everybody; and for makers and brand, what they may do about one."""

from dataclasses import dataclass, replace
from uuid import UUID

from contests.follow_up_rules import Purpose
from contests.models import Award, Entry, EntryShare, FollowUp, Handover, ShowingWord, ShownWork
from contests.selectors.cards import ImageCard
from contests.selectors.files import ShownImage, narrowest
from contests.selectors.images import first_images
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, may_see_entry, read_as
from contests.showcase_rules import HAS_WORD, SHOWABLE, Refused, Work, needs_word, refuse
from contests.visibility import DECIDERS

NEWEST = Order((("s.id", "bigint"),), descending=True)
NAMED = f"""({HAS_WORD} OR c.visibility = 'public' OR (c.visibility = 'blind' AND EXISTS (
    SELECT FROM contests_award a WHERE a.entry_id = e.id AND a.passed_over_at IS NULL)))"""
"""Whether the brand may be named: everybody may know that its maker took part, or the brand itself has agreed."""

TABLES = """
    contests_shownwork s
    JOIN accounts_user u ON u.id = s.person_id AND u.is_active
    JOIN contests_entry e ON e.id = s.entry_id
    JOIN contests_contest c ON c.id = e.contest_id
    JOIN accounts_brand r ON r.id = c.brand_id
"""
IMAGES = """
    JOIN contests_entryversion v ON v.entry_id = e.id
    JOIN contests_storedfile f ON f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
"""
OF_MAKER = f"u.handle = %(handle)s AND {SHOWABLE}"


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A work on its maker's page. `brand` is empty where it may not be told for whom it was made."""

    entry_id: UUID
    title: str
    brand: str
    year: int
    image: ImageCard | None = None


@dataclass(frozen=True, slots=True)
class Showing:
    """How showing an entry stands, for one of its makers or of its brand."""

    is_maker: bool
    is_shown: bool
    may_show: bool
    needs_word: bool
    has_word: bool
    may_agree: bool


def shown_works(handle: str, *, after: str | None = None, limit: int = PAGE) -> Page[ShownCard]:
    """What this maker shows, the latest first: two queries."""
    sql = f"""SELECT e.id, e.title, CASE WHEN {NAMED} THEN r.name ELSE '' END,
        extract(year FROM c.decided_at)::int, {{columns}}
        FROM {TABLES} WHERE {OF_MAKER} AND {{behind}} ORDER BY {{order}}"""
    found = fetch_page(sql, {"handle": handle.replace("\0", "")}, NEWEST, ShownCard, after=after, limit=limit)
    images = first_images([card.entry_id for card in found.items])
    return Page(tuple(replace(card, image=images.get(card.entry_id)) for card in found.items), found.next)


def shown_image(handle: str, ref: UUID, width: int) -> ShownImage | None:
    """The derivative of a work that its maker shows, whoever looks; None if it is not among them."""
    sql = f"SELECT e.id, f.id FROM {TABLES} {IMAGES} WHERE {OF_MAKER} AND f.ref = %(ref)s"
    rows = fetch_all(sql, {"handle": handle.replace("\0", ""), "ref": ref})
    if not rows:
        return None
    entry_id, file_id = rows[0]
    first = first_images([entry_id]).get(entry_id)
    return narrowest(file_id, width) if first is not None and first.ref == ref else None


def showing_of(viewer: Viewer, entry_id: UUID) -> Showing | None:
    """How showing this entry stands; None for whoever has no say in it."""
    reader = read_as(viewer)
    entry = Entry.objects.select_related("contest").filter(pk=entry_id).first()
    if entry is None or reader.user_id is None or not may_see_entry(entry, reader):
        return None
    is_maker = EntryShare.objects.filter(entry=entry, user=reader.user_id).exists()
    is_decider = reader.role_in(entry.contest.brand_id) in DECIDERS
    if not is_maker and not is_decider:
        return None
    work = work_of(entry)
    reason = refuse(work)
    return Showing(
        is_maker=is_maker,
        is_shown=is_maker and ShownWork.objects.filter(entry=entry, person=reader.user_id).exists(),
        may_show=is_maker and reason is None,
        needs_word=needs_word(work),
        has_word=work.has_word,
        may_agree=is_decider and reason == Refused.NEEDS_WORD,
    )


def work_of(entry: Entry) -> Work:
    """The facts; three queries."""
    sales = FollowUp.objects.filter(entry=entry, purpose=Purpose.PURCHASE).values("contest_id")
    return Work(
        kind=entry.contest.kind,
        is_decided=entry.contest.decided_at is not None,
        is_admissible=entry.is_admissible,
        is_hidden=entry.hidden_at is not None,
        is_won=Handover.objects.filter(award__entry=entry, award__passed_over_at=None).exists(),
        is_sold=Award.objects.filter(contest__in=sales, passed_over_at=None).exists(),
        has_word=ShowingWord.objects.filter(entry=entry).exists(),
    )
