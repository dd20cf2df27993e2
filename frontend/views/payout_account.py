"""Where people are paid: giving and changing the account, and the link of the warning mail that takes a change back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.errors import AccountsRefusal
from accounts.models import PayoutAccount
from accounts.selectors import creative_profile, payout_account_of_person
from accounts.selectors.cooling import what_waits
from accounts.services.account_undo import read_change, undo_change
from accounts.services.payout_accounts import iban_rail, set_payout_account
from frontend.forms.people import PayoutAccountForm
from frontend.showing.connected import shown_choice
from frontend.showing.waiting import waiting_words
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words
from frontend.views.fresh_sign_in import fresh_sign_in, is_fresh, sign_in_again
from frontend.views.submitting import FORMS
from payouts.selectors.connected import connected_account_of_person


def own_page() -> str:
    return reverse("pages:payout_account")


@FORMS
@sensitive_post_parameters("destination", "holder_name")
@members_page
@fresh_sign_in(own_page)
def payout_account(request: HttpRequest) -> HttpResponse:
    """Where the reader's money goes. Changing it asks for a fresh sign-in: nobody else may redirect somebody's pay."""
    user, now = actor_of(request), timezone.now()
    form = PayoutAccountForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            given = set_payout_account(user, user=user, rail=iban_rail(), **form.cleaned_data, now=now)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _said(given, now))
            return redirect("pages:payout_account")
    account = payout_account_of_person(user.pk)
    context = {
        "form": form if is_fresh(request) else None,
        "account": account,
        "is_creative": creative_profile(user),
        "connected": shown_choice(connected_account_of_person(user.pk)),
        "waiting": waiting_words(what_waits(account, now=now)),
        "sign_in_again": sign_in_again(own_page()),
    }
    return answer_form(request, "account/payout_account.html", context, refused=form.is_bound)


def _said(account: PayoutAccount, now: datetime) -> str:
    if what_waits(account, now=now) is None:
        return _("Your pay goes there from now on. What was waiting is sent at once.")
    return _("Your pay will go there. A mail tells you so, in case it was not you.")


@FORMS
@never_cache
@page
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Where the warning mail's link leads, without a sign-in. Only the button takes the change back: mail programs
    follow links by themselves.
    """
    context: dict[str, object] = {"here": request.path}
    try:
        change = read_change(token, now=timezone.now())
        context |= {"change": change, "former": change.replaces}
        if request.method == "POST":
            context["restored"] = undo_change(token, now=timezone.now())
    except AccountsRefusal as refusal:
        context["refused"] = refusal_words(refusal)
    return render(request, "account/payout_undo.html", context, status=422 if "refused" in context else 200)
