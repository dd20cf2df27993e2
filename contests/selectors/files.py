"""Files as readers may have them: derivatives for showing, originals through links that expire and name their user.

A link is a signed word, not a right: whoever it names is looked up again when it is used. In a blind contest a file
goes by the entry's code, whatever its author called it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files import File
from django.core.files.storage import default_storage

from accounts.models import User
from contests.errors import NotVisible
from contests.lifecycle import Role
from contests.models import StoredFile
from contests.selectors.attachments import find_attachment
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import (
    ADMITTED,
    IS_FOR_JUROR,
    IS_OWN,
    OWN_SHARE,
    EntryView,
    FileView,
    Reader,
    opens_original,
    reader_params,
    sees_author,
    sees_file,
)

SALT = "contests.original"
LINK_LIFETIME = timedelta(minutes=5)

ONE_FILE = f"""
    SELECT f.id, f.state, f.kind, f.storage_key, f.original_name, f.media_type, f.size_bytes, f.position,
           f.handover_id IS NOT NULL, h.delivered_at IS NOT NULL, v.number,
           e.code, e.state, c.brand_id, c.visibility, c.decided_at IS NOT NULL, a.id IS NOT NULL,
           {IS_OWN}, {IS_FOR_JUROR}, {ADMITTED}, e.hidden_at IS NOT NULL
    FROM contests_storedfile f
    LEFT JOIN contests_entryversion v ON v.id = f.version_id
    LEFT JOIN contests_handover h ON h.id = f.handover_id
    LEFT JOIN contests_award w ON w.id = h.award_id
    JOIN contests_entry e ON e.id = COALESCE(v.entry_id, w.entry_id)
    JOIN contests_contest c ON c.id = e.contest_id
    LEFT JOIN contests_award a ON a.entry_id = e.id AND a.passed_over_at IS NULL
    {OWN_SHARE}
    WHERE f.ref = %(ref)s
"""
DERIVATIVE = """
    SELECT storage_key, size_bytes, width, height FROM contests_derivative
    WHERE file_id = %(file)s AND width >= %(width)s ORDER BY width LIMIT 1
"""
WIDEST = """
    SELECT storage_key, size_bytes, width, height FROM contests_derivative
    WHERE file_id = %(file)s ORDER BY width DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file with what is known of it, and what its reader may have: its derivatives, or itself."""

    pk: int
    is_seen: bool
    is_openable: bool
    storage_key: str
    media_type: str
    size_bytes: int
    download_name: str


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A derivative to be served: immutable under its key, which tells nothing."""

    storage_key: str
    size_bytes: int
    width: int
    height: int
    media_type: str = "image/webp"


@dataclass(frozen=True, slots=True)
class OpenedOriginal:
    """An original to be streamed as an attachment, never shown in place."""

    stream: "File[bytes]"
    download_name: str
    media_type: str
    size_bytes: int


def may_see_file(viewer: Viewer, file: StoredFile | UUID) -> bool:
    """Whether its derivatives may be shown to them."""
    found = _find(read_as(viewer), _ref(file))
    return found is not None and found.is_seen


def may_open_original(viewer: Viewer, file: StoredFile | UUID) -> bool:
    """Whether they may download the original itself."""
    found = _find(read_as(viewer), _ref(file))
    return found is not None and found.is_openable


def image_at(viewer: Viewer, ref: UUID, width: int) -> ShownImage:
    """The smallest derivative at least as wide as asked for, else the widest. Raises NotVisible."""
    found = _find(read_as(viewer), ref)
    shown = narrowest(found.pk, width) if found is not None and found.is_seen else None
    if shown is None:
        raise NotVisible
    return shown


def narrowest(file_id: int, width: int) -> ShownImage | None:
    """The same of a file that its reader may see, which is for the caller to know."""
    # A width beyond what the column can hold is only a way to ask for the widest.
    params = {"file": file_id, "width": max(0, min(width, 1_000_000))}
    rows = fetch_all(DERIVATIVE, params) or fetch_all(WIDEST, params)
    return ShownImage(*rows[0]) if rows else None


def original_link(viewer: User, file: StoredFile | UUID, *, now: datetime) -> str:
    """A signed word with which this viewer may open the original for some minutes. Raises NotVisible."""
    ref = _ref(file)
    if not may_open_original(viewer, ref):
        raise NotVisible
    return signing.dumps({"f": str(ref), "u": viewer.pk, "x": int((now + LINK_LIFETIME).timestamp())}, salt=SALT)


def open_original(token: str, *, now: datetime) -> OpenedOriginal:
    """Open the original that a link names. Raises NotVisible if it has expired or its user may not have it now."""
    try:
        word = signing.loads(token, salt=SALT)
        ref, user_id, expires = UUID(word["f"]), int(word["u"]), int(word["x"])
    except (signing.BadSignature, KeyError, ValueError, TypeError):
        raise NotVisible from None
    viewer = User.objects.filter(pk=user_id).first()
    if viewer is None or now.timestamp() >= expires:
        raise NotVisible
    found = _find(read_as(viewer), ref)
    if found is None or not found.is_openable:
        raise NotVisible
    stream = default_storage.open(found.storage_key, "rb")
    return OpenedOriginal(stream, found.download_name, found.media_type, found.size_bytes)


def neutral_name(code: str, version: int | None, position: int, original_name: str) -> str:
    """A name that tells the entry, but not whose it is.

    >>> neutral_name("7KXQ2", 2, 0, "jane-doe-final.PNG")
    '7KXQ2-v2-1.png'
    """
    stem = f"{code}-v{version}" if version else f"{code}-final"
    return f"{stem}-{position + 1}{PurePosixPath(original_name).suffix.lower()}"


def _ref(file: StoredFile | UUID) -> UUID:
    return file.ref if isinstance(file, StoredFile) else file


def _find(reader: Reader, ref: UUID) -> FoundFile | None:
    """A file of an entry or a handover, by the rules of those; else one of a brief or a kit, which its readers have."""
    rows = fetch_all(ONE_FILE, {**reader_params(reader), "ref": ref})
    if rows:
        return _found(reader, *rows[0])
    one = find_attachment(reader, ref)
    if one is None:
        return None
    return FoundFile(
        one.pk, one.is_seen, one.is_seen, one.storage_key, one.media_type, one.size_bytes, one.download_name
    )


def _found(
    reader: Reader,
    pk: int,
    state: str,
    kind: str,
    storage_key: str,
    original_name: str,
    media_type: str,
    size_bytes: int,
    position: int,
    is_handover: bool,
    is_delivered: bool,
    version: int | None,
    code: str,
    entry_state: str,
    brand_id: UUID,
    *ties: Any,
) -> FoundFile:
    role: Role = reader.role_in(brand_id)
    visibility, is_decided, is_awarded, is_own, is_for_juror, is_let_in, is_hidden = ties
    entry = EntryView(role, is_own, visibility, entry_state, is_decided, is_awarded, is_for_juror, is_let_in, is_hidden)
    view = FileView(entry, state, kind == "image", is_handover, is_delivered)
    name = original_name if sees_author(entry) else neutral_name(code, version, position, original_name)
    return FoundFile(pk, sees_file(view), opens_original(view), storage_key, media_type, size_bytes, name)
