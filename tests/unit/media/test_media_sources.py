"""What makers work in is known by its first bytes, under its own name, and only where sources are asked for."""

import io
import zipfile
from pathlib import Path

import pytest

from contests.media.archives import is_archive, list_archive
from contests.media.errors import MediaRefused
from contests.media.media_types import WORKING_TYPES, MediaType, sniff
from contests.media.sources import INDD, sniff_source

KNOWN = [
    (b"8BPS\0\x01\0\0", "fox.psd", MediaType.PSD),
    (b"8BPS\0\x02\0\0", "fox.psb", MediaType.PSD),
    (b"II*\0\x08\0\0\0", "fox.tif", MediaType.TIFF),
    (b"MM\0*\0\0\0\x08", "fox.TIFF", MediaType.TIFF),
    (b"MM\0+\0\x08\0\0", "large.tif", MediaType.TIFF),
    (b"%!PS-Adobe-3.0 EPSF", "mark.eps", MediaType.EPS),
    (b"%!PS-Adobe-3.0", "old.ai", MediaType.AI),
    (b"%PDF-1.6", "mark.ai", MediaType.AI),
    (b"%PDF-1.6", "mark.pdf", MediaType.PDF),
    (INDD + b"DOCUMENT", "book.indd", MediaType.INDD),
    (b"fig-kiwi\0\0", "board.fig", MediaType.FIG),
    (b"PK\x03\x04", "board.fig", MediaType.FIG),
    (b"PK\x03\x04", "all.zip", MediaType.ZIP),
    (b"\x89PNG\r\n\x1a\n", "fox.png", MediaType.PNG),
]


@pytest.mark.parametrize(("head", "name", "expected"), KNOWN)
def test_a_source_is_known(head: bytes, name: str, expected: MediaType) -> None:
    assert sniff_source(head, name) is expected
    assert expected.extensions and expected.label


@pytest.mark.parametrize(("head", "name", "expected"), [row for row in KNOWN if row[2] in WORKING_TYPES])
def test_it_is_let_in_nowhere_else(head: bytes, name: str, expected: MediaType) -> None:
    with pytest.raises(MediaRefused):
        sniff(head, name)
    assert not expected.is_image and expected.is_source


@pytest.mark.parametrize(
    ("head", "name", "code"),
    [
        (b"8BPS\0\x01", "fox.png", "extension_mismatch"),
        (b"8BPS\0\x01", "fox.psd.exe", "extension_mismatch"),
        (b"II*\0\x10\0\0\0CR", "camera.cr2", "extension_mismatch"),
        (b"MZ\x90\0", "fox.psd", "foreign_program"),
        (b"<html>", "mark.ai", "foreign_page"),
        (b"8BPS\0\x03", "fox.psd", "foreign_layers"),
        (b"hello", "fox.fig", "unknown_source"),
        (b"", "fox.psd", "empty"),
    ],
)
def test_what_only_calls_itself_a_source_is_refused(head: bytes, name: str, code: str) -> None:
    with pytest.raises(MediaRefused) as refusal:
        sniff_source(head, name)
    assert refusal.value.code == code


def test_a_large_archive_is_listed_within_what_its_kind_may_weigh(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sources/fox.psd", bytes(range(256)) * 1000)
    assert is_archive(path)
    assert [member.name for member in list_archive(path, largest=path.stat().st_size)] == ["sources/fox.psd"]
    with path.open("r+b") as stream:
        stream.seek(61 * 1024 * 1024)
        stream.write(b"\0")
    with pytest.raises(MediaRefused) as refusal:
        list_archive(path)
    assert refusal.value.code == "too_large"
    with pytest.raises(MediaRefused) as refusal:
        list_archive(path, largest=60 * 1024 * 1024)
    assert refusal.value.code == "too_large"


def test_a_bomb_is_a_bomb_whatever_its_archive_may_weigh(tmp_path: Path) -> None:
    path, inner = tmp_path / "bomb.fig", io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(40_000_000))
    path.write_bytes(inner.getvalue())
    with pytest.raises(MediaRefused) as refusal:
        list_archive(path, largest=500 * 1024 * 1024)
    assert refusal.value.code == "archive_bomb"
