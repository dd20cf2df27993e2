"""Writes the copies that are due, each into one ZIP, and takes away those whose week is over.

A copy is written outside any transaction, to a file of this machine first and then to where files lie: memory stays
constant however much somebody has made. Only whoever still holds the row's fence says that it is there; a worker that
froze and was overtaken throws its own away.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, Any, Final

import orjson
import structlog
from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import StoredFile
from contests.services.uploads import discard
from duerows.claims import Claim, claim, finish, put_back
from personal.models import DataCopy
from personal.models.data_copy import new_copy_key
from personal.services.explaining import read_me
from personal.services.sections import line, originals_of, sections_of

LEASE: Final = timedelta(minutes=20)
KEPT_FOR: Final = timedelta(days=7)
PIECE: Final = 1 << 16
EXPIRED_AT_ONCE: Final = 100
log = structlog.get_logger(__name__)


def write_due_copy(*, now: datetime) -> int:
    """Write one copy that is due. Returns how many were claimed, so that callers can go on until 0."""
    claims = claim(DataCopy, now=now, limit=1, lease=LEASE)
    for one in claims:
        try:
            _write(one, now)
        except Exception as error:
            log.warning("copy_not_written", copy=one.pk, exc_info=True)
            put_back(DataCopy, one, now=now, error=repr(error))
    return len(claims)


def _write(held: Claim, now: datetime) -> None:
    copy = DataCopy.objects.select_related("user").get(pk=held.pk)
    with tempfile.TemporaryFile() as file:
        write_archive(copy.user, file, now=now)
        size = file.tell()
        file.seek(0)
        key = default_storage.save(new_copy_key(), File(file))
    try:
        kept = _record(copy, held, key, size, now)
    except BaseException:
        discard([key])
        raise
    if not kept:
        discard([key])


@transaction.atomic
def _record(copy: DataCopy, held: Claim, key: str, size: int, now: datetime) -> bool:
    if not finish(DataCopy, [held], now=now):
        return False
    DataCopy.objects.filter(pk=copy.pk).update(
        storage_key=key, size_bytes=size, ready_at=now, expires_at=now + KEPT_FOR
    )
    context = {"url": f"{settings.SITE_URL}/settings/data/", "date": f"{now + KEPT_FOR:%Y-%m-%d}"}
    ask_for_mails([MailRequest(copy.user_id, "data_copy_ready", f"data_copy_ready:{copy.pk}", context)], now=now)
    return True


def write_archive(person: User, file: IO[bytes], *, now: datetime) -> dict[str, int]:
    """Everything about the person as a ZIP; returns how many rows each of its tables has."""
    counts: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for section, rows in sections_of(person):
            with archive.open(f"data/{section}.jsonl", "w", force_zip64=True) as out:
                counts[section] = _fill(out, rows)
        for stored in originals_of(person):
            _add_original(archive, stored)
        with translation.override(person.locale):
            archive.writestr("READ-ME.txt", read_me(person, now))
        manifest = {"made_at": now, "handle": person.handle, "rows": counts}
        archive.writestr("manifest.json", orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return counts


def _fill(out: IO[bytes], rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    for row in rows:
        out.write(line(row))
        count += 1
    return count


def _add_original(archive: zipfile.ZipFile, stored: StoredFile) -> None:
    """As it was sent, in pieces, uncompressed: images are as small as they get."""
    info = zipfile.ZipInfo(f"files/{stored.ref}/{_safe(stored.original_name)}", stored.created_at.timetuple()[:6])
    info.file_size = stored.size_bytes
    try:
        source = default_storage.open(stored.storage_key, "rb")
    except FileNotFoundError:
        return
    with source, archive.open(info, "w", force_zip64=True) as out:
        shutil.copyfileobj(source, out, PIECE)


def _safe(name: str) -> str:
    """A file's name that stays where it is unpacked.

    >>> _safe("../a/b.png"), _safe("..")
    ('b.png', 'file')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    return "".join(sign for sign in last if sign.isprintable()) or "file"


def remove_expired_copies(*, now: datetime) -> int:
    """Take away the copies whose week is over. Returns how many; twice is harmless."""
    over = DataCopy.objects.filter(expires_at__lte=now, removed_at=None).order_by("pk")
    return remove_copies(list(over[:EXPIRED_AT_ONCE]), now=now)


def remove_copies(copies: list[DataCopy], *, now: datetime) -> int:
    """Take these away: first what says that they are there, then their bytes."""
    keys = [one.storage_key for one in copies]
    DataCopy.objects.filter(pk__in=[one.pk for one in copies]).update(storage_key="", removed_at=now)
    transaction.on_commit(lambda: discard(keys))
    return len(copies)
