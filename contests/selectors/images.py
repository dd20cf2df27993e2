"""The images of many entries at once: of each one's latest version the first that is ready, with its widths."""

from collections.abc import Sequence
from uuid import UUID

from contests.selectors.cards import ImageCard
from contests.selectors.paging import fetch_all

FIRST_IMAGES = """
    SELECT DISTINCT ON (v.entry_id) v.entry_id, f.ref, f.width, f.height, f.placeholder,
           ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)
    FROM contests_entryversion v
    JOIN contests_storedfile f ON f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
    WHERE v.entry_id = ANY(%(entries)s)
    ORDER BY v.entry_id, v.number DESC, f.position, f.id
"""

COVERS = """
    SELECT c.id, first.ref, first.width, first.height, first.placeholder,
           ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = first.id ORDER BY d.width)
    FROM contests_contest c
    CROSS JOIN LATERAL (
        SELECT f.id, f.ref, f.width, f.height, f.placeholder
        FROM contests_entry e
        LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
        LEFT JOIN contests_shortlistplace p ON p.entry_id = e.id
        JOIN contests_entryversion v ON v.entry_id = e.id
        JOIN contests_storedfile f ON f.version_id = v.id AND f.state = 'ready' AND f.kind = 'image'
        WHERE e.contest_id = c.id AND e.state = 'submitted' AND e.hidden_at IS NULL
        ORDER BY a.rank NULLS LAST, p.slot NULLS LAST, e.created_at DESC, e.id, v.number DESC, f.position, f.id
        LIMIT 1
    ) first
    WHERE c.id = ANY(%(contests)s) AND c.visibility = 'public'
"""


def first_images(entry_ids: Sequence[UUID]) -> dict[UUID, ImageCard]:
    """By entry; one query however many. The caller has made sure that the reader sees these entries."""
    return _by_key(FIRST_IMAGES, "entries", entry_ids)


def covers(contest_ids: Sequence[UUID]) -> dict[UUID, ImageCard]:
    """By contest: the winner's image, else the first on the shortlist, else the latest. Public contests only."""
    return _by_key(COVERS, "contests", contest_ids)


def _by_key(sql: str, name: str, keys: Sequence[UUID]) -> dict[UUID, ImageCard]:
    if not keys:
        return {}
    return {
        key: ImageCard(ref, width, height, placeholder, tuple(widths))
        for key, ref, width, height, placeholder, widths in fetch_all(sql, {name: list(keys)})
    }
