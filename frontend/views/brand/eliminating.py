"""Putting an entry aside with a reason, taking it back, picking it for the shortlist: from the board, one by one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.selectors.entry_pages import get_entry
from contests.services.gallery.curating import pick_entry
from contests.services.gallery.eliminating import eliminate as eliminate_entry
from contests.services.gallery.eliminating import reinstate as reinstate_entry
from frontend.forms.gallery import EliminationForm
from frontend.views.brand.board import answer_with_card, answer_with_tray, board_of_entry
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@FORMS
@members_page
def eliminate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Choose the reason that its author is told. For htmx the card comes back, or the refusal as a sentence."""
    reader, shown = board_of_entry(request, entry_id)
    entry = get_entry(reader, entry_id)
    form = EliminationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            eliminate_entry(actor_of(request), entry_id, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            if is_htmx(request):
                return answer_with_card(request, entry_id)
            messages.success(request, _("Eliminated; its author has been told why. You can take it back."))
            return redirect("pages:choose", shown.card.id)
    if is_htmx(request) and form.is_bound:
        return answer_form(request, "brand/refused.html", {"form": form}, refused=True)
    context = {"card": shown.card, "entry": entry.card, "form": form}
    return answer_form(request, "brand/eliminate.html", context, refused=form.is_bound)


@require_POST
@members_page
def reinstate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take it back."""
    _reader, shown = board_of_entry(request, entry_id)
    try:
        reinstate_entry(actor_of(request), entry_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        if is_htmx(request):
            return answer_with_card(request, entry_id)
        messages.success(request, _("Taken back; its author has been told."))
    return redirect("pages:choose", shown.card.id)


@require_POST
@members_page
def pick(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Mean to shortlist it, or no longer; back comes what all that are picked would cost."""
    _reader, shown = board_of_entry(request, entry_id)
    try:
        pick_entry(
            actor_of(request), entry_id, picked=str(entry_id) in request.POST.getlist("entry"), now=timezone.now()
        )
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:choose", shown.card.id)
    if is_htmx(request):
        return answer_with_tray(request, shown.card.id)
    return redirect("pages:choose", shown.card.id)
