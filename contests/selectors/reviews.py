"""Reviews as readers find them. One that is not shown yet is given to its own side alone.

A maker is named where everybody may know that they took part: in a public contest, and as the winner of a decided blind
one; else only to the brand and the platform. On a maker's own page the contest and the brand are left out by the same
rule, so that nothing tells who worked in a private contest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from contests.lifecycle import FINAL
from contests.models import Award, Contest, Review, ShortlistPlace
from contests.review_rules import ASPECTS, WINDOW, Pair, ReviewKind, average, kind_for, refuse
from contests.selectors.cards import AuthorCard, BrandCard
from contests.selectors.contests import get_contest
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import DECIDERS, NOBODY, reader_params

LATEST = Order((("v.shown_at", "timestamptz"), ("v.id", "uuid")), descending=True)
NAMED = """EXISTS (
    SELECT FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    WHERE p.contest_id = c.id AND e.author_id = v.maker_id AND e.state = 'submitted'
      AND (c.visibility = 'public' OR (c.visibility = 'blind' AND c.decided_at IS NOT NULL AND a.id IS NOT NULL)))"""
INSIDER = """(v.maker_id = %(me)s OR c.brand_id = ANY(%(brands)s) OR %(admin)s OR %(auditor)s)"""
COLUMNS = f"""
    v.id, v.kind, v.stars, {", ".join(f"v.{name}" for name in ASPECTS)}, v.words, v.written_at, v.shown_at,
    v.reply, v.replied_at, v.writer_id = %(me)s, c.id, b.title, r.id, r.slug, r.name, u.handle, u.display_name
"""
TABLES = """
    contests_review v
    JOIN contests_contest c ON c.id = v.contest_id
    JOIN contests_brief b ON b.contest_id = c.id
    JOIN accounts_brand r ON r.id = c.brand_id
    JOIN accounts_user u ON u.id = v.maker_id
"""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One review. `contest`, `brand` and `maker` are None where they may not be known."""

    id: UUID
    kind: str
    hundredths: int | None
    """The stars, or the average of a maker's marks, in hundredths; of thanks none."""
    marks: dict[str, int]
    """A maker's, by aspect."""
    words: str
    written_at: datetime
    shown_at: datetime | None
    reply: str
    replied_at: datetime | None
    is_own: bool
    contest_id: UUID | None
    contest_title: str
    brand: BrandCard | None
    maker: AuthorCard | None


@dataclass(frozen=True, slots=True)
class ReviewPlace:
    """A review that the reader can write: of whom, and what they have written so far."""

    kind: str
    maker: AuthorCard | None
    """None: the reader is the maker, and it is about the brand."""
    written: ReviewCard | None
    closes_at: datetime


def reviews_of_contest(viewer: Viewer, contest_id: UUID) -> tuple[ReviewCard, ...]:
    """Those that are shown, and one's own side's; the latest first. Raises NotVisible."""
    reader = read_as(viewer)
    get_contest(reader, contest_id)
    sql = f"""
        SELECT {COLUMNS}, {NAMED} OR {INSIDER}, TRUE FROM {TABLES}
        WHERE c.id = %(contest)s AND (v.shown_at IS NOT NULL OR v.writer_id = %(me)s
            OR (v.kind <> 'about_brand' AND c.brand_id = ANY(%(deciding)s)))
        ORDER BY v.shown_at DESC NULLS FIRST, v.id
    """
    deciding = [brand for brand, role in reader.brands.items() if role in DECIDERS]
    params = {**reader_params(reader), "contest": contest_id, "deciding": deciding}
    return tuple(_card(*row) for row in fetch_all(sql, params))


def reviews_of_brand(slug: str, *, after: str | None = None, limit: int = PAGE) -> Page[ReviewCard]:
    """What makers have said of a brand, as everybody may read it."""
    return _shown("v.kind = 'about_brand' AND r.slug = %(of)s", slug, f"{NAMED}, TRUE", after, limit)


def reviews_of_maker(handle: str, *, after: str | None = None, limit: int = PAGE) -> Page[ReviewCard]:
    """What brands have said of a maker, as everybody may read it."""
    return _shown("v.kind <> 'about_brand' AND u.handle = %(of)s", handle, f"TRUE, {NAMED}", after, limit)


