"""Bytes that arrive in pieces: identical in the end whatever breaks, counted only once they are safe, by one sender."""

import hashlib
import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from contests.errors import InvalidEntry, OffsetConflict
from contests.models import SourcePart, SourceUpload, StoredFile, UploadState
from contests.services.entries import add_version
from contests.services.orphans import OLD_ENOUGH, sweep_orphans
from contests.services.uploading import joining, keeping, receiving
from contests.services.uploading.beginning import begin_upload
from contests.services.uploading.joining import join_upload
from contests.services.uploading.receiving import Checksum, receive
from contests.services.uploading.taking import take_uploads
from contests.upload_rules import MAX_UNDER_WAY, UploadDraft
from personal.services.forgetting import forget
from tests.fixtures.contests import submit, version_draft
from tests.fixtures.forks import kill_oneself, run_in_a_fork
from tests.fixtures.tus import psd
from tests.fixtures.worlds import make_creative, open_contest

SMALL = 64


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    return tmp_path


def begun(owner: User, length: int, name: str = "fox.psd") -> SourceUpload:
    return begin_upload(owner, UploadDraft(name=name, length=length), now=timezone.now())


def sent(owner: User, upload: UUID, data: bytes, offset: int, **more: Any) -> SourceUpload:
    return receive(owner, upload, io.BytesIO(data), offset=offset, now=timezone.now(), **more)


class Breaking(io.BytesIO):
    """A body whose sender goes away in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError("the connection was reset")
        return data


@st.composite
def journeys(draw: st.DrawFn) -> tuple[int, list[tuple[int, str]]]:
    """A file's length, and in which pieces it is sent, each of which may arrive, break, or be damaged."""
    length = draw(st.integers(1, 40 * SMALL))
    pieces = st.tuples(st.integers(0, 9 * SMALL), st.sampled_from(["arrives", "breaks", "vouched", "damaged", "wrong"]))
    return length, draw(st.lists(pieces, max_size=12))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(journey=journeys())
def test_whatever_breaks_the_bytes_are_the_same(journey: tuple[int, list[tuple[int, str]]]) -> None:
    length, pieces = journey
    data = psd(length) if length > 8 else b"%PDF-1.7"[:length]
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiving, "SEGMENT", SMALL)
        patch.setattr(receiving, "_check_start", lambda *_: None)
        owner = make_creative()
        upload = begun(owner, length).pk
        for size, fate in [*pieces, (length, "arrives")]:
            try_to_send(owner, upload, data, size, fate)
            found = SourceUpload.objects.get(pk=upload)
            if found.state == UploadState.RECEIVING:
                assert (
                    b"".join(default_storage.open(part.storage_key).read() for part in found.parts.all())
                    == (data[: found.received])
                )
            if found.received == length:
                break
        if length > 8:
            assert found.state == UploadState.FINISHED
            assert default_storage.open(found.storage_key).read() == data
            assert found.sha256 == hashlib.sha256(data).hexdigest()
        transaction.set_rollback(True)


def try_to_send(owner: User, upload: UUID, data: bytes, size: int, fate: str) -> None:
    """One request; what it says of itself, and what becomes of it."""
    before = SourceUpload.objects.get(pk=upload).received
    piece = data[before : before + size]
    good, body, offset = hashlib.sha256(piece).digest(), piece, before
    checksum = Checksum("sha256", good) if fate in ("vouched", "damaged") else None
    if fate == "damaged":
        body = bytes(len(piece)) + b"" if any(piece) else piece + b"!"
    if fate == "wrong":
        offset += 1
    stream = Breaking(body) if fate == "breaks" else io.BytesIO(body)
    try:
        receive(owner, upload, stream, offset=offset, now=timezone.now(), checksum=checksum)
    except (OffsetConflict, receiving.ChecksumMismatch, joining.InvalidUpload):
        assert fate in ("damaged", "wrong") or len(data) <= 8
        if len(data) > 8:
            assert SourceUpload.objects.get(pk=upload).received == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["after the bytes", "before they are counted", "before it is joined"])
