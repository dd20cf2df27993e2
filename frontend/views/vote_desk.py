"""Marked ballots of the community's votes, for admins who have no part in the contest: each counts or is struck."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.errors import NotVisible
from contests.selectors.community_desk import MarkedBallot, marked_ballot, marked_ballots
from contests.services.community.ruling import rule_on
from frontend.forms.votes import RulingForm
from frontend.showing.votes import SIGNS
from frontend.views.audit.access import admins_page
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form


@require_safe
@admins_page
def ballots(request: HttpRequest) -> HttpResponse:
    """Those that wait, or with `all` every one that was ever marked."""
    everything = request.GET.get("all") == "yes"
    after = request.GET.get("after") or None
    found = marked_ballots(actor_of(request), everything=everything, after=after)
    context = {
        "found": found,
        "rows": [(row, _signs(row)) for row in found.items],
        "everything": everything,
        "after": after,
        "tab": "votes",
    }
    return render(request, "moderation/votes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_page
def ballot(request: HttpRequest, marked_id: UUID) -> HttpResponse:
    """One marked ballot, and the form that decides on it."""
    found = marked_ballot(actor_of(request), marked_id)
    form = RulingForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            rule_on(actor_of(request), marked_id, **form.cleaned_data, now=timezone.now())
        except NotVisible:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. The vote is counted once no ballot waits any more."))
            return redirect("pages:moderation_votes")
    context = {"ballot": found, "signs": _signs(found), "form": form, "tab": "votes"}
    return answer_form(request, "moderation/ballot.html", context, refused=form.is_bound)


def _signs(row: MarkedBallot) -> list[str]:
    return [str(SIGNS[sign]) for sign in row.signs]
