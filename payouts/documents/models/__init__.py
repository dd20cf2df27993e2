"""Numbered series, documents and their files, mandates, objections, and what parties said of themselves."""

from payouts.documents.models.details import BillingDetails, TaxDetails
from payouts.documents.models.document import Document, DocumentDebt, DocumentFile, DocumentKind
from payouts.documents.models.mandate import MandateAct, MandateVerb, Objection
from payouts.documents.models.papers import ContestPapers
from payouts.documents.models.series import DocumentSeries

__all__ = [
    "BillingDetails",
    "ContestPapers",
    "Document",
    "DocumentDebt",
    "DocumentFile",
    "DocumentKind",
    "DocumentSeries",
    "MandateAct",
    "MandateVerb",
    "Objection",
    "TaxDetails",
]
