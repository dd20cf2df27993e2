"""Which documents somebody may read: a brand's money people its own, a creative theirs, auditors all. Nobody else any.

An invoice of a creative to a brand is both of theirs. What waits, and for what, is said beside them.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Brand, MemberRole, User
from accounts.selectors import brands_of
from contests.errors import NotVisible
from contests.models import Contest
from paper.sealing import read_sealed
from payouts.documents.models import Document, DocumentFile, DocumentSeries
from payouts.documents.selectors.parties import standing_mandate, tax_details

MONEY_ROLES = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.FINANCE)
WITH = ("series", "brand", "person", "contest__brief", "credits", "credited_by", "file", "objection")


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A document's file, checked against its seal."""

    reference: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a creative must still give before their invoices can be made."""

    mandate: bool
    details: bool

    @property
    def anything(self) -> bool:
        return self.mandate or self.details


def all_documents() -> QuerySet[Document]:
    """Every document, the newest first, with all that a row shows: for auditors."""
    return Document.objects.select_related(*WITH).order_by("-pk")


def documents_of_person(person: User) -> QuerySet[Document]:
    """A creative's own, the newest first."""
    return all_documents().filter(person=person)


def documents_of_brand(viewer: User, brand: Brand | UUID) -> QuerySet[Document]:
    """A brand's, for its money people; for others there are none."""
    brand_id = brand.pk if isinstance(brand, Brand) else brand
    return all_documents().filter(brand__in=brands_of(viewer, MONEY_ROLES).filter(pk=brand_id))


def documents_of_contest(viewer: User, contest: Contest | UUID) -> QuerySet[Document]:
    """A contest's, as far as the viewer may read them."""
    contest_id = contest.pk if isinstance(contest, Contest) else contest
    return readable_by(viewer).filter(contest=contest_id)


def readable_by(viewer: User) -> QuerySet[Document]:
    """All documents that somebody may read."""
    if viewer.is_auditor:
        return all_documents()
    mine = Q(person=viewer.pk) | Q(brand__in=brands_of(viewer, MONEY_ROLES))
    return all_documents().filter(mine)


def get_document(viewer: User, ref: UUID) -> Document:
    """One document. Raises NotVisible."""
    found = readable_by(viewer).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def open_document(viewer: User, ref: UUID) -> SealedDocument:
    """One document's file. Raises NotVisible, NotSealedYet, FileTampered."""
    document = get_document(viewer, ref)
    file = DocumentFile.objects.get(document=document)
    return SealedDocument(document.reference, read_sealed(file), file.sha256)


def waiting_for(person: User) -> Waiting:
    """What is missing before a creative's invoices can be made."""
    return Waiting(standing_mandate(person) is None, tax_details(person) is None)


def series_with_counts() -> QuerySet[DocumentSeries]:
    """Every series, the newest year first."""
    return DocumentSeries.objects.order_by("-year", "code")
