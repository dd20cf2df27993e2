"""Documents: one's own lists, the files themselves, the yearly table, and what a reader may do about an invoice."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.selectors.brands import brands_of
from contests.errors import NotVisible
from frontend.forms.papers import ObjectionForm
from frontend.showing.documents import shown_documents
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from frontend.views.submitting import FORMS
from paper.sealing import NotSealedYet
from payouts.documents.composing.pages import ZONE
from payouts.documents.models import DocumentKind
from payouts.documents.selectors.documents import (
    MONEY_ROLES,
    documents_of_brand,
    documents_of_person,
    get_document,
    open_document,
    waiting_for,
)
from payouts.documents.selectors.payments import years_of
from payouts.documents.services.fee_invoices import reissue_fee_invoice
from payouts.documents.services.objections import object_to
from payouts.documents.services.statements import issue_statements, statement_table

MOST = 200
PDF = "application/pdf"


@require_safe
@members_page
def documents(request: HttpRequest) -> HttpResponse:
    """The reader's own documents, and those of the brands whose money they look after."""
    user, now = actor_of(request), timezone.now()
    today = now.astimezone(ZONE).date()
    brands = [
        (brand, shown_documents(documents_of_brand(user, brand)[:MOST], today=today))
        for brand in brands_of(user, MONEY_ROLES)
    ]
    context = {
        "own": shown_documents(documents_of_person(user)[:MOST], today=today, for_person=user.pk),
        "brands": brands,
        "years": years_of(user.pk),
        "this_year": today.year,
        "waiting": waiting_for(user),
    }
    return render(request, "documents/documents.html", context)


@require_safe
@members_page
def document(request: HttpRequest, document_ref: UUID) -> HttpResponse:
    """A document's PDF, as it was sealed."""
    try:
        opened = open_document(actor_of(request), document_ref)
    except NotSealedYet:
        messages.info(request, _("This document is being printed. Ask for it again in a moment."))
        return redirect("pages:documents")
    return private_file(opened.content, f"{opened.reference}.pdf", PDF)


@FORMS
@members_page
def objection(request: HttpRequest, document_ref: UUID) -> HttpResponse:
    """Say what is wrong with an invoice that was made in the reader's name."""
    user = actor_of(request)
    shown = get_document(user, document_ref)
    if shown.person_id != user.pk or shown.kind != DocumentKind.SELF_BILLED:
        raise NotVisible
    form = ObjectionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            object_to(user, document_ref, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A person looks into it. If it is wrong, it is taken back and made anew."))
            return redirect("pages:documents")
    return answer_form(request, "documents/objection.html", {"document": shown, "form": form}, refused=form.is_bound)


@require_POST
@members_page
def reissue(request: HttpRequest, document_ref: UUID) -> HttpResponse:
    """Have a fee invoice made out anew, to the brand's present details."""
    user = actor_of(request)
    invoice = get_document(user, document_ref)
    try:
        reissue_fee_invoice(user, document_ref, now=timezone.now())
    except REFUSALS as refusal:
        if isinstance(refusal, NotVisible):
            raise
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("The invoice was taken back and made out anew."))
    return redirect("pages:brand_billing", invoice.brand_id) if invoice.brand_id else redirect("pages:documents")


@require_POST
@members_page
def statement(request: HttpRequest, year: int) -> HttpResponse:
    """Have the statement of a finished year made; made already, it stands."""
    try:
        issue_statements(actor_of(request), year, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Your statement is being printed."))
    return redirect("pages:documents")


@require_safe
@members_page
def statement_csv(request: HttpRequest, year: int) -> HttpResponse:
    """All that reached the reader in a year, for a spreadsheet."""
    user: User = actor_of(request)
    if not 2000 <= year <= 9998:
        raise NotVisible
    return private_file(statement_table(user, year).encode(), f"fairbrief-{year}.csv", "text/csv; charset=utf-8")


def private_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file for this reader alone, as a download that no cache keeps."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
