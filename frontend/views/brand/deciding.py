"""Choosing and deciding: rate, shortlist with its cost in view, award after a look at the settlement, accept, cancel."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.lifecycle import Move, Role, State, may
from contests.models import Contest
from contests.selectors.deliveries import deliveries_of
from contests.selectors.entries import EntryFilters, entries_of
from contests.selectors.history import deadlines_of
from contests.services import handover, judging, questions, reviewing
from frontend.forms.brief import AnswerForm, ReasonForm
from frontend.showing.deciding import award_preview, cancel_preview, picked_ranks, running_cost
from frontend.views.brand.funding import of_own_brand
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100


@FORMS
@members_page
def choose(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The gallery as the brand works with it: rate, filter, pick; then shortlist, for good."""
    user = actor_of(request)
    shown = of_own_brand(request, contest_id)
    if request.method == "POST":
        picked = [UUID(key) for key in request.POST.getlist("entry") if _is_uuid(key)]
        try:
            judging.confirm_shortlist(user, contest_id, picked, now=timezone.now())
            messages.success(request, _("Shortlisted. Each of them will be paid at least the floor."))
            return redirect("pages:decide", contest_id)
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
    least = request.GET.get("stars", "")
    filters = EntryFilters(
        state="submitted", least_rating=int(least) if least in "12345" and least else None, unrated=least == "none"
    )
    found = entries_of(user, contest_id, filters, order=request.GET.get("order", "newest"), limit=MOST)
    picked_keys = set(request.POST.getlist("entry"))
    context = {
        "contest": shown,
        "card": shown.card,
        "entries": found.items,
        "picked": picked_keys,
        "costs": running_cost(contest_id, now=timezone.now()),
        "stars": least,
        "order": request.GET.get("order", "newest"),
        "may_shortlist": shown.card.state == State.SHORTLISTING and may(shown.role, Move.CONFIRM_SHORTLIST),
        "may_rate": shown.role in (Role.OWNER, Role.MANAGER, Role.JUDGE),
    }
    refused = request.method == "POST"
    return answer_form(request, "brand/choose_entries.html", context, refused=refused)


@require_POST
@members_page
def rate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One to five stars."""
    given = request.POST.get("stars", "")
    try:
        entry = reviewing.rate_entry(
            actor_of(request), entry_id, int(given) if given in "12345" and given else None, now=timezone.now()
        )
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:entry", entry_id)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("pages:choose", entry.contest_id)


@FORMS
@members_page
def disqualify(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Shut an entry out, with a reason that its author is told."""
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            entry = reviewing.disqualify_entry(
                actor_of(request), entry_id, form.cleaned_data["reason"], now=timezone.now()
            )
            messages.success(request, _("The entry is out; its author has been told why."))
            return redirect("pages:choose", entry.contest_id)
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
    return redirect("pages:entry", entry_id)


@FORMS
@members_page
def decide(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Rank the shortlist. The first sending shows the settlement that would follow; the second decides."""
    user = actor_of(request)
    shown = of_own_brand(request, contest_id)
    found = entries_of(user, contest_id, EntryFilters(shortlisted=True), limit=MOST)
    ranks = picked_ranks(request.POST)
    preview = None
    if request.method == "POST":
        if "end_round" in request.POST:
            return _end_round(request, contest_id)
        if "confirm" in request.POST:
            try:
                judging.award_contest(user, contest_id, ranks, now=timezone.now())
                messages.success(request, _("Decided. Floors are being paid now; prizes follow the handover."))
                return redirect("pages:review", contest_id)
            except REFUSALS as refusal:
                messages.error(request, refusal_words(refusal))
        else:
            try:
                preview = award_preview(contest_id, ranks, now=timezone.now())
            except ValueError:
                messages.error(request, _("Name at least one first place, and no gaps after it."))
    context = {
        "contest": shown,
        "card": shown.card,
        "entries": [(entry, ranks.get(entry.id, 0)) for entry in found.items],
        "places": range(1, len(found.items) + 1),
        "preview": preview,
        "ranks": ranks,
        "deadlines": [one for one in deadlines_of(user, contest_id) if one.state == "waiting"],
        "may_award": shown.card.state == State.JUDGING and may(shown.role, Move.AWARD),
        "may_end": shown.card.state == State.FINAL_ROUND and may(shown.role, Move.END_FINAL_ROUND),
    }
    return answer_form(request, "brand/decide.html", context, refused=request.method == "POST" and preview is None)


def _end_round(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    try:
        judging.end_final_round(actor_of(request), contest_id, now=timezone.now())
        messages.success(request, _("The final round is over: now decide."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:decide", contest_id)


@FORMS
@members_page
def review(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What the winners handed over; accepting it passes the rights and pays the prizes."""
    user = actor_of(request)
    shown = of_own_brand(request, contest_id)
    if request.method == "POST":
        try:
            handover.accept_handovers(user, contest_id, now=timezone.now())
            messages.success(request, _("Accepted. The prizes are on their way, and the rights are yours."))
            return redirect("pages:contest_money", contest_id)
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
    due = [one for one in deadlines_of(user, contest_id) if one.state == "waiting"]
    context = {
        "contest": shown,
        "card": shown.card,
        "deliveries": deliveries_of(user, contest_id),
        "due": due[0] if due else None,
        "may_accept": shown.card.state == State.HANDOVER and may(shown.role, Move.ACCEPT),
    }
    return answer_form(request, "brand/review.html", context, refused=request.method == "POST")


@FORMS
@members_page
def cancel(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Cancel, seeing to the cent what is owed; the reason is told to everybody who entered."""
    user = actor_of(request)
    shown = of_own_brand(request, contest_id)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            judging.cancel_contest(user, contest_id, form.cleaned_data["reason"], now=timezone.now())
            messages.success(request, _("Cancelled. Whoever worked is being paid."))
            return redirect("pages:contest_money", contest_id)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    contest = Contest.objects.get(pk=contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "form": form,
        "preview": cancel_preview(contest, now=timezone.now()),
        "may_cancel": may(shown.role, Move.CANCEL),
    }
    return answer_form(request, "brand/cancel.html", context, refused=form.is_bound)


@require_POST
@members_page
def answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Answer a public question."""
    form = AnswerForm(request.POST)
    back = request.POST.get("contest", "")
    if form.is_valid():
        try:
            questions.answer(actor_of(request), question_id, form.cleaned_data["answer"], now=timezone.now())
            messages.success(request, _("Answered, for everybody to read."))
        except REFUSALS as refusal:
            messages.error(request, refusal_words(refusal))
    else:
        messages.error(request, _("Write an answer first."))
    return redirect("pages:contest_questions", UUID(back)) if _is_uuid(back) else redirect("pages:dashboard")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
