"""A juror's pages: the table of their ballots, and one ballot, saved as they go and sent once it is whole."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.selectors.jury.own import BallotPage, JurorTable, juror_table, own_ballot
from contests.services.jury import scoring, seats
from frontend.forms.jury import AbstainForm, BallotForm, ConflictForm
from frontend.showing.entries import file_rows
from frontend.showing.jury import ballot_state, jury_state, scale
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@members_page
def table(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What there is to judge, until when, and what is sent already."""
    return _table_page(request, juror_table(request.user, contest_id), ConflictForm())


@require_POST
@members_page
def conflict(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Declare a tie to the contest, and leave it; or, with an entry, to that one."""
    user, form = actor_of(request), ConflictForm(request.POST)
    found = juror_table(user, contest_id)
    entry_id = next(
        (one.entry.id for one in found.ballots if one.entry and str(one.id) == request.POST.get("ballot")), None
    )
    if form.is_valid():
        try:
            seats.declare_conflict(user, contest_id, entry_id, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Noted. Somebody else judges it. Thank you for saying so."))
            return redirect("pages:judge" if entry_id else "pages:my_juries", *([contest_id] if entry_id else []))
    return _table_page(request, found, form)


@require_POST
@members_page
def leave(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Leave the jury: what was sent counts, stand-ins take the rest."""
    juror_table(request.user, contest_id)
    try:
        seats.leave_jury(actor_of(request), contest_id, now=timezone.now())
        messages.success(request, _("You have left the jury. What you sent counts; others judge the rest."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:my_juries")


@FORMS
@members_page
def ballot(request: HttpRequest, ballot_id: UUID) -> HttpResponse:
    """The work large, and points by each criterion. A script saves each choice; without one, the button does."""
    user = actor_of(request)
    found = own_ballot(user, ballot_id)
    initial = {f"points_{key}": given for key, given in found.points.items()} | {"comment": found.comment}
    form = BallotForm(request.POST or None, criteria=found.criteria, initial=initial)
    send = "send" in request.POST
    if form.is_bound and form.is_valid():
        try:
            scoring.save_ballot(
                user, ballot_id, form.points(), form.cleaned_data["comment"], send=send, now=timezone.now()
            )
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            if request.headers.get("HX-Request") and not send:
                return HttpResponse(status=204)
            messages.success(request, _("Sent. It counts as it is.") if send else _("Saved; not sent yet."))
            return redirect("pages:judge", found.entry.contest.id)
    return _ballot_page(request, found, form, AbstainForm())


@require_POST
@members_page
def abstain(request: HttpRequest, ballot_id: UUID) -> HttpResponse:
    """Send a ballot back unjudged, with a reason."""
    user, form = actor_of(request), AbstainForm(request.POST)
    found = own_ballot(user, ballot_id)
    if form.is_valid():
        try:
            scoring.abstain(user, ballot_id, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Noted. A stand-in judges it, if there is one."))
            return redirect("pages:judge", found.entry.contest.id)
    initial = {f"points_{key}": given for key, given in found.points.items()} | {"comment": found.comment}
    return _ballot_page(request, found, BallotForm(criteria=found.criteria, initial=initial), form)


def _table_page(request: HttpRequest, found: JurorTable, form: ConflictForm) -> HttpResponse:
    open_ones = sum(one.state == "open" for one in found.ballots)
    context = {
        "table": found,
        "seat": found.seat,
        "card": found.contest,
        "state": jury_state(found.seat.jury_state),
        "ballots": [(one, ballot_state(one.state)) for one in found.ballots],
        "open_count": open_ones,
        "sent_count": sum(one.state == "submitted" for one in found.ballots),
        "form": form,
    }
    return answer_form(request, "jury/table.html", context, refused=form.is_bound)


def _ballot_page(request: HttpRequest, found: BallotPage, form: BallotForm, abstain_form: forms.Form) -> HttpResponse:
    context: dict[str, Any] = {
        "ballot": found,
        "card": found.entry.card,
        "contest": found.entry.contest,
        "files": file_rows(found.entry.versions[0].files),
        "state": ballot_state(found.state),
        "is_open": found.state == "open" and found.seat.is_at_work,
        "form": form,
        "abstain_form": abstain_form,
        "scale": scale(),
    }
    refused = form.is_bound or abstain_form.is_bound
    return answer_form(request, "jury/ballot.html", context, refused=refused)
