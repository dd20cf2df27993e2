"""Takes uploaded files in: streamed to storage under random names, measured on the way, refused at the first bad byte.

It decides what may be stored and never decodes anything: that is for `contests.services.examining`, later, elsewhere.
Files come first and rows after, so that no lock is held while bytes travel; what finds no row in time is swept
(`contests.services.orphans`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from contests.entry_rules import MAX_FILES, Upload
from contests.errors import InvalidEntry, Problem
from contests.media.errors import MediaRefused
from contests.media.media_types import HEAD_BYTES, MIB, WORKING_TYPES, MediaType, check_size, sniff
from contests.media.sources import sniff_source
from contests.models import Brief, EntryVersion, FileKind, Handover, StoredFile
from contests.models.file import new_storage_key
from contests.services.uploading.using import hold_uploads, mark_used

log = structlog.get_logger(__name__)

CHUNK = 256 * 1024
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """An original that lies in storage and has no row yet."""

    storage_key: str
    sha256: str
    media_type: MediaType
    kind: FileKind
    size: int
    name: str
    upload: UUID | None = None
    """The upload that it arrived by, if it came in pieces; until it is used, its bytes are that one's."""


class MeteredStream:
    """Reads another stream once, from its start: hashes and counts what passes, and stops it at the limit.

    It has what storages ask of a file: `chunks` on a disk, `read` towards an object store.
    """

    name = "upload"
    closed = False

    def __init__(self, source: BinaryIO | Upload, head: bytes, media_type: MediaType, limit: int) -> None:
        self._source, self._head, self._media_type, self._limit = (
            source,
            head,
            media_type,
            limit,
        )
        self._hash = hashlib.sha256()
        self.count = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """The next bytes: as many as were asked for, unless it ends. Object stores take a short read for the end."""
        wanted = self._limit + 1 if size is None or size < 0 else size
        data, self._head = self._head[:wanted], self._head[wanted:]
        while len(data) < wanted and (piece := self._source.read(min(CHUNK, wanted - len(data)))):
            data += piece
        self._hash.update(data)
        self.count += len(data)
        if self.count > self._limit:
            raise _too_large(self.count, self._limit, self._media_type)
        return data

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        while data := self.read(chunk_size or CHUNK):
            yield data

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        """The source belongs to whoever opened it."""


def store_upload(
    fileobj: BinaryIO | Upload, filename: str, size: int | None, *, sources: bool = False, in_pieces: bool = False
) -> StoredUpload:
    """Stream a file to storage. Raises MediaRefused, with nothing left behind; `size` is what the sender announced.

    `sources`: the formats of programs are let in; `in_pieces`: it came so, and may be larger if it is a source.
    """
    head = fileobj.read(HEAD_BYTES)
    media_type = (sniff_source if sources else sniff)(head, filename)
    limit = _limit_of(media_type, in_pieces=in_pieces)
    if size is not None:
        _check_weight(media_type, size, limit)
    stream = MeteredStream(fileobj, head, media_type, limit)
    key = new_storage_key()
    try:
        key = default_storage.save(key, cast("File[bytes]", stream))
    except BaseException:
        discard([key])
        raise
    return StoredUpload(
        storage_key=key,
        sha256=stream.sha256,
        media_type=media_type,
        kind=FileKind.IMAGE if media_type.is_image else FileKind.ATTACHMENT,
        size=stream.count,
        name=clean_name(filename, media_type),
    )


def check_start(head: bytes, filename: str, size: int, *, sources: bool = False, in_pieces: bool = False) -> None:
    """Whether a file would be taken, by its first bytes and its length. Raises MediaRefused."""
    media_type = (sniff_source if sources else sniff)(head, filename)
    _check_weight(media_type, size, _limit_of(media_type, in_pieces=in_pieces))


def what_is_wrong(refusal: MediaRefused, filename: str) -> Problem:
    """A refused file's problem in words: by its name, so that it is found among others."""
    return Problem("files", f"{last_part(filename)}: {_(refusal.template) % refusal.params}")


def _limit_of(media_type: MediaType, *, in_pieces: bool) -> int:
    if in_pieces:
        return int(settings.SOURCE_MAX_BYTES) if media_type.is_source else media_type.max_bytes
    return min(media_type.max_bytes, int(settings.UPLOAD_MAX_BYTES))


def _check_weight(media_type: MediaType, size: int, limit: int) -> None:
    check_size(media_type, min(size, 1))
    if size > limit:
        raise _too_large(size, limit, media_type)