def test_a_killed_process_loses_at_most_what_was_not_counted(
    storage: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    data, owner = psd(3 * 4096), make_creative()
    upload = begun(owner, len(data)).pk
    sent(owner, upload, data[:8192], 0)

    def dies() -> None:
        where: dict[str, tuple[Any, str]] = {
            "after the bytes": (keeping, "make_safe"),
            "before they are counted": (receiving, "_count"),
            "before it is joined": (joining, "_conclude"),
        }
        monkeypatch.setattr(*where[place], lambda *_: kill_oneself())
        sent(owner, upload, data[8192:], 8192)

    assert run_in_a_fork(dies) == -9
    found = SourceUpload.objects.get(pk=upload)
    assert found.received == (len(data) if place == "before it is joined" else 8192)
    assert sum(found.parts.values_list("size", flat=True)) == found.received
    sent(owner, upload, data[found.received :], found.received)
    found.refresh_from_db()
    assert found.state == UploadState.FINISHED
    assert default_storage.open(found.storage_key).read() == data
    # What the dead process left behind is swept once it is old, and nothing else.
    files = [path for path in storage.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        moment = (timezone.now() - OLD_ENOUGH - timedelta(minutes=1)).timestamp()
        os.utime(path, (moment, moment))
    assert sweep_orphans(timezone.now()) == 1
    assert default_storage.exists(found.storage_key)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_the_same_place_at_once_one_goes_on() -> None:
    data, owner, threads = psd(100_000), make_creative(), 8
    upload = begun(owner, len(data)).pk
    gate = threading.Barrier(threads)

    def go(number: int) -> int:
        mine = data[:6] + bytes([number]) * 49_994
        try:
            gate.wait()
            sent(owner, upload, mine, 0)
        except OffsetConflict:
            return -1
        finally:
            connections.close_all()
        return number

    with ThreadPoolExecutor(threads) as pool:
        winners = [number for number in pool.map(go, range(threads)) if number >= 0]
    assert len(winners) == 1
    found = SourceUpload.objects.get(pk=upload)
    part = found.parts.get()
    assert (found.received, part.size) == (50_000, 50_000)
    assert default_storage.open(part.storage_key).read()[6:] == bytes(winners) * 49_994


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_still_hangs_writes_nothing_after_the_next_has_begun() -> None:
    data, owner = psd(30_000), make_creative()
    upload = begun(owner, len(data)).pk

    class Hanging(io.BytesIO):
        """Gives its first bytes, and the rest only once the sender has begun anew."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 0:
                sent(owner, upload, data[:10_000], 0)
            found = super().read(size)
            return found[:6] + b"X" * (len(found) - 6)

    with pytest.raises(OffsetConflict):
        receive(owner, upload, Hanging(data[:20_000]), offset=0, now=timezone.now())
    sent(owner, upload, data[10_000:], 10_000)
    found = SourceUpload.objects.get(pk=upload)
    assert default_storage.open(found.storage_key).read() == data


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_stay_within_the_limit_together() -> None:
    owner, threads = make_creative(), 6
    for _ in range(MAX_UNDER_WAY - 1):
        begun(owner, 10)
    gate = threading.Barrier(threads)

    def go(_: int) -> bool:
        try:
            gate.wait()
            begun(owner, 10)
        except Exception:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(threads) as pool:
        assert sum(pool.map(go, range(threads))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_versions_that_take_the_same_upload_at_once_share_nothing() -> None:
    owner = make_creative()
    entry = submit(open_contest(now=timezone.now()), owner, now=timezone.now())
    data = psd(20_000)
    upload = begun(owner, len(data)).pk
    sent(owner, upload, data, 0)
    gate = threading.Barrier(4)

    def go(_: int) -> bool:
        try:
            gate.wait()
            add_version(owner, entry.pk, version_draft(uploads=[upload]), now=timezone.now())
        except InvalidEntry:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(go, range(4))) == 1
    file = StoredFile.objects.get(kind="attachment")
    assert SourceUpload.objects.get().file == file
    assert default_storage.open(file.storage_key).read() == data
    assert entry.versions.count() == 2


@pytest.mark.django_db
def test_what_was_never_joined_is_joined_by_whoever_submits_it(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, data = make_creative(), psd(20_000)
    upload = begun(owner, len(data)).pk
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "join_upload", lambda _: None)
        sent(owner, upload, data, 0)
    assert SourceUpload.objects.get().state == UploadState.RECEIVING
    (taken,) = take_uploads(owner, [upload, upload], now=timezone.now())
    assert (taken.size, taken.sha256, taken.upload) == (20_000, hashlib.sha256(data).hexdigest(), upload)
    key = SourceUpload.objects.get().storage_key
    join_upload(upload)
    assert SourceUpload.objects.get().storage_key == key
    with pytest.raises(InvalidEntry, match="not here any more"):
        take_uploads(make_creative(), [upload], now=timezone.now())
    with pytest.raises(InvalidEntry, match="not here any more"):
        take_uploads(owner, [uuid4()], now=timezone.now())


@pytest.mark.django_db
def test_memory_holds_a_piece_at_a_time() -> None:
    owner, most = make_creative(), 0

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal most
            most = max(most, size or 0)
            assert size is not None and 0 < size <= receiving.PIECE
            return super().read(size)

    data = psd(9 * 1024 * 1024)
    upload = begun(owner, len(data)).pk
    receive(owner, upload, Watched(data), offset=0, now=timezone.now())
    assert most == receiving.PIECE
    found = SourceUpload.objects.get()
    assert found.sha256 == hashlib.sha256(data).hexdigest() and not found.parts.exists()


ATTACKS = {
    "bytes that are not there": "UPDATE contests_sourceupload SET received = 6000 WHERE id = %(id)s",
    "fewer bytes": "UPDATE contests_sourceupload SET received = 0 WHERE id = %(id)s",
    "another owner": "UPDATE contests_sourceupload SET owner_id = owner_id + 1 WHERE id = %(id)s",
    "another length": "UPDATE contests_sourceupload SET length = 5000 WHERE id = %(id)s",
    "more time": "UPDATE contests_sourceupload SET expires_at = now() + interval '1 year' WHERE id = %(id)s",
    "finished half": "UPDATE contests_sourceupload SET state = 'finished', storage_key = 'x' WHERE id = %(id)s",
    "used without a file": "UPDATE contests_sourceupload SET state = 'used' WHERE id = %(id)s",
    "a part with a gap": 'INSERT INTO contests_sourcepart (upload_id, "start", size, storage_key) '
    "VALUES (%(id)s, 5001, 5, 'parts/x')",
    "a part twice": 'INSERT INTO contests_sourcepart (upload_id, "start", size, storage_key) '
    "VALUES (%(id)s, 0, 5, 'parts/x')",
    "a part beyond the end": 'INSERT INTO contests_sourcepart (upload_id, "start", size, storage_key) '
    "VALUES (%(id)s, 5000, 5001, 'parts/x')",
    "other bytes": "UPDATE contests_sourcepart SET storage_key = 'parts/x' WHERE upload_id = %(id)s",
    "begun with bytes": "INSERT INTO contests_sourceupload (id, owner_id, state, name, claimed_type, length, received, "
    "fence, storage_key, sha256, media_type, created_at, expires_at) SELECT gen_random_uuid(), owner_id, state, name, "
    "'', 10, 5, 0, '', '', '', now(), now() FROM contests_sourceupload",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS)
def test_the_database_refuses(statement: str) -> None:
    owner = make_creative()
    upload = begun(owner, 10_000).pk
    sent(owner, upload, psd(10_000)[:5000], 0)
    with pytest.raises((IntegrityError, Exception)) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"id": upload})
    assert "does not exist" not in str(refused.value)
    assert (SourceUpload.objects.get().received, SourcePart.objects.count()) == (5000, 1)


@pytest.mark.django_db
def test_what_was_not_submitted_goes_with_its_person() -> None:
    owner = make_creative()
    sent(owner, begun(owner, 10_000).pk, psd(10_000)[:5000], 0)
    forget(owner, now=timezone.now())
    assert (SourceUpload.objects.count(), SourcePart.objects.count()) == (0, 0)
