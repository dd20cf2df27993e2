"""Files of briefs and of brands' kits, for whoever may read the brief. They tell nothing about any creative."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contests.selectors.cards import FileCard
from contests.selectors.entry_files import image_of, told_reason
from contests.selectors.paging import fetch_all
from contests.visibility import DECIDERS, SEES_CONTEST, Reader, reader_params

COLUMNS = """f.ref, f.original_name, f.kind, f.state, f.media_type, f.size_bytes, f.refused_because,
    f.width, f.height, f.placeholder,
    ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)"""
OF_BRIEF = f"SELECT {COLUMNS} FROM contests_storedfile f WHERE f.brief_id = %(contest)s ORDER BY f.position, f.id"
OF_BRAND = f"SELECT {COLUMNS} FROM contests_storedfile f WHERE f.id = %(file)s AND f.brand_id IS NOT NULL"

# A logo is seen by its brand, by the platform, and by whoever reads a brief that shows it.
ONE = f"""
    SELECT f.id, f.state, f.storage_key, f.original_name, f.media_type, f.size_bytes,
           CASE WHEN f.brief_id IS NOT NULL
                THEN EXISTS (SELECT FROM contests_contest c WHERE c.id = f.brief_id AND {SEES_CONTEST})
                ELSE f.brand_id = ANY(%(brands)s) OR %(admin)s OR %(auditor)s OR EXISTS (
                    SELECT FROM contests_brandkit k JOIN contests_brief b ON b.kit_id = k.id
                    JOIN contests_contest c ON c.id = b.contest_id
                    WHERE k.logo_id = f.id AND {SEES_CONTEST})
           END
    FROM contests_storedfile f WHERE f.ref = %(ref)s AND (f.brief_id IS NOT NULL OR f.brand_id IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class FoundAttachment:
    """A brief's or a kit's file, and whether its reader may have it: shown and downloaded alike."""

    pk: int
    state: str
    storage_key: str
    download_name: str
    media_type: str
    size_bytes: int
    is_readable: bool

    @property
    def is_seen(self) -> bool:
        return self.is_readable and self.state == "ready"


def find_attachment(reader: Reader, ref: UUID) -> FoundAttachment | None:
    """The file of a brief or a kit that goes by this reference; one query."""
    rows = fetch_all(ONE, {**reader_params(reader), "ref": ref})
    return FoundAttachment(*rows[0]) if rows else None


def attachments_of(contest_id: UUID, role: str, *, signed_in: bool) -> tuple[FileCard, ...]:
    """A brief's files in their order; those that are not ready for who writes the brief only. One query. Whether the
    reader sees the brief is for the caller to know.
    """
    cards = (file_card(row, signed_in=signed_in) for row in fetch_all(OF_BRIEF, {"contest": contest_id}))
    return tuple(card for card in cards if card.state == "ready" or role in DECIDERS)


def logo_card(file_id: int, *, signed_in: bool) -> FileCard | None:
    """A kit's logo; one query."""
    rows = fetch_all(OF_BRAND, {"file": file_id})
    return file_card(rows[0], signed_in=signed_in) if rows else None


def file_card(row: tuple[Any, ...], *, signed_in: bool) -> FileCard:
    """A row of COLUMNS as a card."""
    ref, name, kind, state, media_type, size, refused, *picture = row
    image = image_of(ref, *picture)
    return FileCard(
        ref, name, kind, state, media_type, size, told_reason(refused), image, signed_in and state == "ready"
    )