def _too_large(size: int, limit: int, media_type: MediaType) -> MediaRefused:
    return MediaRefused(
        "too_large",
        size=f"{size / MIB:.1f} MB",
        limit=f"{limit // MIB} MB",
        kind=media_type.label,
    )


def store_uploads(
    uploads: Sequence[Upload], *, image_needed: bool, sent: Sequence[StoredUpload] = (), sources: bool = False
) -> list[StoredUpload]:
    """Store all of them or none. Raises InvalidEntry, saying which file and why.

    `sent`: those that came as uploads before, which follow the others; `sources`: the formats of programs are let in.
    """
    if not uploads and not sent:
        raise InvalidEntry([Problem("files", _("Add at least one file."))])
    if len(uploads) + len(sent) > MAX_FILES:
        raise InvalidEntry([Problem("files", _("Send at most %(most)d files.") % {"most": MAX_FILES})])
    stored: list[StoredUpload] = []
    try:
        for upload in uploads:
            # One after the other: those before a bad one must be known.
            stored += [_store_or_explain(upload, sources=sources)]
        for one in () if sources else sent:
            _check_sent(one)
        stored += sent
        if image_needed and not any(one.kind == FileKind.IMAGE for one in stored):
            sentence = _("Add at least one image (PNG, JPEG, WebP, AVIF or GIF), so that your work can be seen.")
            raise InvalidEntry([Problem("files", sentence)])
    except BaseException:
        drop(stored)
        raise
    return stored


def _store_or_explain(upload: Upload, *, sources: bool) -> StoredUpload:
    try:
        return store_upload(upload, upload.name or "", upload.size, sources=sources)
    except MediaRefused as refusal:
        raise InvalidEntry([what_is_wrong(refusal, upload.name or "")]) from refusal


def _check_sent(sent: StoredUpload) -> None:
    """What came as an upload may be more than is taken here: there the formats of programs are let in, and pieces."""
    try:
        if sent.media_type in WORKING_TYPES:
            raise MediaRefused("unknown_format")
        _check_weight(sent.media_type, sent.size, _limit_of(sent.media_type, in_pieces=False))
    except MediaRefused as refusal:
        raise InvalidEntry([what_is_wrong(refusal, sent.name)]) from refusal


def keep_files(
    stored: Sequence[StoredUpload],
    *,
    now: datetime,
    version: EntryVersion | None = None,
    handover: Handover | None = None,
    brief: Brief | None = None,
    brand_id: UUID | None = None,
    first: int = 0,
) -> list[StoredFile]:
    """Write the rows of stored files, due to be examined at once; in the transaction of what they belong to."""
    hold_uploads(one.upload for one in stored if one.upload is not None)
    files = StoredFile.objects.bulk_create(
        StoredFile(
            version=version,
            handover=handover,
            brief=brief,
            brand_id=brand_id,
            position=position,
            kind=one.kind,
            storage_key=one.storage_key,
            original_name=one.name,
            media_type=one.media_type.value,
            size_bytes=one.size,
            sha256=one.sha256,
            created_at=now,
            due_at=now,
        )
        for position, one in enumerate(stored, start=first)
    )
    mark_used((one.upload, file) for one, file in zip(stored, files, strict=True) if one.upload is not None)
    return files


def drop(stored: Iterable[StoredUpload]) -> None:
    """Delete what was stored for something that failed; what came in pieces stays with its upload, to be sent again."""
    discard(one.storage_key for one in stored if one.upload is None)


def discard(keys: Iterable[str]) -> None:
    """Delete stored files, as far as possible: what cannot be deleted now is swept later, and hides no error."""
    for key in keys:
        try:
            default_storage.delete(key)
        except Exception:
            log.warning("stored_file_not_deleted", key=key, exc_info=True)


def last_part(filename: str) -> str:
    """The name without any folders, in either system's manner."""
    return PurePosixPath(PureWindowsPath(filename).name).name


def clean_name(filename: str, media_type: MediaType) -> str:
    """A name fit to be kept and offered for download: no path, nothing unprintable, the right ending.

    >>> clean_name("C:\\\\work\\\\fox.PNG", MediaType.PNG), clean_name("..", MediaType.PDF)
    ('fox.PNG', 'file.pdf')
    """
    name = "".join(sign for sign in last_part(filename) if sign.isprintable()).strip(" .")
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    if ending.lower() not in media_type.extensions:
        stem, ending = name, media_type.extensions[0]
    return (stem[: MAX_NAME - len(ending)] or "file") + ending
