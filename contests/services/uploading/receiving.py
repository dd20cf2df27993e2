"""Takes the bytes of an upload in: stored piece by piece, each counted only once it lies safely.

Whoever begins to send moves the upload's fence, so that a connection that still hangs from before writes nothing any
more: of two that send at once, one goes on and the other is told. No lock is held while bytes travel; the count moves
under the row's lock, if neither fence nor count has moved meanwhile. A crash in between leaves bytes that no row
speaks of, which are swept (`contests.services.orphans`), and never a count without its bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Protocol
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import (
    ChecksumMismatch,
    ContestRefusal,
    InvalidUpload,
    OffsetConflict,
    Problem,
    UploadGone,
    UploadTooLarge,
)
from contests.media.errors import MediaRefused
from contests.media.media_types import HEAD_BYTES
from contests.models import SourcePart, SourceUpload, UploadState
from contests.selectors.uploads import find_upload
from contests.services.uploading.joining import join_upload
from contests.services.uploading.keeping import keep_part
from contests.services.uploads import check_start, discard, what_is_wrong
from contests.upload_rules import ALGORITHMS, MAX_PARTS, SEGMENT

log = structlog.get_logger(__name__)

PIECE = 256 * 1024


class Stream(Protocol):
    """What bytes are read from: a request's body."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Checksum:
    """The sender's word for what it sends: one of ALGORITHMS, and the digest."""

    algorithm: str
    digest: bytes


@dataclass(slots=True)
class _Sending:
    """One sender's turn, and how far it has come."""

    pk: UUID
    name: str
    length: int
    fence: int
    received: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """Bytes that lie in storage and are not counted yet."""

    key: str
    size: int


def receive(
    actor: User,
    upload_id: UUID,
    body: Stream,
    *,
    offset: int,
    now: datetime,
    announced: int = 0,
    checksum: Checksum | None = None,
) -> SourceUpload:
    """Take in what comes from `body` for the place `offset`, as far as it comes; once all is there, join it.

    With a checksum all of it is kept, or nothing. `announced` is how much the sender says will come. Raises NotVisible,
    UploadGone, OffsetConflict, UploadTooLarge, ChecksumMismatch or InvalidUpload.
    """
    turn = _begin(actor, upload_id, offset, announced, now)
    if checksum is None:
        for data in _segments(body, turn):
            _count(turn, [_keep(turn, turn.received, data)])
    else:
        _take_whole(body, turn, checksum)
    if turn.received == turn.length:
        join_upload(upload_id)
    return find_upload(actor, upload_id, now=now)


@transaction.atomic
def _begin(actor: User, upload_id: UUID, offset: int, announced: int, now: datetime) -> _Sending:
    found = find_upload(actor, upload_id, now=now, locked=True)
    if found.received != offset:
        raise OffsetConflict(
            _("%(received)d bytes are here, so that the next one goes to that place. Ask with HEAD and go on there.")
            % {"received": found.received}
        )
    if offset + announced > found.length:
        raise UploadTooLarge(_("This is more than the upload was announced with."))
    if announced and found.parts.count() >= MAX_PARTS:
        raise InvalidUpload([Problem("length", _("This came in too many small pieces. Begin anew with larger ones."))])
    turn = _Sending(found.pk, found.name, found.length, found.fence, found.received)
    if offset < found.length and found.state == UploadState.RECEIVING:
        found.fence = turn.fence = found.fence + 1
        found.save(update_fields=["fence"])
    return turn


def _segments(body: Stream, turn: _Sending) -> Iterator[bytes]:
    """What comes, in pieces of one size; the last one is what there was when it ended or broke."""
    room, broken = turn.length - turn.received, False
    while room and not broken:
        data, wanted = bytearray(), min(SEGMENT, room)
        try:
            while len(data) < wanted and (piece := body.read(min(PIECE, wanted - len(data)))):
                data += piece
        except OSError as error:
            # The sender is away: what came until then counts, and they will go on behind it.
            log.info("upload_broke_off", upload=str(turn.pk), error=repr(error))
            broken = True
        if not data:
            return
        room -= len(data)
        yield bytes(data)


def _keep(turn: _Sending, start: int, data: bytes) -> _Kept:
    if start == 0 and (len(data) >= HEAD_BYTES or len(data) == turn.length):
        _check_start(turn, data)
    return _Kept(keep_part(data), len(data))


def _check_start(turn: _Sending, data: bytes) -> None:
    """Refuse what would be refused in the end, before hundreds of megabytes have come."""
    try:
        check_start(data[:HEAD_BYTES], turn.name, turn.length, sources=True, in_pieces=True)
    except MediaRefused as refusal:
        raise InvalidUpload([what_is_wrong(refusal, turn.name)]) from refusal


def _take_whole(body: Stream, turn: _Sending, checksum: Checksum) -> None:
    digest = ALGORITHMS[checksum.algorithm]()
    kept: list[_Kept] = []
    place = turn.received
    try:
        for data in _segments(body, turn):
            digest.update(data)
            kept.append(_keep(turn, place, data))
            place += len(data)
        if not compare_digest(digest.digest(), checksum.digest):
            raise ChecksumMismatch(_("What arrived is not what was sent. Send it again."))
    except BaseException:
        discard(one.key for one in kept)
        raise
    if kept:
        _count(turn, kept)


def _count(turn: _Sending, kept: Sequence[_Kept]) -> None:
    """Let stored bytes count, unless somebody else has gone on meanwhile; then they go.

    After any other failure they stay for the sweep: the database may have committed, and not said so.
    """
    try:
        with transaction.atomic():
            found = SourceUpload.objects.select_for_update().filter(pk=turn.pk, state=UploadState.RECEIVING).first()
            if found is None:
                raise UploadGone(_("This upload is gone: it was taken back, or it has expired."))
            if (found.fence, found.received) != (turn.fence, turn.received):
                raise OffsetConflict(_("Somebody else has gone on with this upload. Ask with HEAD where it stands."))
            start = turn.received
            for one in kept:
                SourcePart.objects.create(upload=found, start=start, size=one.size, storage_key=one.key)
                start += one.size
            found.received = start
            found.save(update_fields=["received"])
    except ContestRefusal:
        discard(one.key for one in kept)
        raise
    turn.received = start
