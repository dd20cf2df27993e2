"""What holds the rails back: their switches and limits. Stopped and lowered by any admin, loosened by two."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.forms.audit_runs import LimitsForm, ReasonForm, from_minor
from frontend.showing.audit_runs import CHANGE
from frontend.views.audit.access import admins_page, auditors_page
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from payouts.models import ControlChange
from payouts.selectors.rail_controls import RailNow, control_changes, rails_now
from payouts.services import controls

LATEST = 25


@require_safe
@auditors_page
def rails(request: HttpRequest) -> HttpResponse:
    """Every rail, and what was changed last."""
    return _page(request)


@require_POST
@admins_page
def stop(request: HttpRequest, rail: str) -> HttpResponse:
    """Pull the switch."""
    _check(rail)
    form = ReasonForm(request.POST, auto_id=_ids(rail, "switch"))
    if form.is_valid():
        try:
            controls.stop_rail(actor_of(request), rail, reason=form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Stopped. Nothing new leaves; what may have left is asked about."))
            return redirect("pages:audit_rails")
    return _page(request, rail, switch=form)


@require_POST
@admins_page
def start(request: HttpRequest, rail: str) -> HttpResponse:
    """Propose that it be started again."""
    _check(rail)
    form = ReasonForm(request.POST, auto_id=_ids(rail, "switch"))
    if form.is_valid():
        try:
            controls.propose_start(actor_of(request), rail, reason=form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Proposed. Somebody else confirms it."))
            return redirect("pages:audit_rails")
    return _page(request, rail, switch=form)


@require_POST
@admins_page
def limits(request: HttpRequest, rail: str) -> HttpResponse:
    """Lower the limits, or propose higher ones."""
    _check(rail)
    form = LimitsForm(request.POST, auto_id=_ids(rail, "limits"))
    if form.is_valid():
        data = form.cleaned_data
        try:
            outcome = controls.change_limits(
                actor_of(request),
                rail,
                data["currency"],
                approval_above_minor=data["approval_above"],
                daily_limit_minor=data["daily_limit"],
                reason=data["reason"],
                now=timezone.now(),
            )
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            done = isinstance(outcome, ControlChange)
            messages.success(
                request, _("The limits are lower now.") if done else _("Proposed. Somebody else confirms it.")
            )
            return redirect("pages:audit_rails")
    return _page(request, rail, limits_form=form)


@require_POST
@admins_page
def confirm(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Do what somebody else has proposed."""
    return _decide(request, proposal_id, controls.confirm_proposal, _("Confirmed, and done."))


@require_POST
@admins_page
def withdraw(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take a proposal off the desk."""
    return _decide(request, proposal_id, controls.withdraw_proposal, _("The proposal is withdrawn."))


def _decide(request: HttpRequest, proposal_id: int, act: Any, words: str) -> HttpResponse:
    try:
        act(actor_of(request), proposal_id, now=timezone.now())
        messages.success(request, words)
    except ObjectDoesNotExist:
        raise Http404 from None
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:audit_rails")


def _check(rail: str) -> None:
    if rail not in {one.name for one in rails_now(timezone.now())}:
        raise Http404


def _page(
    request: HttpRequest, rail: str = "", *, switch: ReasonForm | None = None, limits_form: LimitsForm | None = None
) -> HttpResponse:
    """`rail` is the one whose form came back with errors."""
    user = actor_of(request)
    shown = [
        (
            one,
            switch if switch is not None and one.name == rail else ReasonForm(auto_id=_ids(one.name, "switch")),
            limits_form if limits_form is not None and one.name == rail else _limits_form(one),
        )
        for one in rails_now(timezone.now())
    ]
    context = {
        "rails": shown,
        "changes": [(change, CHANGE[change.kind]) for change in control_changes()[:LATEST]],
        "is_admin": user.is_admin,
        "me": user.pk,
        "tab": "rails",
    }
    return answer_form(request, "audit/rails.html", context, refused=bool(rail))


def _limits_form(rail: RailNow) -> LimitsForm:
    first = rail.limits[0].limit
    return LimitsForm(
        auto_id=_ids(rail.name, "limits"),
        initial={
            "currency": first.currency,
            "approval_above": from_minor(first.approval_above_minor, first.currency),
            "daily_limit": from_minor(first.daily_limit_minor, first.currency),
        },
    )


def _ids(rail: str, form: str) -> str:
    """Several forms of one kind stand on the page: each field has a name of its own for its label."""
    return f"{form}-{rail}-%s"
