"""A ZIP is listed, never extracted; what would harm whoever unpacks it is refused."""

import io
import struct
import zipfile

import pytest

from contests.media.archives import ArchiveMember, list_archive
from contests.media.errors import MediaRefused
from tests.unit.media.builders import write


def archive(*names: str, body: bytes = b"hello", **options) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as writer:
        for name in names:
            writer.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def refusal_of(tmp_path, data: bytes) -> str:
    with pytest.raises(MediaRefused) as refusal:
        list_archive(write(tmp_path, "a.zip", data))
    return refusal.value.code


def test_files_are_listed_with_their_sizes(tmp_path):
    path = write(tmp_path, "a.zip", archive("logo/", "logo/mark.svg", "readme.txt"))
    assert list_archive(path) == [ArchiveMember("logo/mark.svg", 5), ArchiveMember("readme.txt", 5)]
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/passwd", "C:\\evil.exe", "a\\..\\..\\evil"])
def test_a_name_that_leads_outside_is_refused(tmp_path, name):
    assert refusal_of(tmp_path, archive("fine.txt", name)) == "archive_unsafe_name"


def test_a_bomb_is_refused(tmp_path):
    assert refusal_of(tmp_path, archive("zeros", body=bytes(40_000_000))) == "archive_bomb"


def test_overlapping_members_are_weighed_against_the_file_itself(tmp_path):
    """Hundreds of directory entries that share one member claim more packed bytes than the file has."""
    data = bytearray(archive(*(f"file-{number:03}" for number in range(500)), body=b"x" * 4_000))
    at = data.index(b"PK\x01\x02")
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<II", data, at + 20, 2**20, 2**22)
        at += 4
    assert refusal_of(tmp_path, bytes(data)) == "archive_bomb"


def test_a_password_is_refused(tmp_path):
    data = bytearray(archive("secret.txt"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal_of(tmp_path, bytes(data)) == "archive_encrypted"


def test_too_many_files(tmp_path):
    assert refusal_of(tmp_path, archive(*(str(number) for number in range(2_001)))) == "archive_too_many"


def test_a_directory_that_understates_its_count(tmp_path):
    data = bytearray(archive(*(str(number) for number in range(2_001))))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", data, at + 8, 1, 1)
    assert refusal_of(tmp_path, bytes(data)) == "archive_too_many"


def test_a_directory_announced_as_huge_is_not_loaded(tmp_path):
    data = bytearray(archive("a.txt"))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<L", data, at + 12, 2**32 - 1)
    assert refusal_of(tmp_path, bytes(data)) == "archive_too_many"


@pytest.mark.parametrize("cut", [1, 30, 100])
def test_a_truncated_archive(tmp_path, cut):
    assert refusal_of(tmp_path, archive("a.txt")[:-cut]) == "archive_damaged"


def test_an_empty_archive(tmp_path):
    assert refusal_of(tmp_path, archive()) == "empty"
