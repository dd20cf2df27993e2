"""Bytes in storage, as safe as storage can keep them: what is counted afterwards must outlive a power cut."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from contests.models import SourcePart
from contests.models.upload import new_part_key
from contests.services.uploads import discard


def keep_part(data: bytes) -> str:
    """Store these bytes for good under a random key, which is returned."""
    key = default_storage.save(new_part_key(), ContentFile(data))
    try:
        make_safe(key)
    except BaseException:
        discard([key])
        raise
    return key


def make_safe(key: str) -> None:
    """Have the disk write down a stored file and its name. An object store has done so when it answers."""
    try:
        path = default_storage.path(key)
    except NotImplementedError:
        return
    for place in (Path(path), Path(path).parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Joined:
    """An upload's parts, read end to end as one file, one part open at a time."""

    def __init__(self, name: str, size: int, parts: Sequence[SourcePart]) -> None:
        self.name, self.size = name, size
        self._pieces = _pieces([part.storage_key for part in parts])
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; as many as were asked for, unless they end."""
        found = bytearray()
        while size < 0 or len(found) < size:
            if not self._rest:
                self._rest = memoryview(next(self._pieces, b""))
                if not self._rest:
                    break
            wanted = len(self._rest) if size < 0 else size - len(found)
            found += self._rest[:wanted]
            self._rest = self._rest[wanted:]
        return bytes(found)


PIECE = 256 * 1024


def _pieces(keys: Sequence[str]) -> Iterator[bytes]:
    for key in keys:
        with default_storage.open(key, "rb") as stream:
            while data := stream.read(PIECE):
                yield data
