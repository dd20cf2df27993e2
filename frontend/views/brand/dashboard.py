"""A brand's desk: its contests with what each waits for and until when, and the brand itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Brand
from accounts.selectors.brands import brands_of
from accounts.selectors.cooling import what_waits
from accounts.selectors.people import payout_account_of_brand
from accounts.services import brands
from accounts.services.payout_accounts import iban_rail, set_payout_account
from contests.lifecycle import Role
from contests.selectors.cards import BrandDashboard
from contests.selectors.dashboards import brand_dashboard
from contests.selectors.messages import unread_conversations
from contests.selectors.roles import read_as
from contests.visibility import DECIDERS
from frontend.forms.brand import BrandForm
from frontend.forms.people import PayoutAccountForm
from frontend.showing.brand import ROLES, coming_up, dashboard_groups, money_held
from frontend.showing.connected import shown_choice
from frontend.showing.waiting import waiting_words
from frontend.views.brand.notes import Notes
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page
from frontend.views.fresh_sign_in import fresh_sign_in, is_fresh, sign_in_again
from payouts.selectors.brand_statements import READERS
from payouts.selectors.connected import connected_account_of_brand

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MONEY_HANDLERS = (Role.OWNER, Role.FINANCE)


@require_safe
@members_page
def dashboard(request: HttpRequest) -> HttpResponse:
    """The reader's only brand at once, or a choice, or the way to the first."""
    found = list(brands_of(actor_of(request)))
    if len(found) == 1:
        return redirect("pages:brand", found[0].pk)
    if not found:
        return redirect("pages:brand_new")
    return render(request, "brand/choose.html", {"brands": found})


@FORMS
@members_page
def new_brand(request: HttpRequest) -> HttpResponse:
    """Make a brand, of which the reader is then the owner."""
    form = BrandForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = brands.create_brand(actor_of(request), **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your brand is there. Write its first brief, or invite a colleague."))
            return redirect("pages:brand", made.pk)
    return answer_form(request, "brand/new.html", {"form": form}, refused=form.is_bound)


@require_safe
@members_page
def brand(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """One brand's contests, by what they wait for."""
    reader = read_as(actor_of(request))
    found = brand_dashboard(reader, brand_id)
    may_write = found.role in DECIDERS
    context = {
        "board": found,
        "groups": dashboard_groups(found.rows, may_write=may_write),
        "may_write": may_write,
        "in_team": found.role in ROLES,
        "may_pay": found.role in MONEY_HANDLERS,
        "begun": Notes(request.session, brand_id).are_there,
        "coming_up": coming_up(found.rows),
        "held": money_held(brand_id),
        "unread_conversations": unread_conversations(reader),
        "may_read_money": found.role in READERS,
        "account": payout_account_of_brand(brand_id),
    }
    return render(request, "brand/dashboard.html", context)


@FORMS
@members_page
def settings(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """What the brand says of itself."""
    found = brand_dashboard(actor_of(request), brand_id)
    own = Brand.objects.get(pk=brand_id)
    said = {name: getattr(own, name) for name in BrandForm.base_fields}
    form = BrandForm(request.POST or None, initial=said)
    if form.is_bound and form.is_valid():
        try:
            brands.update_brand(actor_of(request), brand_id, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The brand is changed."))
            return redirect("pages:brand_settings", brand_id)
    return _settings(request, found, form=form)


def settings_page(brand_id: UUID) -> str:
    return f"{reverse('pages:brand_settings', args=[brand_id])}#refunds"


@FORMS
@sensitive_post_parameters("destination", "holder_name")
@members_page
@fresh_sign_in(settings_page)
def payout_account(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """Where refunds go. Changing it asks for a fresh sign-in, which leads back to the form."""
    found = brand_dashboard(actor_of(request), brand_id)
    if request.method != "POST":
        return redirect("pages:brand_settings", brand_id)
    form = PayoutAccountForm(request.POST)
    if form.is_valid():
        own = Brand.objects.get(pk=brand_id)
        try:
            set_payout_account(actor_of(request), brand=own, rail=iban_rail(), **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The account is kept. A mail tells the brand's people so."))
            return redirect("pages:brand_settings", brand_id)
    return _settings(request, found, account_form=form)


def _settings(
    request: HttpRequest,
    found: BrandDashboard,
    *,
    form: BrandForm | None = None,
    account_form: PayoutAccountForm | None = None,
) -> HttpResponse:
    """Both forms of the page; the one that was sent keeps what was typed."""
    own = Brand.objects.get(pk=found.brand.id)
    account = payout_account_of_brand(own.pk)
    context = {
        "board": found,
        "form": form or BrandForm(initial={name: getattr(own, name) for name in BrandForm.base_fields}),
        "account_form": (account_form or PayoutAccountForm()) if is_fresh(request) else None,
        "account": account,
        "connected": shown_choice(connected_account_of_brand(own.pk)),
        "waiting": waiting_words(what_waits(account, now=timezone.now())),
        "sign_in_again": sign_in_again(settings_page(own.pk)),
        "may_change": found.role in DECIDERS,
        "may_pay": found.role in MONEY_HANDLERS,
    }
    refused = any(one is not None and one.is_bound for one in (form, account_form))
    return answer_form(request, "brand/settings.html", context, refused=refused)
