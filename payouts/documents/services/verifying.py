"""Whether documents still are what was issued: their content against its hash, their files against their seals."""

from paper.sealing import FileTampered, read_sealed
from payouts.documents.composing.values import Content
from payouts.documents.models import Document


def examine_documents(most: int | None) -> tuple[int, list[str]]:
    """Look at the newest documents, `most` of them or all. Returns how many, and what is wrong with which."""
    rows = Document.objects.select_related("file").order_by("-pk")
    examined, wrong = 0, []
    for document in rows[:most] if most is not None else rows.iterator(chunk_size=500):
        examined += 1
        if fault := fault_in(document):
            wrong.append(f"{document.reference} {fault}")
    return examined, wrong


def fault_in(document: Document) -> str:
    """What is wrong with a document; nothing, if it is sound. One that is still to be printed has no file to check."""
    try:
        if Content.from_dict(document.content).digest() != document.content_sha256:
            return "holds another content than was issued"
    except (ValueError, KeyError, TypeError):
        return "holds a content that cannot be read"
    if document.file.is_sealed:
        try:
            read_sealed(document.file)
        except FileTampered:
            return "has another file than was sealed, or none"
    return ""