def _shown(where: str, of: str, known: str, after: str | None, limit: int) -> Page[ReviewCard]:
    sql = f"""SELECT {COLUMNS}, {known}, {{columns}} FROM {TABLES}
        WHERE v.shown_at IS NOT NULL AND {where} AND {{behind}} ORDER BY {{order}}"""
    return fetch_page(sql, {"me": NOBODY, "of": of.replace("\0", "")}, LATEST, _card, after=after, limit=limit)


def places_of(viewer: Viewer, contest_id: UUID, *, now: datetime) -> tuple[ReviewPlace, ...]:
    """What this person can write now; nothing for those without a part."""
    reader = read_as(viewer)
    page = get_contest(reader, contest_id)
    if reader.user_id is None or page.card.state not in FINAL:
        return ()
    contest = Contest.objects.get(pk=contest_id)
    cards = reviews_of_contest(reader, contest_id)
    if page.role in DECIDERS:
        places = ShortlistPlace.objects.filter(contest=contest).values_list("entry__author_id", flat=True)
        makers = list(User.objects.filter(pk__in=places).order_by("pk"))
    elif contest.brand_id not in reader.brands:
        makers = list(User.objects.filter(pk=reader.user_id))
    else:
        return ()
    pairs = pairs_of(contest, [maker.pk for maker in makers])
    by_brand = page.role in DECIDERS
    found = (_place(contest, maker, pairs[maker.pk], by_brand, cards, now) for maker in makers)
    return tuple(one for one in found if one is not None)


def pairs_of(contest: Contest, makers: Iterable[int]) -> dict[int, Pair]:
    """The facts of the brand and each of these makers; three queries."""
    wanted = list(makers)
    listed = ShortlistPlace.objects.filter(contest=contest, entry__author__in=wanted)
    won = Award.objects.filter(contest=contest, passed_over_at=None, handover__isnull=False, entry__author__in=wanted)
    seen = Review.objects.filter(contest=contest, maker__in=wanted, shown_at__isnull=False)
    shortlisted = set(listed.values_list("entry__author_id", flat=True))
    winners = set(won.values_list("entry__author_id", flat=True))
    shown = set(seen.values_list("maker_id", flat=True))
    ended_at = contest.state_since if contest.state in FINAL else None
    return {key: Pair(ended_at, key in shortlisted, key in winners, key in shown) for key in wanted}


def _place(
    contest: Contest, maker: User, pair: Pair, by_brand: bool, cards: tuple[ReviewCard, ...], now: datetime
) -> ReviewPlace | None:
    kind = kind_for(by_maker=not by_brand, is_winner=pair.is_winner)
    if refuse(kind, pair, now=now) is not None:
        return None
    about = AuthorCard(maker.handle, maker.public_name) if by_brand else None
    own = (card for card in cards if (card.kind != ReviewKind.ABOUT_BRAND) == by_brand)
    written = next((card for card in own if card.maker and card.maker.handle == maker.handle), None)
    return ReviewPlace(kind, about, written, contest.state_since + WINDOW)


def _card(*row: Any) -> ReviewCard:
    """A row of COLUMNS, then whether the maker and whether contest and brand may be known."""
    key, kind, stars, *rest = row
    marks = {name: mark for name, mark in zip(ASPECTS, rest[: len(ASPECTS)], strict=True) if mark is not None}
    words, written_at, shown_at, reply, replied_at, is_own, *about, maker_known, contest_known = rest[len(ASPECTS) :]
    contest_id, title, brand_id, slug, brand, handle, name = about
    return ReviewCard(
        id=key,
        kind=kind,
        hundredths=average(marks) if marks else None if stars is None else 100 * stars,
        marks=marks,
        words=words,
        written_at=written_at,
        shown_at=shown_at,
        reply=reply,
        replied_at=replied_at,
        is_own=is_own,
        contest_id=contest_id if contest_known else None,
        contest_title=title if contest_known else "",
        brand=BrandCard(brand_id, slug, brand) if contest_known else None,
        maker=AuthorCard(handle, name or handle) if maker_known else None,
    )
