"""What people tell for their documents: the mandate, a creative's tax details, a brand's billing details."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand
from accounts.visitors import visitor_address
from contests.errors import NotPermitted
from contests.lifecycle import Role
from contests.selectors.dashboards import brand_dashboard
from frontend.forms.papers import AddressForm, MandateForm, TaxForm
from frontend.showing.documents import shown_documents
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from frontend.views.submitting import FORMS
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.composing.pages import ZONE
from payouts.documents.composing.values import Language
from payouts.documents.selectors.documents import documents_of_brand
from payouts.documents.selectors.parties import billing_details, brand_party, standing_mandate, tax_details
from payouts.documents.services.details import set_billing_details, set_tax_details
from payouts.documents.services.mandates import accept_mandate, revoke_mandate

MONEY_ROLES = (Role.OWNER, Role.MANAGER, Role.FINANCE)
MOST = 200


@FORMS
@members_page
def mandate(request: HttpRequest) -> HttpResponse:
    """Read the mandate, give it, or take it back."""
    user = actor_of(request)
    taking_back = request.method == "POST" and "revoke" in request.POST
    form = MandateForm(request.POST if request.method == "POST" and not taking_back else None)
    if not form.is_bound:
        form = MandateForm(initial={"text_sha256": CURRENT.sha256})
    if taking_back:
        try:
            revoke_mandate(user, acted_from=visitor_address(request), now=timezone.now())
            messages.success(request, _("Taken back. From now on you make your invoices yourself."))
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("pages:mandate")
    if form.is_bound and form.is_valid():
        sha = form.cleaned_data["text_sha256"]
        try:
            accept_mandate(user, sha, acted_from=visitor_address(request), now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Given. Your invoices are made for you from now on, past pay included."))
            return redirect("pages:tax_details" if tax_details(user) is None else "pages:documents")
    language: Language = "fr" if request.LANGUAGE_CODE.startswith("fr") else "en"  # type: ignore[attr-defined]
    context = {
        "form": form,
        "clauses": CURRENT.clauses[language],
        "version": CURRENT.version,
        "standing": standing_mandate(user),
    }
    return answer_form(request, "documents/mandate.html", context, refused=form.is_bound)


@FORMS
@members_page
@reauthentication_required(allow_get=True)
def taxes(request: HttpRequest) -> HttpResponse:
    """What stands on the reader's own invoices, and what is reported of them. Shown masked, told anew as a whole."""
    user = actor_of(request)
    form = TaxForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            set_tax_details(user, form.answers(), now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Kept, encrypted. It counts from your next invoice on."))
            return redirect("pages:tax_details")
    context = {"form": form, "known": tax_details(user), "mandate": standing_mandate(user)}
    return answer_form(request, "documents/tax_details.html", context, refused=form.is_bound)


@FORMS
@members_page
def billing(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """Whom the brand's invoices are made out to, and the invoices."""
    user = actor_of(request)
    board = brand_dashboard(user, brand_id)
    if request.method == "POST" and board.role not in MONEY_ROLES:
        raise NotPermitted(_("Owners, managers and finance members say whom invoices are made out to."))
    brand = Brand.objects.get(pk=brand_id)
    known, party = billing_details(brand), brand_party(brand)
    names = ("name", "street", "postcode", "city", "country", "vat_number", "company_number")
    form = AddressForm(request.POST or None, initial={name: getattr(party, name) for name in names})
    if form.is_bound and form.is_valid():
        try:
            set_billing_details(user, brand, form.address(), now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Kept. It counts from the next invoice on."))
            return redirect("pages:brand_billing", brand_id)
    today = timezone.now().astimezone(ZONE).date()
    context = {
        "board": board,
        "form": form,
        "known": known,
        "may_pay": board.role in MONEY_ROLES,
        "documents": shown_documents(documents_of_brand(user, brand)[:MOST], today=today),
    }
    return answer_form(request, "documents/billing.html", context, refused=form.is_bound)
