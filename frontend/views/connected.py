"""Being paid through Stripe: choosing it, going on to Stripe's page, and coming back. For a person, and for a brand.

Whoever follows the link to Stripe's page can say which bank account the money reaches in the end. Hence the fresh
sign-in, as for typing in an account number.
"""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Brand
from contests.selectors.dashboards import brand_dashboard
from frontend.showing.connected import came_back
from frontend.views.brand.dashboard import MONEY_HANDLERS
from frontend.views.common import REFUSALS, actor_of, leave_for, members_page, refusal_words
from payouts.models import ConnectedAccount, ConnectedState
from payouts.rails.base import RailUnavailable
from payouts.selectors.connected import connected_account_of_brand, connected_account_of_person
from payouts.services.connected_accounts import choose_connected_account, look_now, page_for

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
@reauthentication_required
def own_account(request: HttpRequest) -> HttpResponse:
    """POST chooses Stripe, GET leads on to Stripe's page."""
    if request.method != "POST":
        return _go_on(request, connected_account_of_person(actor_of(request).pk), None)
    try:
        choose_connected_account(actor_of(request), user=actor_of(request), now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:payout_account")
    return redirect("pages:connected_account")


@FORMS
@members_page
@reauthentication_required
def brand_account(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The same for a brand's refunds, for those who handle its money."""
    _check_handler(request, brand_id)
    if request.method != "POST":
        return _go_on(request, connected_account_of_brand(brand_id), brand_id)
    try:
        choose_connected_account(actor_of(request), brand=Brand.objects.get(pk=brand_id), now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:brand_settings", brand_id)
    return redirect("pages:brand_connected_account", brand_id)


@require_safe
@members_page
def own_account_back(request: HttpRequest) -> HttpResponse:
    """Back from Stripe's page: Stripe is asked at once, and the reader told where it stands."""
    return _come_back(request, connected_account_of_person(actor_of(request).pk), None)


@require_safe
@members_page
def brand_account_back(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The same for a brand."""
    _check_handler(request, brand_id)
    return _come_back(request, connected_account_of_brand(brand_id), brand_id)


def _check_handler(request: HttpRequest, brand_id: UUID) -> None:
    """To strangers the brand does not exist; to its other members this page is not theirs."""
    if brand_dashboard(actor_of(request), brand_id).role not in MONEY_HANDLERS:
        raise PermissionDenied


def _go_on(request: HttpRequest, row: ConnectedAccount | None, brand_id: UUID | None) -> HttpResponse:
    if row is None:
        return _settings(brand_id)
    if row.state == ConnectedState.OPENING:
        row = look_now(row.pk, timezone.now())
    try:
        address = page_for(actor_of(request), row)
    except RailUnavailable:
        messages.error(request, _("Stripe does not answer. Try again in a moment."))
        return _settings(brand_id)
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return _settings(brand_id)
    if not address:
        messages.error(request, came_back(row))
        return _settings(brand_id)
    return leave_for(
        request, address, _("On to Stripe"), _("Stripe asks who you are and where your bank is. We do not.")
    )


def _come_back(request: HttpRequest, row: ConnectedAccount | None, brand_id: UUID | None) -> HttpResponse:
    if row is not None:
        row = look_now(row.pk, timezone.now())
        ready = row.state == ConnectedState.READY
        (messages.success if ready else messages.info)(request, came_back(row))
    return _settings(brand_id)


def _settings(brand_id: UUID | None) -> HttpResponse:
    return redirect("pages:payout_account") if brand_id is None else redirect("pages:brand_settings", brand_id)
