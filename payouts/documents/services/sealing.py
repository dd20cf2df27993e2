"""Prints documents that were issued, from their stored rows alone, and hands out what was sealed."""

from datetime import datetime
from typing import Final

from paper import sealing
from paper.blocks import Sheet
from payouts.documents.composing.pages import lay_out
from payouts.documents.composing.values import Content
from payouts.documents.errors import DocumentUnsound
from payouts.documents.models import DocumentFile

FILES_PER_CALL: Final = 20


def seal_documents(now: datetime, *, limit: int = FILES_PER_CALL) -> int:
    """Print up to `limit` documents that wait for it; several workers share them. Returns how many were taken up."""
    return sealing.seal_due(DocumentFile, _compose, now=now, limit=limit)


def _compose(file_id: int) -> Sheet:
    """The sheet of one document. Raises DocumentUnsound if its content is not what was hashed."""
    document = DocumentFile.objects.select_related("document").get(pk=file_id).document
    content = Content.from_dict(document.content)
    if content.digest() != document.content_sha256:
        raise DocumentUnsound(f"{document.reference} is not what was issued")
    return lay_out(content)
