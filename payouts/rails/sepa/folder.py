"""A bank reached through two folders, as EBICS clients and SFTP mounts offer them: one to fill, one to empty.

A file appears under its name whole or not at all, and once. Of what the bank's side takes away a copy of ours stays in
`sent/`; reports that are kept move to `read/`.
"""

import os
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from payouts.rails.base import RailAnswer, RailStatus, RailUnavailable
from payouts.rails.sepa.transport import Document, DocumentPage

SETTLED_SECONDS: Final = 5.0
"""A report younger than this may still be growing: it is taken the next time."""


class FolderTransport:
    """A `Transport`. Both folders are shared by all hosts that run workers."""

    def __init__(self, outbox: str, inbox: str, settled_seconds: float = SETTLED_SECONDS) -> None:
        if not outbox or not inbox:
            raise ValueError("The SEPA rail needs two folders: one to fill, one to empty.")
        self._outbox, self._inbox = Path(outbox), Path(inbox)
        self._sent, self._read = self._outbox / "sent", self._inbox / "read"
        self._settled = settled_seconds

    def submit(self, message_id: str, document: bytes) -> RailAnswer:
        known = self.find(message_id)
        if known is not None:
            return known
        try:
            self._put(_name(message_id), document)
        except OSError as error:
            return RailAnswer(RailStatus.UNKNOWN, reason=type(error).__name__)
        return RailAnswer(RailStatus.ACCEPTED, provider_reference=_name(message_id))

    def find(self, message_id: str) -> RailAnswer | None:
        name = _name(message_id)
        try:
            there = (self._outbox / name).exists() or (self._sent / name).exists()
        except OSError as error:
            return RailAnswer(RailStatus.UNKNOWN, reason=type(error).__name__)
        return RailAnswer(RailStatus.ACCEPTED, provider_reference=name) if there else None

    def list_documents(self, after: str, limit: int) -> DocumentPage:
        try:
            young = time.time() - self._settled
            names = sorted(
                entry.name
                for entry in os.scandir(self._inbox)
                if entry.is_file() and not entry.name.startswith(".") and entry.stat().st_mtime <= young
            )
            newer = [name for name in names if name > after]
            page = tuple(Document(name, (self._inbox / name).read_bytes()) for name in newer[:limit])
        except OSError as error:
            raise RailUnavailable(type(error).__name__) from error
        has_more = len(newer) > limit
        # Names follow no order of time: each round begins at the beginning, with what has not been moved away.
        return DocumentPage(page, newer[limit - 1] if has_more else "", has_more)

    def acknowledge(self, document_ids: tuple[str, ...]) -> None:
        try:
            self._read.mkdir(exist_ok=True)
            for name in document_ids:
                if (self._inbox / name).exists():
                    (self._inbox / name).replace(self._read / name)
        except OSError as error:
            raise RailUnavailable(type(error).__name__) from error

    def _put(self, name: str, document: bytes) -> None:
        self._sent.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=self._sent, prefix=".", delete=False) as stream:
            stream.write(document)
            stream.flush()
            os.fsync(stream.fileno())
        partial = Path(stream.name)
        try:
            (self._outbox / name).hardlink_to(partial)
        except FileExistsError:
            partial.unlink()
            return
        partial.replace(self._sent / name)
        _flush(self._outbox)


def _name(message_id: str) -> str:
    return f"{message_id}.xml"


def _flush(folder: Path) -> None:
    """Have the folder's own list of names outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
