"""Invoices, credit notes and statements: one's own, a contest's, and for auditors all of them; and what they need."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.visitors import visitor_address
from api import paper_shapes as shapes
from api import queries
from api.base import AdminResource, Resource
from api.errors import ApiProblem
from api.idempotency import idempotent
from api.inputs import MandateInput, ReasonInput, TaxDetailsInput
from api.negotiation import TakesAnything
from api.operations import Listing, Paged, operation
from api.pagination import page_of
from api.views.audit import AuditList
from contests.errors import NotVisible
from contests.selectors.contests import get_contest
from payouts.documents.composing.dac7 import report_csv, report_xml
from payouts.documents.selectors import documents as selectors
from payouts.documents.selectors.parties import standing_mandate, tax_details
from payouts.documents.services import mandates, objections
from payouts.documents.services.details import TaxAnswers, set_tax_details
from payouts.documents.services.reporting import report_year

PDF = "application/pdf"
REPORT_KINDS = {"csv": "text/csv; charset=utf-8", "xml": "application/xml"}


class MyDocuments(Resource):
    """The caller's own documents, the newest first."""

    read_scope = "money:read"

    @operation(gives=Listing[shapes.DocumentDoc], query=Paged)
    def get(self, request: Any) -> Response:
        return page_of(self, selectors.documents_of_person(self.actor), ("-pk",), shapes.document)


class ContestDocuments(Resource):
    """A contest's documents, as far as the caller may read them."""

    read_scope = "money:read"

    @operation(gives=Listing[shapes.DocumentDoc], query=Paged)
    def get(self, request: Any, contest_id: UUID) -> Response:
        get_contest(self.actor, contest_id)
        return page_of(self, selectors.documents_of_contest(self.actor, contest_id), ("-pk",), shapes.document)


class DocumentDetail(Resource):
    """One document with all that stands in it."""

    read_scope = "money:read"

    @operation(gives=shapes.DocumentInFullDoc)
    def get(self, request: Any, document_ref: UUID) -> Response:
        return Response(shapes.document_in_full(selectors.get_document(self.actor, document_ref)))


class DocumentFile(Resource):
    """A document's PDF, as it was sealed; invoices carry the same invoice as XML (Factur-X, EN 16931)."""

    read_scope = "money:read"
    content_negotiation_class = TakesAnything

    @operation(gives=bytes, media=PDF)
    def get(self, request: Any, document_ref: UUID) -> HttpResponse:
        opened = selectors.open_document(self.actor, document_ref)
        named = f'attachment; filename="{opened.reference}.pdf"'
        return HttpResponse(opened.content, content_type=PDF, headers={"Content-Disposition": named})


class Objection(Resource):
    """An objection to an invoice that was made in the caller's name, within its time."""

    read_scope = "money:read"
    write_scope = ""

    @operation(gives=shapes.DocumentDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, document_ref: UUID) -> Response:
        objections.object_to(self.actor, document_ref, self.read()["reason"], now=self.now)
        return Response(shapes.document(selectors.get_document(self.actor, document_ref)))


class MyMandate(Resource):
    """The mandate by which the platform makes the caller's invoices. Only a person gives it or takes it back."""

    read_scope = "money:read"
    write_scope = ""

    @operation(gives=shapes.MandateDoc)
    def get(self, request: Any) -> Response:
        """What stands, and the text that is asked for now."""
        return Response(shapes.mandate(standing_mandate(self.actor), get_language() or "en"))

    @operation(gives=shapes.MandateDoc, takes=MandateInput)
    @idempotent
    def put(self, request: Any) -> Response:
        """Give it, to the text whose SHA-256 is sent."""
        sha = self.read()["text_sha256"]
        mandates.accept_mandate(self.actor, sha, acted_from=visitor_address(request), now=self.now)
        return Response(shapes.mandate(standing_mandate(self.actor), get_language() or "en"))

    @operation(gives=shapes.MandateDoc)
    @idempotent
    def delete(self, request: Any) -> Response:
        """Take it back, for what is not invoiced yet."""
        mandates.revoke_mandate(self.actor, acted_from=visitor_address(request), now=self.now)
        return Response(shapes.mandate(None, get_language() or "en"))


class MyTaxDetails(Resource):
    """What stands on the caller's own invoices, and what is reported of them. No program tells or changes it."""

    read_scope = "money:read"
    write_scope = ""

    @operation(gives=shapes.TaxDetailsDoc)
    def get(self, request: Any) -> Response:
        """As it was told last, masked."""
        told = tax_details(self.actor)
        if told is None:
            raise ApiProblem(404, "no-tax-details", _("You have not told yet what your invoices need."))
        return Response(shapes.tax_details(told))

    @operation(gives=shapes.TaxDetailsDoc, takes=TaxDetailsInput)
    @idempotent
    def put(self, request: Any) -> Response:
        """Tell it, for the next documents; those that were issued stand."""
        return Response(shapes.tax_details(set_tax_details(self.actor, TaxAnswers(**self.read()), now=self.now)))


class AllDocuments(AuditList):
    """Every document that was ever issued."""

    rows = staticmethod(selectors.all_documents)
    shape = staticmethod(shapes.document)
    lookups = {  # noqa: RUF012
        "kind": "kind",
        "contest": "contest",
        "reference": "reference",
        "series": "series__code",
        "payee": "person__handle",
        "issued_after": "issued_at__gte",
        "issued_before": "issued_at__lt",
    }

    @operation(gives=Listing[shapes.DocumentDoc], query=queries.DocumentQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class AllSeries(AuditList):
    """Every series of numbers; the audit's check `series_without_gaps` counts them."""

    rows = staticmethod(selectors.series_with_counts)
    shape = staticmethod(shapes.series)

    @operation(gives=Listing[shapes.SeriesDoc], query=Paged)
    def get(self, request: Any) -> Response:
        return self.list()


class TakeBack(AdminResource):
    """Take an invoice back by a credit note, with a reason; what is still owed is invoiced anew."""

    @operation(gives=shapes.DocumentDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, document_ref: UUID) -> Response:
        note = objections.take_back(self.actor, document_ref, self.read()["reason"], now=self.now)
        return Response(shapes.document(selectors.get_document(self.actor, note.ref)))


class SellersReport(AdminResource):
    """The yearly report of sellers (DAC7), with their identities: for an admin in person. Each look at it is kept."""

    read_scope = ""
    content_negotiation_class = TakesAnything

    @operation(gives=shapes.ReportDoc, query=queries.ReportQuery)
    def get(self, request: Any, year: int) -> Any:
        """As JSON; with form=csv or form=xml as a file."""
        if not 2000 <= year <= 9998:
            raise NotVisible
        sellers = report_year(self.actor, year, now=self.now)
        kind = self.given.get("form", "json")
        if kind == "json":
            return Response({"year": year, "sellers": [shapes.seller(one) for one in sellers]})
        content = report_csv(sellers) if kind == "csv" else report_xml(year, sellers)
        named = f'attachment; filename="dac7-{year}.{kind}"'
        return HttpResponse(content, content_type=REPORT_KINDS[kind], headers={"Content-Disposition": named})
