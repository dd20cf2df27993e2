"""Examines uploaded files, one after the other: scanned, decoded in a child that may be killed, re-encoded for showing.

Each file is a due row. The work is done outside any transaction, under a lease; a worker that dies in the middle leaves
a row that is due again when the lease ends. What is refused loses its original at once and keeps its reason. Nothing
here decides who may see a file.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from contests.media.archives import is_archive, list_archive
from contests.media.errors import MediaCrashed, MediaRefused
from contests.media.processing import ProcessedImage, process_image
from contests.media.scanning import scan
from contests.models import Derivative, FileKind, FileState, StoredFile
from contests.services import work_mails
from contests.services.uploads import discard
from contests.watchers import tell_image_ready
from duerows.claims import MAX_ATTEMPTS, Claim, claim, finish, put_back

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=150)
"""Longer than a scan and a decoding together may take before they are killed."""

FILES_PER_CALL = 10
MAX_REASON = 300


@dataclass(frozen=True, slots=True)
class SavedDerivative:
    """A derivative that lies in storage and has no row yet."""

    storage_key: str
    width: int
    height: int
    size: int


OF_ENTRY = "version_id IN (SELECT id FROM contests_entryversion WHERE entry_id = %s)"


def examine_files(now: datetime, *, limit: int = FILES_PER_CALL, entry: UUID | None = None) -> int:
    """Examine up to `limit` files that wait for it; several workers share them. Returns how many were taken up.

    Of one entry alone, if it is given.
    """
    started = time.monotonic()
    where, params = ("TRUE", ()) if entry is None else (OF_ENTRY, (entry,))
    for done in range(limit):
        # Each file's lease starts when the file is taken up, however long those before it took.
        moment = now + timedelta(seconds=time.monotonic() - started)
        claims = claim(StoredFile, now=moment, limit=1, lease=LEASE, where=where, params=params)
        if not claims:
            return done
        _examine_claimed(claims[0], moment)
    return limit


def _examine_claimed(held: Claim, now: datetime) -> None:
    file = StoredFile.objects.get(pk=held.pk)
    try:
        if held.attempts > MAX_ATTEMPTS:
            # Only a worker's death leaves an attempt without a word; a file that kills them all must be let go.
            raise MediaCrashed("died", detail=f"{held.attempts} workers did not come back from this file")
        _examine(file, held, now)
    except MediaRefused as refusal:
        if refusal.code == "scanner_failed":
            _report(file, refusal)
            put_back(StoredFile, held, now=now, error=repr(refusal))
            return
        _report(file, refusal)
        _refuse(file, held, refusal, now)
    except Exception as error:
        log.exception("file_examination_failed", file=str(file.ref))
        put_back(StoredFile, held, now=now, error=repr(error))


def _examine(file: StoredFile, held: Claim, now: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="fairbrief-examine-") as folder:
        source = Path(folder) / "original"
        with default_storage.open(file.storage_key, "rb") as stored, source.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        scan(source, settings.VIRUS_SCAN_COMMAND)
        if file.kind == FileKind.IMAGE:
            out = Path(folder) / "derived"
            out.mkdir()
            image = process_image(source, out)
            _keep_image(file, held, image, now)
            return
        if is_archive(source):
            list_archive(source, largest=settings.SOURCE_MAX_BYTES)
        _conclude(held, now, lambda: _mark_ready(file, now=now))


def _keep_image(file: StoredFile, held: Claim, image: ProcessedImage, now: datetime) -> None:
    saved: list[SavedDerivative] = []
    try:
        for derivative in image.derivatives:
            with derivative.path.open("rb") as stream:
                key = default_storage.save(f"derivatives/{token_hex(24)}.webp", File(stream))
            saved.append(SavedDerivative(key, derivative.width, derivative.height, derivative.bytes))
        kept = _conclude(held, now, lambda: _mark_ready(file, image, saved, now=now))
    except BaseException:
        discard(one.storage_key for one in saved)
        raise
    if not kept:
        discard(one.storage_key for one in saved)


def _conclude(held: Claim, now: datetime, write: Callable[[], None]) -> bool:
    """Finish the row and write its effects, unless another worker has taken it over meanwhile."""
    with transaction.atomic():
        if not finish(StoredFile, [held], now=now):
            return False
        write()
    return True


def _mark_ready(
    file: StoredFile,
    image: ProcessedImage | None = None,
    saved: Sequence[SavedDerivative] = (),
    *,
    now: datetime,
) -> None:
    changes: dict[str, object] = {"state": FileState.READY}
    if image is not None:
        changes |= {
            "width": image.width,
            "height": image.height,
            "placeholder": image.placeholder,
            "perceptual_hash": f"{image.perceptual_hash:016x}",
        }
    StoredFile.objects.filter(pk=file.pk).update(**changes)
    Derivative.objects.bulk_create(
        Derivative(file=file, width=one.width, height=one.height, size_bytes=one.size, storage_key=one.storage_key)
        for one in saved
    )
    if image is not None:
        file.perceptual_hash = str(changes["perceptual_hash"])
        tell_image_ready(file, now=now)


def _refuse(file: StoredFile, held: Claim, refusal: MediaRefused, now: datetime) -> None:
    def write() -> None:
        StoredFile.objects.filter(pk=file.pk).update(state=FileState.REFUSED, refused_because=stored_reason(refusal))
        work_mails.tell_file_refused(file, now=now)

    if _conclude(held, now, write):
        discard([file.storage_key])


def _report(file: StoredFile, refusal: MediaRefused) -> None:
    """A crash is an operator's business, too; a bad file is its owner's only."""
    if isinstance(refusal, MediaCrashed):
        log.error("media_crashed", file=str(file.ref), code=refusal.code, detail=refusal.detail)
    else:
        log.info("media_refused", file=str(file.ref), code=refusal.code)


def stored_reason(refusal: MediaRefused) -> str:
    """The reason as it is kept: a code and its figures, so that every reader gets it in their own language."""
    reason = json.dumps({"code": refusal.code, "params": refusal.params}, ensure_ascii=False)
    return reason if len(reason) <= MAX_REASON else refusal.code
