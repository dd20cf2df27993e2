"""The operations desk for documents: to read them and objections to them, and to have what got stuck tried again.

Taking an invoice back is done over the API, with a reason (`POST /api/v1/audit/documents/…/take-back`). What creatives
told of themselves is not here: it is opened only where a document or the yearly report is made.
"""

from django.contrib import admin

from accounts.desk import DeskAdmin, DueRowAdmin
from payouts.documents.models import ContestPapers, Document, DocumentFile, Objection

DUE = ("due_state", "due_at", "attempts", "last_error")


@admin.register(Document)
class DocumentAdmin(DeskAdmin):
    list_display = ("reference", "kind", "issued_on", "gross_minor", "currency", "brand", "person")
    list_filter = ("kind", "currency")
    list_select_related = ("brand", "person")
    search_fields = ("reference", "brand__name", "person__handle")
    ordering = ("-pk",)


@admin.register(Objection)
class ObjectionAdmin(DeskAdmin):
    list_display = ("document", "person", "objected_at", "reason")
    list_select_related = ("document", "person")
    search_fields = ("document__reference", "person__handle")
    ordering = ("-pk",)


@admin.register(ContestPapers)
class ContestPapersAdmin(DueRowAdmin):
    list_display = ("contest", *DUE)
    list_filter = ("due_state",)
    list_select_related = ("contest",)
    search_fields = ("contest__id",)
    ordering = ("-due_at",)


@admin.register(DocumentFile)
class DocumentFileAdmin(DueRowAdmin):
    list_display = ("document", "sealed_at", *DUE)
    list_filter = ("due_state",)
    list_select_related = ("document",)
    search_fields = ("document__reference", "sha256")
    ordering = ("-pk",)
