"""Prints what waits to be printed, once: stored under a random key in private storage, its SHA-256 kept in its row.

The file comes first and its row's word after, under the row's fence. A worker that dies between the two leaves a file
that no row speaks of, which is swept, and the next one prints the same bytes again. What is sealed is never printed
anew: a file that is not what its row says is refused to everybody, and is a person's business.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from duerows.claims import Claim, claim, finish, put_back
from paper.blocks import Sheet
from paper.models import SealedFile, new_file_key

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=120)
"""Longer than the first printing of a process takes, which cuts the fonts."""

FOLDER: Final = "documents"
OLD_ENOUGH: Final = timedelta(hours=24)
BATCH: Final = 500


class FileTampered(RuntimeError):
    """The stored bytes are not those that were sealed, or are gone. Nobody is given them."""


class NotSealedYet(LookupError):
    """The file waits to be printed."""


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A printed sheet that lies in storage."""

    storage_key: str
    sha256: str
    size_bytes: int


@cache
def fonts_folder() -> Path:
    """Where the cuts of the typefaces are kept: in the data folder, or, where that cannot be written (in a container),
    in one of this process's own.
    """
    folder: Path = settings.DATA_DIR / "fonts"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(mkdtemp(prefix="fairbrief-fonts-"))
    return folder if os.access(folder, os.W_OK) else Path(mkdtemp(prefix="fairbrief-fonts-"))


def seal_due(model: type[Any], compose: Callable[[int], Sheet], *, now: datetime, limit: int) -> int:
    """Print up to `limit` files of this model that wait, each by itself. Returns how many were taken up.

    `compose` turns a row's key into what is to be printed, from stored rows alone.
    """
    for done in range(limit):
        claims = claim(model, now=now, limit=1, lease=LEASE)
        if not claims:
            return done
        try:
            _seal(model, claims[0], compose(claims[0].pk), now)
        except Exception as error:
            log.exception("sealing_failed", model=model.__name__, row=claims[0].pk)
            put_back(model, claims[0], now=now, error=repr(error))
    return limit


def _seal(model: type[Any], held: Claim, sheet: Sheet, now: datetime) -> None:
    from paper.printing import print_sheet  # Here: 0.7 s of loading and 16 MB, for workers that print alone.

    stored = store(print_sheet(sheet, fonts=fonts_folder()))
    kept = False
    try:
        with transaction.atomic():
            kept = bool(finish(model, [held], now=now))
            if kept:
                model._default_manager.filter(pk=held.pk, sealed_at=None).update(
                    storage_key=stored.storage_key,
                    sha256=stored.sha256,
                    size_bytes=stored.size_bytes,
                    sealed_at=now,
                )
    finally:
        if not kept:
            default_storage.delete(stored.storage_key)


def store(content: bytes) -> StoredSheet:
    """Put bytes into private storage under a key of their own."""
    key = default_storage.save(new_file_key(), ContentFile(content))
    return StoredSheet(key, sha256(content).hexdigest(), len(content))


def read_sealed(file: SealedFile) -> bytes:
    """The file's bytes, checked against what was sealed. Raises NotSealedYet, FileTampered."""
    if not file.is_sealed:
        raise NotSealedYet(str(file.pk))
    try:
        with default_storage.open(file.storage_key, "rb") as stored:
            content = stored.read()
    except OSError as error:
        log.error("sealed_file_missing", key=file.storage_key)
        raise FileTampered(f"{file.storage_key} is gone") from error
    if sha256(content).hexdigest() != file.sha256:
        log.error("sealed_file_tampered", key=file.storage_key)
        raise FileTampered(f"{file.storage_key} is not what was sealed")
    return bytes(content)


def sweep_orphans(models: Sequence[type[Any]], now: datetime) -> int:
    """Delete printed files older than a day that no row of these models speaks of. Returns how many."""
    swept = 0
    for keys in _batches():
        known: set[str] = set()
        for model in models:
            known.update(model._default_manager.filter(storage_key__in=keys).values_list("storage_key", flat=True))
        for key in keys:
            if key not in known and _is_old(key, now):
                default_storage.delete(key)
                swept += 1
    return swept


def _batches() -> Iterator[Sequence[str]]:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    for start in range(0, len(names), BATCH):
        yield [f"{FOLDER}/{name}" for name in names[start : start + BATCH]]


def _is_old(key: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(key) <= now - OLD_ENOUGH
    except FileNotFoundError:
        return False
