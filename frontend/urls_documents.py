"""Addresses of documents, of what they need, and of the rights in winning works, in the namespace `pages`."""

from django.urls import path

from frontend.views import details, documents, rights

DOCUMENT = "documents/<uuid:document_ref>"

urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path(f"{DOCUMENT}/", documents.document, name="document"),
    path(f"{DOCUMENT}/objection/", documents.objection, name="document_objection"),
    path(f"{DOCUMENT}/reissue/", documents.reissue, name="document_reissue"),
    path("documents/statements/<int:year>/", documents.statement, name="statement"),
    path("documents/statements/<int:year>.csv", documents.statement_csv, name="statement_csv"),
    path("account/mandate/", details.mandate, name="mandate"),
    path("account/taxes/", details.taxes, name="tax_details"),
    path("brands/<uuid:brand_id>/billing/", details.billing, name="brand_billing"),
    path("rights/<int:award_id>/", rights.rights, name="rights"),
    path("rights/<int:award_id>/deed/", rights.deed, name="rights_deed"),
]
