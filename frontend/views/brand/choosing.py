"""The gallery as the brand works with it: rate, rule out, and shortlist, with what that costs in view. For good."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contests.errors import NotPermitted, NotVisible, WrongMoment
from contests.selectors.entry_pages import get_entry
from contests.selectors.gallery import board_contest, board_figures, board_rows
from contests.selectors.roles import read_as
from contests.services import judging, reviewing
from contests.services.gallery.curating import keep_picks
from frontend.forms.brand import ReasonForm
from frontend.showing.board import keys_of
from frontend.showing.deciding import RunningCost, running_cost
from frontend.views.brand.board import show_board
from frontend.views.brand.funding import of_own_brand
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, go_to, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MOST_SENT = 200
"""More than anybody could shortlist; what comes after is not looked at."""


@FORMS
@members_page
def choose(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Look through what came in; in its time, pick the shortlist, see what it costs, and confirm it."""
    if request.method == "POST":
        return _shortlist(request, contest_id)
    return show_board(request, contest_id)


@require_POST
@members_page
def rate(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One to five stars; none take them back."""
    given = request.POST.get("stars", "")
    stars = int(given) if given in ("1", "2", "3", "4", "5") else None
    try:
        entry = reviewing.rate_entry(actor_of(request), entry_id, stars, now=timezone.now())
    except REFUSALS as refusal:
        get_entry(actor_of(request), entry_id)
        messages.error(request, refusal_words(refusal))
        return redirect("pages:entry", entry_id)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect("pages:choose", entry.contest_id)


@FORMS
@members_page
def disqualify(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Rule an entry out, with a reason that its author is told."""
    user = actor_of(request)
    entry = get_entry(user, entry_id)
    shown = of_own_brand(request, entry.card.contest_id)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            reviewing.disqualify_entry(user, entry_id, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The entry is out; its author has been told why."))
            return redirect("pages:choose", entry.card.contest_id)
    context = {"contest": shown, "card": shown.card, "entry": entry.card, "form": form}
    return answer_form(request, "brand/disqualify.html", context, refused=form.is_bound)


def _shortlist(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The first sending shows what the pick costs; the second, with `confirm`, makes it so; `back` changes it."""
    reader = read_as(actor_of(request))
    shown = board_contest(reader, contest_id)
    sent = list(dict.fromkeys([*request.POST.getlist("entry"), *request.POST.getlist("also")]))
    rows = board_rows(reader, shown, keys_of(sent[:MOST_SENT]))
    known = [str(row.entry.id) for row in rows]
    picked = [row.entry for row in rows if row.entry.state == "submitted" and not row.eliminated_for]
    # Whoever may not pick, or no longer, is told so by the services below.
    with suppress(NotPermitted, NotVisible, WrongMoment):
        keep_picks(actor_of(request), contest_id, [entry.id for entry in picked], now=timezone.now())
    if "confirm" in request.POST:
        try:
            judging.confirm_shortlist(actor_of(request), contest_id, [one.id for one in picked], now=timezone.now())
        except REFUSALS as refusal:
            return show_board(request, contest_id, reader=reader, picked=known, refused=refusal_words(refusal))
        messages.success(request, _("Shortlisted. Each of them will be paid at least the floor."))
        return go_to(request, redirect("pages:decide", contest_id).url)
    if "back" in request.POST:
        return show_board(request, contest_id, reader=reader, picked=known)
    costs = running_cost(contest_id, board_figures(contest_id, None).submitted)
    if problem := _count_problem(len(picked), costs):
        return show_board(request, contest_id, reader=reader, picked=known, refused=problem)
    each, total = costs.of(len(picked)) or (0, 0)
    context = {"contest": shown, "card": shown.card, "picked": picked, "each": each, "total": total, "costs": costs}
    return answer_form(request, "brand/confirm_shortlist.html", context, refused=False)


def _count_problem(count: int, costs: RunningCost) -> str:
    """What is wrong with the number picked; the service asks the same again."""
    if count < costs.least:
        return ngettext("Choose at least %(n)d entry.", "Choose at least %(n)d entries.", costs.least) % {
            "n": costs.least
        }
    if count > costs.most:
        return ngettext(
            "%(n)d place was funded; choose no more.", "%(n)d places were funded; choose no more.", costs.most
        ) % {"n": costs.most}
    return ""
