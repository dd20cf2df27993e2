"""Asking for more than the brief said: days, or a change to a shortlisted entry. Its price stands beside the form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.lifecycle import Move, may
from contests.selectors.entry_pages import get_entry
from contests.services.extending import extend_contest
from contests.services.revisions import ask_for_revision
from contests.visibility import DECIDERS
from frontend.forms.brand import ExtensionForm, RevisionForm
from frontend.views.brand.funding import of_own_brand, once_open
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page
from payouts.selectors.asking import asking_of

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def extend(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Take entries for some days longer."""
    shown = once_open(of_own_brand(request, contest_id))
    form = ExtensionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            extend_contest(actor_of(request), contest_id, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Extended. Everybody who has entered has been told."))
            return redirect("pages:choose", contest_id)
    context = {
        "card": shown.card,
        "form": form,
        "asking": asking_of(contest_id),
        "may_extend": may(shown.role, Move.EXTEND) and shown.card.state == "open",
    }
    return answer_form(request, "brand/extend.html", context, refused=form.is_bound)


@FORMS
@members_page
def revision(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Ask the author of a shortlisted entry for one change."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    shown = once_open(of_own_brand(request, entry.card.contest_id))
    form = RevisionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            ask_for_revision(user, entry_id, form.cleaned_data["note"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Asked. The author has been told, and this round will be paid."))
            return redirect("pages:entry", entry_id)
    asking = asking_of(entry.card.contest_id)
    context = {
        "card": shown.card,
        "entry": entry.card,
        "rounds": entry.rounds,
        "form": form,
        "asking": asking,
        "left": max(0, asking.rounds_each - len(entry.rounds)),
        "may_ask": shown.role in DECIDERS and entry.card.slot is not None,
    }
    return answer_form(request, "brand/revision.html", context, refused=form.is_bound)
