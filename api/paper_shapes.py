"""What documents, mandates, details and rights look like over the API. Numbers of people are masked."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from contests.selectors.rights import RightsPage
from payouts.documents.composing.dac7 import Seller
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.models import BillingDetails, Document, DocumentSeries, MandateAct, TaxDetails
from payouts.documents.selectors.parties import Mandate


class DocumentDoc(TypedDict):
    """One document. `content` is all that stands in it; `content_sha256` the hash of its canonical JSON, `file_sha256`
    that of its PDF, which is null until it has been printed."""

    id: UUID
    kind: str
    reference: str
    issued_at: datetime
    issued_on: date
    currency: str
    net_minor: int
    tax_minor: int
    gross_minor: int
    contest: UUID | None
    settlement: int | None
    brand: str | None
    person: str | None
    credits: str | None
    credited_by: str | None
    objection_until: date | None
    has_objection: bool
    content_sha256: str
    file_sha256: str | None


class DocumentInFullDoc(DocumentDoc):
    """With its content."""

    content: Mapping[str, Any]


class SeriesDoc(TypedDict):
    """One year of one issuer's numbers: from one to `last_number`, without a gap."""

    id: int
    code: str
    year: int
    last_number: int
    last_issued_on: date | None


class MandateDoc(TypedDict):
    """The mandate that stands (null if none does), and the text that is asked for now."""

    given_at: datetime | None
    given_to: str | None
    code: str | None
    text_version: str
    text_sha256: str
    text: list[str]


class TaxDetailsDoc(TypedDict):
    """What the caller told for their invoices, masked."""

    country: str
    vat_status: str
    vat_rate_bps: int
    is_artist_author: bool
    masked: Mapping[str, str]
    since: datetime


class QuarterDoc(TypedDict):
    quarter: int
    consideration_minor: int
    activities: int
    fees_minor: int


class SellerDoc(TypedDict):
    """A seller who is reported, with what is missing of their identity."""

    seller: str
    currency: str
    identity: Mapping[str, str]
    missing: list[str]
    consideration_minor: int
    quarters: list[QuarterDoc]


class ReportDoc(TypedDict):
    """The platform's report of a year (directive (EU) 2021/514)."""

    year: int
    sellers: list[SellerDoc]


class BillingDoc(TypedDict):
    """Whom a brand's documents are made out to."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str
    company_number: str
    since: datetime


class RightDoc(TypedDict):
    right: str
    name: str
    extent: str


class AcceptedDoc(TypedDict):
    side: str
    name: str
    at: datetime


class RightsDoc(TypedDict):
    """The transfer of rights in one winning work: its text, who has accepted it, and whether the rights have passed."""

    award: int
    language: str
    work: str
    licence: str
    """An open licence to everybody instead of a transfer to the brand; else empty."""
    rights: list[RightDoc]
    purpose: str
    place: str
    duration: str
    pay: str
    clauses: list[str]
    text_sha256: str
    accepted: list[AcceptedDoc]
    missing: list[str]
    my_side: str
    may_accept: bool
    has_passed: bool


def document(row: Document) -> DocumentDoc:
    credited_by = getattr(row, "credited_by", None)
    return {
        "id": row.ref,
        "kind": row.kind,
        "reference": row.reference,
        "issued_at": row.issued_at,
        "issued_on": row.issued_on,
        "currency": row.currency,
        "net_minor": row.net_minor,
        "tax_minor": row.tax_minor,
        "gross_minor": row.gross_minor,
        "contest": row.contest_id,
        "settlement": row.settlement_id,
        "brand": row.brand.slug if row.brand else None,
        "person": row.person.handle if row.person else None,
        "credits": row.credits.reference if row.credits else None,
        "credited_by": credited_by.reference if credited_by else None,
        "objection_until": row.objection_until,
        "has_objection": hasattr(row, "objection"),
        "content_sha256": row.content_sha256,
        "file_sha256": row.file.sha256 or None,
    }


def document_in_full(row: Document) -> DocumentInFullDoc:
    return {**document(row), "content": row.content}


def series(row: DocumentSeries) -> SeriesDoc:
    return {
        "id": row.pk,
        "code": row.code,
        "year": row.year,
        "last_number": row.last_number,
        "last_issued_on": row.last_issued_on,
    }


def mandate(standing: Mandate | MandateAct | None, language: str) -> MandateDoc:
    given_at = None if standing is None else getattr(standing, "given_at", None) or getattr(standing, "acted_at", None)
    return {
        "given_at": given_at,
        "given_to": standing.text_version if standing else None,
        "code": standing.code if standing else None,
        "text_version": CURRENT.version,
        "text_sha256": CURRENT.sha256,
        "text": list(CURRENT.clauses["fr" if language.startswith("fr") else "en"]),
    }


def tax_details(row: TaxDetails) -> TaxDetailsDoc:
    return {
        "country": row.country,
        "vat_status": row.vat_status,
        "vat_rate_bps": row.vat_rate_bps,
        "is_artist_author": row.is_artist_author,
        "masked": row.masked,
        "since": row.created_at,
    }


def billing(row: BillingDetails) -> BillingDoc:
    return {
        "name": row.name,
        "street": row.street,
        "postcode": row.postcode,
        "city": row.city,
        "country": row.country,
        "vat_number": row.vat_number,
        "company_number": row.company_number,
        "since": row.created_at,
    }


def seller(one: Seller) -> SellerDoc:
    return {
        "seller": one.ref,
        "currency": one.currency,
        "identity": one.identity,
        "missing": list(one.missing),
        "consideration_minor": one.consideration_minor,
        "quarters": [
            {
                "quarter": quarter.quarter,
                "consideration_minor": quarter.consideration_minor,
                "activities": quarter.activities,
                "fees_minor": quarter.fees_minor,
            }
            for quarter in one.quarters
        ],
    }


def rights(page: RightsPage) -> RightsDoc:
    keys = page.text.rights or tuple(name.lower() for name, _extent in page.text.items)
    named = zip(keys, page.text.items, strict=True)
    return {
        "award": page.award_id,
        "language": page.text.language,
        "work": page.text.work,
        "licence": page.text.licence,
        "rights": [{"right": right, "name": name, "extent": extent} for right, (name, extent) in named],
        "purpose": page.text.purpose,
        "place": page.text.place,
        "duration": page.text.duration,
        "pay": page.text.pay,
        "clauses": list(page.text.clauses),
        "text_sha256": page.sha256,
        "accepted": [{"side": one.side, "name": one.name, "at": one.at} for one in page.accepted],
        "missing": list(page.missing),
        "my_side": page.my_side,
        "may_accept": page.may_accept,
        "has_passed": page.has_passed,
    }
