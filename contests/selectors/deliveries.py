"""What the winners of a contest hand over: for each winner their own, for the brand once it is delivered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.selectors.cards import FileCard
from contests.selectors.checklist import ItemCard, before_delivery, items_of
from contests.selectors.entry_pages import image_of, told_reason
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import (
    BRAND_ROLES,
    IS_OWN,
    OWN_SHARE,
    PLATFORM_ROLES,
    SEES_CONTEST,
    EntryView,
    FileView,
    opens_original,
    reader_params,
    sees_file,
)

DELIVERIES = f"""
    SELECT w.id, e.id, e.code, e.title, w.rank, h.note, h.delivered_at, h.accepted_at, h.accepted_by_clock,
           e.state, c.brand_id, c.visibility, w.passed_over_at IS NULL, {IS_OWN}
    FROM contests_handover h
    JOIN contests_award w ON w.id = h.award_id
    JOIN contests_entry e ON e.id = w.entry_id
    JOIN contests_contest c ON c.id = w.contest_id
    {OWN_SHARE}
    WHERE c.id = %(contest)s AND {SEES_CONTEST}
    ORDER BY w.rank, w.id
"""
FILES = """
    SELECT w.id, f.ref, f.original_name, f.kind, f.state, f.media_type, f.size_bytes, f.refused_because,
           f.width, f.height, f.placeholder,
           ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)
    FROM contests_storedfile f
    JOIN contests_handover h ON h.id = f.handover_id
    JOIN contests_award w ON w.id = h.award_id
    WHERE w.contest_id = %(contest)s
    ORDER BY w.id, f.position, f.id
"""


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """The handover of one award."""

    award_id: int
    entry_id: UUID
    code: str
    title: str
    rank: int
    note: str
    delivered_at: datetime | None
    accepted_at: datetime | None
    accepted_by_clock: bool
    is_own: bool
    stands: bool
    """Whether the award was not passed over."""
    files: tuple[FileCard, ...]
    items: tuple[ItemCard, ...] = ()
    """The brief's deliverables, each with what was said of it."""


def deliveries_of(viewer: Viewer, contest_id: UUID) -> tuple[DeliveryCard, ...]:
    """The handovers that concern this viewer: four queries beside the reader's. Raises NotVisible."""
    reader = read_as(viewer)
    params = {**reader_params(reader), "contest": contest_id}
    if not fetch_all(f"SELECT 1 FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CONTEST}", params):
        raise NotVisible
    files: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for award_id, *row in fetch_all(FILES, params):
        files[award_id].append(tuple(row))
    items = items_of(contest_id)
    cards = []
    for *shown, entry_state, brand_id, visibility, stands, is_own in fetch_all(DELIVERIES, params):
        role = reader.role_in(brand_id)
        if is_own or role in BRAND_ROLES or role in PLATFORM_ROLES:
            view = EntryView(role, is_own, visibility, entry_state, is_decided=True, is_awarded=stands)
            cards.append(_delivery(shown, view, files[shown[0]], items.get(shown[0], ())))
    return tuple(cards)


def _delivery(
    shown: list[Any], view: EntryView, files: list[tuple[Any, ...]], items: tuple[ItemCard, ...]
) -> DeliveryCard:
    award_id, entry_id, code, title, rank, note, delivered_at, accepted_at, by_clock = shown
    is_delivered = delivered_at is not None
    cards = [_file(view, is_delivered, *row) for row in files]
    return DeliveryCard(
        award_id=award_id,
        entry_id=entry_id,
        code=code,
        title=title,
        rank=rank,
        note=note if is_delivered or view.is_own else "",
        delivered_at=delivered_at,
        accepted_at=accepted_at,
        accepted_by_clock=by_clock,
        is_own=view.is_own,
        stands=view.is_awarded,
        files=tuple(card for card in cards if card is not None),
        items=items if is_delivered or view.is_own else before_delivery(items),
    )


def _file(
    view: EntryView,
    is_delivered: bool,
    ref: UUID,
    name: str,
    kind: str,
    state: str,
    media_type: str,
    size_bytes: int,
    refused_because: str,
    *picture: Any,
) -> FileCard | None:
    seen = FileView(view, state, kind == "image", is_handover=True, is_delivered=is_delivered)
    if not sees_file(seen) and not (view.is_own or view.role == Role.ADMIN):
        return None
    return FileCard(
        ref=ref,
        name=name,
        kind=kind,
        state=state,
        media_type=media_type,
        size_bytes=size_bytes,
        refused_because=told_reason(refused_because),
        image=image_of(ref, *picture),
        may_download=opens_original(seen),
    )
