"""Leaving: what is still open, the wish, and taking it back, on the page or by the mail's link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.errors import AccountsRefusal
from frontend.forms.personal import LeaveForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words
from frontend.views.personal.data import signed_in_freshly
from frontend.views.submitting import FORMS
from personal.errors import NotLeaving
from personal.selectors.pending import departure_of, pending_of
from personal.services.leaving import COOLING, ask_to_leave, find_departure, undo_by_link, undo_leaving


@FORMS
@never_cache
@members_page
@signed_in_freshly("pages:leave")
def leave(request: HttpRequest) -> HttpResponse:
    """What is open is told before anything is asked."""
    user, now = actor_of(request), timezone.now()
    if departure_of(user) is not None:
        return redirect("pages:own_data")
    pending = pending_of(user)
    form = LeaveForm(request.POST or None, with_money=bool(pending.money))
    if form.is_bound and form.is_valid():
        try:
            ask_to_leave(user, awaits_money=form.awaits_money, now=now)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("We have sent you a mail with a link that takes this back."))
            return redirect("pages:own_data")
    context: dict[str, Any] = {"form": form, "pending": pending, "leaves_on": now + COOLING}
    return answer_form(request, "personal/leave.html", context, refused=form.is_bound)


@require_POST
@members_page
def stay(request: HttpRequest) -> HttpResponse:
    """Take one's own wish back."""
    try:
        undo_leaving(actor_of(request), now=timezone.now())
    except NotLeaving as refusal:
        messages.info(request, refusal_words(refusal))
    else:
        messages.success(request, _("Your account stays open. Nothing was removed."))
    return redirect("pages:own_data")


@FORMS
@never_cache
@page
def stay_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mail's link leads, without a sign-in. Only the button takes anything back."""
    context: dict[str, Any] = {}
    try:
        context["departure"] = find_departure(token)
        if request.method == "POST":
            undo_by_link(token, now=timezone.now())
            context["stays"] = True
    except AccountsRefusal as refusal:
        context["refused"] = refusal_words(refusal)
    return render(request, "personal/stay.html", context, status=404 if "refused" in context else 200)
