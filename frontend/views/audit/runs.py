"""Payments that need two people: the dry run, and the runs that one admin proposes and another approves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.forms.audit_runs import ChoiceForm, DigestForm, ReasonForm
from frontend.showing.audit_runs import RUN, count_in_words, differences_shown, moved_shown, spoken
from frontend.showing.contest_names import names_of
from frontend.views.audit.access import admins_page, auditors_page
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from payouts.approving import totals_of
from payouts.models import PayoutRun, RunState
from payouts.selectors.payout_runs import Choice, members_of, payee_names, payout_runs, preview_run
from payouts.services.payout_runs import approve_run, propose_run, withdraw_run

LATEST = 25


@require_safe
@auditors_page
def runs(request: HttpRequest) -> HttpResponse:
    """The dry run of what waits, with everything around it, and the latest runs."""
    form = ChoiceForm(request.GET)
    preview, user = preview_run(form.choice()), actor_of(request)
    since, names = preview.since, names_of(one.contest_id for one in preview.members)
    moved = [*since.new, *since.gone, *(now for _was, now in since.changed)]
    context = {
        "form": form,
        "choice": preview.choice,
        "preview": preview,
        "count": count_in_words(len(preview.members)),
        "sums": spoken(preview.totals),
        "rows": [(one, names.get(one.contest_id, "")) for one in preview.members],
        "moved": moved_shown(since.new, since.gone, since.changed, payee_names(moved)) if preview.previous else [],
        "runs": [(run, RUN[run.state]) for run in payout_runs()[:LATEST]],
        "is_admin": user.is_admin,
        "given": {name: request.GET.get(name, "") for name in ("rail", "currency", "up_to")},
        "tab": "runs",
    }
    return render(request, "audit/runs.html", context)


@require_POST
@admins_page
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the list that was shown."""
    form = DigestForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Look at the list again, and propose it from there."))
        return redirect("pages:audit_runs")
    choice: Choice = form.choice()
    try:
        run = propose_run(actor_of(request), choice, digest=form.cleaned_data["digest"], now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:audit_runs")
    messages.success(request, _("The run is proposed. Somebody else approves it."))
    return redirect("pages:audit_run", run.pk)


@require_safe
@auditors_page
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run, as both admins see it."""
    return _page(request, _found(run_id), ReasonForm())


@require_POST
@admins_page
def approve(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let its payments leave, if nothing about them has changed."""
    _found(run_id)
    try:
        decided = approve_run(actor_of(request), run_id, digest=request.POST.get("digest", ""), now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        if decided.state == RunState.APPROVED:
            messages.success(request, _("Approved. The payments leave now."))
        else:
            messages.error(request, _("Something has changed since this run was proposed. Nothing leaves."))
    return redirect("pages:audit_run", run_id)


@require_POST
@admins_page
def withdraw(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take it off the desk."""
    found, form = _found(run_id), ReasonForm(request.POST)
    if form.is_valid():
        try:
            withdraw_run(actor_of(request), run_id, reason=form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The run is withdrawn. Its payments can be proposed again."))
            return redirect("pages:audit_run", run_id)
    return _page(request, found, form)


def _found(run_id: int) -> PayoutRun:
    found = payout_runs().filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: PayoutRun, form: ReasonForm) -> HttpResponse:
    members, user = members_of(found), actor_of(request)
    names = payee_names(members)
    is_open = found.state == RunState.PROPOSED
    context: dict[str, Any] = {
        "run": found,
        "state": RUN[found.state],
        "lines": [(member, names.get(member.payee, "")) for member in members],
        "count": count_in_words(found.count),
        "sums": spoken(totals_of(members)),
        "differences": differences_shown(found),
        "form": form,
        "may_decide": is_open and user.is_admin,
        "may_approve": is_open and user.is_admin and found.proposed_by_id != user.pk,
        "tab": "runs",
    }
    return answer_form(request, "audit/run.html", context, refused=form.is_bound)
