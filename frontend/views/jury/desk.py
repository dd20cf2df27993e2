"""The brand's pages of its jury: criteria, invitations, how far it is, and what it found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.errors import Invalid, NotPermitted, NotVisible
from contests.selectors.cards import ContestPage
from contests.selectors.jury.desk import JuryDesk, jury_desk, jury_standings
from contests.services.jury import preparing
from contests.services.jury.preparing import PREPARED_WHILE, CriterionDraft, usual_criteria
from contests.visibility import DECIDERS, PLATFORM_ROLES
from frontend.forms.jury import InviteForm, JuryForm
from frontend.showing.jury import juror_rows, jury_state, spread_rows, standing_rows
from frontend.views.brand.funding import of_own_brand
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@members_page
def desk(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What is judged, by whom, and how far they are. Owners and managers change it until the jury is drawn."""
    shown = of_own_brand(request, contest_id)
    found = jury_desk(request.user, contest_id)
    form = _jury_form(request, found)
    if form.is_bound and form.is_valid():
        try:
            preparing.set_up_jury(actor_of(request), contest_id, form.draft(), now=timezone.now())
        except Invalid as refusal:
            form.add_problems(refusal)
        except NotPermitted:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved. It stands as it is once the final round is over."))
            return redirect("pages:jury", contest_id)
    return _desk_page(request, shown, found, form, InviteForm())


@require_POST
@members_page
def invite(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Invite somebody to judge, by mail."""
    shown = of_own_brand(request, contest_id)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            preparing.invite_juror(actor_of(request), contest_id, **form.cleaned_data, now=timezone.now())
        except NotPermitted:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("pages:jury", contest_id)
    found = jury_desk(request.user, contest_id)
    return _desk_page(request, shown, found, _jury_form(None, found), form)


@require_POST
@members_page
def excuse(request: HttpRequest, juror_id: UUID) -> HttpResponse:
    """Take an invitation or a seat back, before the draw."""
    try:
        juror = preparing.excuse_juror(actor_of(request), juror_id, now=timezone.now())
    except (NotPermitted, NotVisible):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:dashboard")
    messages.success(request, _("They will not judge."))
    return redirect("pages:jury", juror.jury.contest_id)


@require_safe
@members_page
def standings(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The jury's ranking with all that explains it, once it is over."""
    shown = of_own_brand(request, contest_id)
    found = jury_standings(request.user, contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "standings": found,
        "state": jury_state(found.desk.state),
        "rows": standing_rows(found),
        "spreads": spread_rows(found),
    }
    return render(request, "jury/standings.html", context)


def _jury_form(request: HttpRequest | None, found: JuryDesk | None) -> JuryForm:
    criteria = (
        [CriterionDraft(one.name, one.description, one.weight) for one in found.criteria]
        if found
        else list(usual_criteria())
    )
    initial: dict[str, Any] = (
        {"quorum": found.quorum, "ballots_per_entry": found.ballots_per_entry, "shows_comments": found.shows_comments}
        if found
        else {"quorum": 2, "ballots_per_entry": 3, "shows_comments": True}
    )
    data = request.POST if request is not None and request.method == "POST" else None
    return JuryForm(data, criteria=criteria, initial=initial)


def _desk_page(
    request: HttpRequest, shown: ContestPage, found: JuryDesk | None, form: JuryForm, invite_form: InviteForm
) -> HttpResponse:
    may_prepare = (
        shown.role in DECIDERS and shown.card.state in PREPARED_WHILE and (found is None or found.state == "preparing")
    )
    context = {
        "contest": shown,
        "card": shown.card,
        "desk": found,
        "state": jury_state(found.state) if found else None,
        "jurors": juror_rows(found) if found else [],
        "form": form,
        "invite_form": invite_form,
        "may_prepare": may_prepare,
        "may_read": found is not None and found.is_over and shown.role in DECIDERS | PLATFORM_ROLES,
    }
    return answer_form(request, "jury/desk.html", context, refused=form.is_bound or invite_form.is_bound)
