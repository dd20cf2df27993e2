"""Uploads under way, for their owner alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotVisible, UploadGone
from contests.models import SourceUpload, UploadState
from contests.selectors.paging import PAGE, Order, Page, fetch_page

NEWEST = Order((("s.created_at", "timestamptz"), ("s.id", "uuid")), descending=True)
UNDER_WAY = """
    SELECT s.id, s.name, s.state, s.length, s.received, s.created_at, s.expires_at, {columns}
    FROM contests_sourceupload s
    WHERE s.owner_id = %(me)s AND s.state IN ('receiving', 'finished') AND s.expires_at > %(now)s AND {behind}
    ORDER BY {order}
"""


@dataclass(frozen=True, slots=True)
class UploadCard:
    """One upload, and how much of it is here."""

    id: UUID
    name: str
    state: str
    """receiving, finished (may be submitted), or used (was)."""
    length: int
    offset: int
    created_at: datetime
    expires_at: datetime


def uploads_of(owner: User, *, now: datetime, after: str | None = None, limit: int = PAGE) -> Page[UploadCard]:
    """Those that are not submitted yet, the newest first; one query."""
    return fetch_page(UNDER_WAY, {"me": owner.pk, "now": now}, NEWEST, UploadCard, after=after, limit=limit)


def arrived_uploads(owner: User, ids: Sequence[UUID], *, now: datetime) -> list[UploadCard]:
    """Of these, a person's own that have arrived whole and are not submitted yet, in this order; one query."""
    under_way = (UploadState.RECEIVING, UploadState.FINISHED)
    own = SourceUpload.objects.filter(pk__in=ids, owner=owner, state__in=under_way, expires_at__gt=now)
    found = {one.pk: upload_card(one) for one in own.filter(received=F("length"))} if ids else {}
    return [found[key] for key in dict.fromkeys(ids) if key in found]


def find_upload(owner: User, upload_id: UUID, *, now: datetime, locked: bool = False) -> SourceUpload:
    """An upload of this person's own. Raises NotVisible, or UploadGone when it has expired or was taken back."""
    rows = SourceUpload.objects.select_for_update() if locked else SourceUpload.objects
    found = rows.filter(pk=upload_id, owner=owner).first()
    if found is None:
        raise NotVisible
    if found.state == UploadState.GONE or (found.state != UploadState.USED and found.expires_at <= now):
        raise UploadGone(_("This upload is gone: it was taken back, or it has expired. Begin anew."))
    return found


def upload_card(found: SourceUpload) -> UploadCard:
    """A row as its owner reads it."""
    return UploadCard(
        found.pk, found.name, found.state, found.length, found.received, found.created_at, found.expires_at
    )
