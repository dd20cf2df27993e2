"""The gallery as the brand works with it: rate, rule out, and shortlist, with what that costs in view. For good."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from contests.lifecycle import Move, Role, State, may
from contests.selectors.cards import ContestPage, EntryCard
from contests.selectors.entries import EntryFilters, entries_of
from contests.selectors.entry_pages import get_entry
from contests.services import judging, reviewing
from contests.visibility import DECIDERS, RATERS
from frontend.forms.brand import ReasonForm
from frontend.showing.deciding import RunningCost, running_cost
from frontend.views.brand.funding import of_own_brand, once_open
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, go_to, members_page, refusal_words
from payouts.selectors.asking import asking_of

FORMS = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 100
RATED_WHILE = frozenset({State.OPEN, State.SHORTLISTING, State.FINAL_ROUND, State.JUDGING})


@FORMS
@members_page
def choose(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Look through what came in; in its time, pick the shortlist, see what it costs, and confirm it."""
    shown = once_open(of_own_brand(request, contest_id))
    if request.method == "POST":
        return _shortlist(request, shown)
    return _gallery(request, shown)


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


def _gallery(request: HttpRequest, shown: ContestPage, picked: Sequence[str] = (), refused: str = "") -> HttpResponse:
    """All entries to choose from, or those that the filter keeps."""
    user, state = actor_of(request), shown.card.state
    stars, order = request.GET.get("stars", ""), request.GET.get("order", "newest")
    filters = EntryFilters(
        state="submitted",
        least_rating=int(stars) if stars in ("3", "4", "5") else None,
        unrated=stars == "none",
    )
    entries = _all_entries(user, shown.card.id, filters, order)
    context: dict[str, Any] = {
        "contest": shown,
        "card": shown.card,
        "entries": entries,
        "picked": set(picked),
        "costs": running_cost(shown.card.id),
        "stars": stars,
        "order": order,
        "refused": refused,
        "may_shortlist": state == State.SHORTLISTING and may(shown.role, Move.CONFIRM_SHORTLIST),
        "may_rate": shown.role in RATERS and state in RATED_WHILE,
        "may_extend": state == State.OPEN and may(shown.role, Move.EXTEND) and asking_of(shown.card.id).days_left > 0,
        "may_rule_out": (shown.role in DECIDERS or shown.role == Role.ADMIN) and state in RATED_WHILE,
    }
    return answer_form(request, "brand/choose_entries.html", context, refused=bool(refused))


def _shortlist(request: HttpRequest, shown: ContestPage) -> HttpResponse:
    """The first sending shows what the pick costs; the second, with `confirm`, makes it so; `back` changes it."""
    user, contest_id = actor_of(request), shown.card.id
    sent = request.POST.getlist("entry")
    entries = {str(entry.id): entry for entry in _all_entries(user, contest_id, EntryFilters(state="submitted"), "")}
    picked = [entries[key] for key in dict.fromkeys(sent) if key in entries]
    if "confirm" in request.POST:
        try:
            judging.confirm_shortlist(user, contest_id, [entry.id for entry in picked], now=timezone.now())
        except REFUSALS as refusal:
            return _gallery(request, shown, sent, refusal_words(refusal))
        messages.success(request, _("Shortlisted. Each of them will be paid at least the floor."))
        return go_to(request, redirect("pages:decide", contest_id).url)
    if "back" in request.POST:
        return _gallery(request, shown, sent)
    costs = running_cost(contest_id)
    problem = _count_problem(len(picked), costs)
    if problem:
        return _gallery(request, shown, sent, problem)
    each, total = next((each, total) for n, each, total in costs.floors if n == len(picked))
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


def _all_entries(user: User, contest_id: UUID, filters: EntryFilters, order: str) -> list[EntryCard]:
    """Every entry that fits: a choice over half of them would be no choice."""
    found: list[EntryCard] = []
    after = None
    while True:
        page = entries_of(user, contest_id, filters, order=order or "newest", after=after, limit=PAGE)
        found += page.items
        after = page.next
        if after is None:
            return found
