"""Likenesses: all of them for the platform's admins, and for a brand those of an entry in its contest.

A brand is told that an earlier work is like this one, without anybody's name, and shown that work only if it sees it
anyway. While its contest is blind it is told nothing: works of one maker are not compared, so that of two that look the
same, silence would say that one person made both.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import User
from contests.selectors.cards import ImageCard
from contests.selectors.entry_pages import image_of
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import OWN_SHARE, RATERS, SEES_CONTEST, SEES_ENTRY, reader_params
from moderation.models import Likeness

MOST_SHOWN = 5
FILE = """
    SELECT ref, width, height, placeholder, ARRAY(SELECT d.width FROM contests_derivative d
           WHERE d.file_id = f.id ORDER BY d.width) FROM contests_storedfile f WHERE f.id = ANY(%(files)s)
"""
# `e` is the earlier work, `c` its contest; `mine` the brand's entry.
OF_ENTRY = f"""
    SELECT l.distance, c.id = mine.contest_id,
           CASE WHEN {SEES_CONTEST} AND {SEES_ENTRY} THEN e.id END,
           CASE WHEN {SEES_CONTEST} AND {SEES_ENTRY} THEN e.code END,
           f.ref, f.width, f.height, f.placeholder,
           ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)
    FROM moderation_likeness l
    JOIN contests_entry mine ON mine.id = l.later_id
    JOIN contests_entry e ON e.id = l.earlier_id
    JOIN contests_contest c ON c.id = e.contest_id
    JOIN contests_storedfile f ON f.id = l.earlier_file_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE}
    WHERE l.later_id = %(entry)s AND l.verdict <> 'dismissed'
      AND NOT (c.visibility = 'blind' AND c.decided_at IS NULL AND c.brand_id = ANY(%(brands)s))
    ORDER BY l.distance, e.id LIMIT {MOST_SHOWN}
"""
ITS_BRAND = f"""
    SELECT c.brand_id FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE} WHERE e.id = %(entry)s AND {SEES_CONTEST} AND {SEES_ENTRY}
      AND NOT (c.visibility = 'blind' AND c.decided_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class LikeWork:
    """An earlier work that an entry is like. Without an id where the reader does not see it."""

    distance: int
    """In how many of 64 features the pictures differ."""
    of_same_contest: bool
    entry_id: UUID | None
    code: str
    image: ImageCard | None


def works_like(viewer: Viewer, entry_id: UUID) -> tuple[LikeWork, ...]:
    """What the brand's owners, managers and judges are told of an entry. For anybody else there is nothing to know."""
    reader = read_as(viewer)
    params = {**reader_params(reader), "entry": entry_id}
    rows = fetch_all(ITS_BRAND, params) if reader.brands else []
    if not rows or reader.role_in(rows[0][0]) not in RATERS:
        return ()
    return tuple(_like_work(*row) for row in fetch_all(OF_ENTRY, params))


def likenesses_for(admin: User) -> QuerySet[Likeness]:
    """All likenesses, without those in which this admin has a part."""
    involved = Q()
    for side in ("earlier", "later"):
        involved |= Q(**{f"{side}__author": admin}) | Q(**{f"{side}__shares__user": admin})
        involved |= Q(**{f"{side}__contest__brand__memberships__user": admin})
    apart = Likeness.objects.exclude(pk__in=Likeness.objects.filter(involved).values("pk"))
    return apart.select_related(
        *("earlier__contest__brief", "later__contest__brief", "earlier__author", "later__author", "case", "looked_by"),
        *("earlier_file", "later_file"),
    )


def images_of(likenesses: list[Likeness]) -> dict[UUID, ImageCard]:
    """The pictures of both sides, by their file's reference; one query for all."""
    files = [pk for one in likenesses for pk in (one.earlier_file_id, one.later_file_id)]
    found = {row[0]: image_of(*row) for row in fetch_all(FILE, {"files": files})}
    return {ref: image for ref, image in found.items() if image is not None}


def _like_work(
    distance: int,
    of_same_contest: bool,
    entry_id: UUID | None,
    code: str | None,
    *picture: object,
) -> LikeWork:
    image = image_of(*picture) if entry_id is not None else None  # type: ignore[arg-type]
    return LikeWork(distance, of_same_contest, entry_id, code or "", image)
