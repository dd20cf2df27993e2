"""Files on their way in: streamed, measured, and gone without a trace if they are refused."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from contests.errors import InvalidEntry
from contests.media.errors import MediaRefused
from contests.models import FileKind
from contests.services import uploads
from contests.services.uploads import clean_name, store_upload, store_uploads
from tests.fixtures.contests import PDF, picture, upload


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return tmp_path


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class Dripping(io.BytesIO):
    """A stream that counts how much of it was ever read."""

    def read(self, size=-1, /):
        assert 0 < size <= uploads.CHUNK, "an upload is read piece by piece"
        return super().read(size)


def test_an_upload_is_kept_byte_by_byte_under_a_name_that_tells_nothing(storage):
    content = picture(900, 700)
    stored = store_upload(Dripping(content), "Jane Doe fox.png", len(content))
    assert default_storage.open(stored.storage_key).read() == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, stored.kind, stored.media_type) == (len(content), FileKind.IMAGE, "image/png")
    assert "jane" not in stored.storage_key.lower()
    assert stored.storage_key != store_upload(io.BytesIO(content), "fox.png", len(content)).storage_key


@pytest.mark.parametrize("wanted", [10, 4095, 4097, 1_000_000, -1])
def test_a_read_gives_all_that_was_asked_for_as_object_stores_expect(wanted):
    content = picture() + bytes(range(256)) * 4000
    source = io.BytesIO(content)
    stream = uploads.MeteredStream(source, source.read(4096), uploads.MediaType.PNG, limit=2_000_000)
    expected = io.BytesIO(content)
    assert [stream.read(wanted) for _ in range(3)] == [expected.read(wanted) for _ in range(3)]


def test_a_pdf_is_an_attachment():
    assert store_upload(io.BytesIO(PDF), "proposal.pdf", len(PDF)).kind == FileKind.ATTACHMENT


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "fox.png", "empty"),
        (b"MZ\x90\0", "fox.exe", "foreign_program"),
        (picture(), "fox.pdf", "extension_mismatch"),
    ],
)
def test_a_bad_file_is_refused_and_leaves_nothing(storage, content, name, code):
    with pytest.raises(MediaRefused) as refused:
        store_upload(io.BytesIO(content), name, len(content))
    assert refused.value.code == code
    assert stored_files(storage) == []


def test_a_file_larger_than_announced_is_stopped_at_the_limit(storage, settings):
    settings.UPLOAD_MAX_BYTES = 300_000
    head = picture()
    source = io.BytesIO(head + b"\0" * 5_000_000)
    with pytest.raises(MediaRefused) as refused:
        store_upload(source, "fox.png", 1000)
    assert refused.value.code == "too_large"
    assert source.tell() < 2 * 300_000 + uploads.CHUNK
    assert stored_files(storage) == []


def test_a_file_announced_as_too_large_is_not_read_further(settings):
    settings.UPLOAD_MAX_BYTES = 300_000
    source = io.BytesIO(picture() + b"\0" * 5_000_000)
    with pytest.raises(MediaRefused):
        store_upload(source, "fox.png", 5_000_000)
    assert source.tell() <= 4096


def test_nothing_is_left_when_the_storage_fails_midway(storage, monkeypatch):
    real = FileSystemStorage._save

    def fails(self, name, content):
        real(self, name, content)
        raise OSError("disk full")

    monkeypatch.setattr(FileSystemStorage, "_save", fails)
    with pytest.raises(OSError, match="disk full"):
        store_upload(io.BytesIO(picture()), "fox.png", None)
    assert stored_files(storage) == []


def test_several_files_are_kept_together_or_not_at_all(storage):
    with pytest.raises(InvalidEntry) as refused:
        store_uploads([upload("a.png"), upload("b.png", b"MZ\x90\0")], image_needed=True)
    assert refused.value.problems[0].field == "files"
    assert "b.png" in refused.value.problems[0].message
    assert stored_files(storage) == []


@pytest.mark.parametrize("files", [[], [upload("a.pdf", PDF)], [upload(f"{n}.png") for n in range(13)]])
def test_an_entry_needs_one_image_and_not_too_many_files(storage, files):
    with pytest.raises(InvalidEntry):
        store_uploads(files, image_needed=True)
    assert stored_files(storage) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("fox.png", "fox.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\work\\fox.PNG", "fox.PNG"),
        ("", "file.png"),
        ("x" * 300 + ".png", "x" * 196 + ".png"),
        ("a\u202egnp.exe", "agnp.exe.png"),
    ],
)
def test_a_name_is_kept_without_its_path_and_tricks(given, kept):
    assert clean_name(given, uploads.MediaType.PNG) == kept
