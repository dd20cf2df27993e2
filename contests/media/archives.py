"""Lists a ZIP attachment so that the brand sees what it would download. It never extracts or decompresses anything.

The end record is read first, because the standard library loads the whole directory into memory: a directory made to
be huge is refused before it is loaded. Declared sizes are taken as declared; they only serve to refuse bombs.
"""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from contests.media.errors import MediaRefused
from contests.media.media_types import MIB, check_size, printable, recognise
from contests.media.media_types import MediaType as Type

MAX_MEMBERS = 2_000
"""A font family or a set of sources has hundreds of files at most."""

MAX_DIRECTORY_BYTES = 2 * MIB
MAX_UNPACKED_BYTES = 2 * 1024 * MIB
MAX_LARGE_RATIO = 10
"""Of a large archive, which holds mostly what does not shrink: its whole content may weigh so many times as much."""

MAX_RATIO = 200
"""Layered sources shrink to a hundredth at best; bombs to a thousandth and less."""

END_RECORD = struct.Struct("<4s4H2LH")
MAX_COMMENT = 65_535
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One file in the archive: its name, with forward slashes, and its declared size."""

    name: str
    bytes: int


def is_archive(path: Path) -> bool:
    """Whether it is a ZIP by its first bytes, whatever a program calls its own."""
    with path.open("rb") as stream:
        return recognise(stream.read(4)) is Type.ZIP


def list_archive(path: Path, *, largest: int | None = None) -> list[ArchiveMember]:
    """The archive's files in its own order, folders left out. Raises MediaRefused.

    `largest`: what it may weigh, where that is more than what any archive may.
    """
    if largest is None or path.stat().st_size > largest:
        check_size(Type.ZIP, path.stat().st_size)
    _check_end_record(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        struct.error,
        EOFError,
    ):
        raise MediaRefused("archive_damaged") from None
    if len(members) > MAX_MEMBERS:
        raise MediaRefused("archive_too_many", limit=MAX_MEMBERS)
    for member in members:
        _check_member(member)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    most = max(MAX_UNPACKED_BYTES, MAX_LARGE_RATIO * path.stat().st_size)
    if unpacked > most or unpacked > MAX_RATIO * min(packed, path.stat().st_size) + MIB:
        raise MediaRefused("archive_bomb")
    return [ArchiveMember(member.filename, member.file_size) for member in members if not member.is_dir()]


def _check_end_record(path: Path) -> None:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - MAX_COMMENT - END_RECORD.size))
        tail = stream.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < END_RECORD.size:
        raise MediaRefused("archive_damaged")
    count, directory_bytes = END_RECORD.unpack_from(tail, start)[4:6]
    # All ones announce a ZIP64 directory, which no archive within our size limit needs.
    if count > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise MediaRefused("archive_too_many", limit=MAX_MEMBERS)
    if not count:
        raise MediaRefused("empty")


def _check_member(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & ENCRYPTED_FLAG:
        raise MediaRefused("archive_encrypted")
    # Windows takes a backslash for a separator, so that a name harmless here would not be there.
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in member.filename or "\0" in member.filename:
        raise MediaRefused("archive_unsafe_name", name=printable(member.filename))
