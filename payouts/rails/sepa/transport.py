"""What carries files to a bank and back. Banks differ here (HTTP, EBICS, SFTP) and nowhere else.

A transport looks into no file: it knows names and bytes. It repeats nothing by itself.
"""

from dataclasses import dataclass
from typing import Protocol

from payouts.rails.base import RailAnswer


@dataclass(frozen=True, slots=True)
class Document:
    """A file from the bank, under the id that it will always have."""

    document_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some documents, oldest first, and where to go on."""

    documents: tuple[Document, ...]
    cursor: str
    has_more: bool


class Transport(Protocol):
    """Safe to share between threads."""

    def submit(self, message_id: str, document: bytes) -> RailAnswer:
        """Hand a file over: accepted (also if it was there already), rejected or unknown. Never raises."""
        ...

    def find(self, message_id: str) -> RailAnswer | None:
        """What became of a file of that name; None if none ever came."""
        ...

    def list_documents(self, after: str, limit: int) -> DocumentPage:
        """What the bank has for us after a cursor. Raises RailUnavailable."""
        ...

    def acknowledge(self, document_ids: tuple[str, ...]) -> None:
        """These are safe with us. Raises RailUnavailable."""
        ...
