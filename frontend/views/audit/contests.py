"""The course of contests as auditors follow it: deadlines, events, one contest as a whole. Admins stop its clock."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.lifecycle import Move, State, allowed_moves
from contests.selectors.contests import get_contest
from contests.selectors.history import contest_events, deadlines_of, list_deadlines, list_events
from contests.services import suspension
from frontend.forms.audit import SuspendForm
from frontend.showing.audit import deadlines_shown, events_shown
from frontend.showing.audit_words import DEADLINE, DUE_STATE, OUTCOME
from frontend.showing.contest_names import names_of
from frontend.showing.money import gate_of, outcome_of
from frontend.showing.states import contest_state
from frontend.views.audit.access import PAGE, admins_page, auditors_page
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from payouts.selectors import auditing
from payouts.selectors.funding import escrow_position
from payouts.services.quoting import quote_contest

MOST = 100


@require_safe
@auditors_page
def deadlines(request: HttpRequest) -> HttpResponse:
    """What falls due, or fell; overdue ones on demand."""
    now = timezone.now()
    state, kind = request.GET.get("state", "waiting"), request.GET.get("kind", "")
    page = list_deadlines(
        actor_of(request),
        state="waiting" if state == "overdue" else state if state in DUE_STATE else "",
        kind=kind if kind in DEADLINE else "",
        due_before=now if state == "overdue" else None,
        after=request.GET.get("after") or None,
        limit=PAGE,
    )
    context = {
        "rows": deadlines_shown(page.items),
        "older": f"?state={state}&kind={kind}&after={page.next}" if page.next and state.isalpha() else "",
        "state": state,
        "kind": kind,
        "states": DUE_STATE.items(),
        "kinds": DEADLINE.items(),
        "tab": "deadlines",
    }
    return render(request, "audit/deadlines.html", context)


@require_safe
@auditors_page
def events(request: HttpRequest) -> HttpResponse:
    """What happened in all contests, the latest first."""
    page = list_events(actor_of(request), after=request.GET.get("after") or None, limit=PAGE)
    names = names_of(card.contest_id for card in page.items)
    context = {
        "rows": [(one, names.get(one.card.contest_id, "")) for one in events_shown(page.items)],
        "older": f"?after={page.next}" if page.next else "",
        "tab": "events",
    }
    return render(request, "audit/events.html", context)


@require_safe
@auditors_page
def contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """One contest: its money, its deadlines, its whole history."""
    return _page(request, contest_id, SuspendForm())


@require_POST
@admins_page
def suspend(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Stop the clock, with a reason."""
    get_contest(actor_of(request), contest_id)
    form = SuspendForm(request.POST)
    if form.is_valid():
        try:
            suspension.suspend_contest(actor_of(request), contest_id, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The contest stands still. It goes on by itself after 14 days at most."))
            return redirect("pages:audit_contest", contest_id)
    return _page(request, contest_id, form)


@require_POST
@admins_page
def resume(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Let the clock go on."""
    get_contest(actor_of(request), contest_id)
    try:
        suspension.resume_contest(actor_of(request), contest_id, now=timezone.now())
        messages.success(request, _("The contest goes on; every deadline has moved by the time it stood still."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:audit_contest", contest_id)


def _page(request: HttpRequest, contest_id: UUID, form: SuspendForm) -> HttpResponse:
    user = actor_of(request)
    shown = get_contest(user, contest_id)
    position = escrow_position(contest_id)
    undecided = position is not None and shown.card.decided_at is None
    quote = quote_contest(contest_id, now=timezone.now()) if undecided else None
    settled = auditing.settlements().filter(contest=contest_id)
    state = State(shown.card.state)
    context = {
        "contest": shown,
        "card": shown.card,
        "state": contest_state(shown.card.state),
        "position": position,
        "gate": gate_of(quote.liability, position.held_minor) if quote and quote.liability and position else None,
        "flow": outcome_of(position) if position and not undecided else None,
        "settlements": [(row, OUTCOME[row.outcome]) for row in settled],
        "deadlines": deadlines_shown(deadlines_of(user, contest_id)),
        "events": events_shown(contest_events(user, contest_id, limit=MOST).items),
        "form": form,
        "may_suspend": user.is_admin and Move.SUSPEND in allowed_moves(state),
        "may_resume": user.is_admin and state == State.SUSPENDED,
        "tab": "events",
    }
    return answer_form(request, "audit/contest.html", context, refused=form.is_bound)
