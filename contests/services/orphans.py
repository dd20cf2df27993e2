"""Sweeps storage for files that no row speaks of: uploads whose entry was refused, leftovers of workers that died.

Only what is old enough goes: an upload's row follows its file within the same request.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import models

from contests.models import Derivative, SourcePart, SourceUpload, StoredFile
from contests.services.uploads import discard

OLD_ENOUGH = timedelta(hours=24)
BATCH = 500
FOLDERS: tuple[tuple[str, tuple[type[models.Model], ...]], ...] = (
    ("originals", (StoredFile, SourceUpload)),
    ("derivatives", (Derivative,)),
    ("parts", (SourcePart,)),
)
"""Which rows may speak of a folder's files. An upload's original is its own until a file takes it over."""


def sweep_orphans(now: datetime) -> int:
    """Delete every stored file that is older than a day and has no row. Returns how many; twice is harmless."""
    swept = 0
    for folder, models_of_it in FOLDERS:
        for keys in _batches(folder):
            known = {
                key
                for model in models_of_it
                for key in model._default_manager.filter(storage_key__in=keys).values_list("storage_key", flat=True)
            }
            orphans = [key for key in keys if key not in known and _is_old(key, now)]
            discard(orphans)
            swept += len(orphans)
    return swept


def _batches(folder: str) -> Iterator[Sequence[str]]:
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for start in range(0, len(names), BATCH):
        yield [f"{folder}/{name}" for name in names[start : start + BATCH]]


def _is_old(key: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(key) <= now - OLD_ENOUGH
    except FileNotFoundError:
        # Another sweep, or a discarded upload, was faster.
        return False
