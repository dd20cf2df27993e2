"""The images of many entries at once: of each one's latest version the first that is ready, with its widths."""

from collections.abc import Sequence
from uuid import UUID

from orjson import loads

from contests.selectors.cards import ImageCard
from contests.selectors.paging import fetch_all

OF_FIRST_PICTURE = """
        FROM contests_entryversion v
        JOIN contests_storedfile f ON f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
        WHERE v.entry_id = e.id ORDER BY v.number DESC, f.position, f.id LIMIT 1"""
"""The file `f` that stands for an entry `e`."""

WIDTHS = "ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)"
FIRST_IMAGE = f"""(
        SELECT jsonb_build_array(f.ref, f.width, f.height, f.placeholder, {WIDTHS}) {OF_FIRST_PICTURE})::text"""
"""A column of entries `e`, for `image_card`. Computed after the order, for the rows of the page only."""

FIRST_IMAGES = f"SELECT e.id, {FIRST_IMAGE} FROM contests_entry e WHERE e.id = ANY(%(entries)s)"

SHOWN = "e.state = 'submitted' AND e.hidden_at IS NULL"
PICTURED = """(
            SELECT TRUE FROM contests_entryversion v
            JOIN contests_storedfile f ON f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
            WHERE v.entry_id = e.id LIMIT 1)"""
"""Not EXISTS: of that the database may make a join, and look for the pictures of all entries to find the latest one."""

COVER = f"""CASE WHEN c.visibility = 'public' THEN (
    SELECT {FIRST_IMAGE} FROM (
        SELECT best.id FROM (
            SELECT e.id, 0 AS before, a.rank AS place FROM contests_award a JOIN contests_entry e ON e.id = a.entry_id
            WHERE e.contest_id = c.id AND a.passed_over_at IS NULL AND {SHOWN} AND {PICTURED}
            UNION ALL
            SELECT e.id, 1, p.slot FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
            WHERE p.contest_id = c.id AND {SHOWN} AND {PICTURED}
            UNION ALL
            (SELECT e.id, 2, 0 FROM contests_entry e WHERE e.contest_id = c.id AND {SHOWN} AND {PICTURED}
             ORDER BY e.created_at DESC, e.id DESC LIMIT 1)
        ) best ORDER BY best.before, best.place LIMIT 1
    ) e) END"""
"""A column of contests `c`, for `image_card`: the winner's image, else the first on the shortlist, else the latest; of
public contests only. The latest is looked for along the index: a contest of a thousand entries costs what one of ten
does.
"""
COVERS = f"SELECT c.id, {COVER} FROM contests_contest c WHERE c.id = ANY(%(contests)s)"


def image_card(stored: str | None) -> ImageCard | None:
    """What FIRST_IMAGE gave, as a card; None where there is no image."""
    if stored is None:
        return None
    ref, width, height, placeholder, widths = loads(stored)
    return ImageCard(UUID(ref), width, height, placeholder, tuple(widths))


def first_images(entry_ids: Sequence[UUID]) -> dict[UUID, ImageCard]:
    """By entry; one query however many. The caller has made sure that the reader sees these entries."""
    return _by_key(FIRST_IMAGES, "entries", entry_ids)


def covers(contest_ids: Sequence[UUID]) -> dict[UUID, ImageCard]:
    """By contest; one query however many."""
    return _by_key(COVERS, "contests", contest_ids)


def _by_key(sql: str, name: str, keys: Sequence[UUID]) -> dict[UUID, ImageCard]:
    if not keys:
        return {}
    found = ((key, image_card(image)) for key, image in fetch_all(sql, {name: list(keys)}))
    return {key: card for key, card in found if card is not None}
