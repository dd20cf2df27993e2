"""Polls by link as the brand asks, reads and ends them. A link is shown once, when it is made."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.gallery_rules import POLL_OPTIONS, POLLED_WHILE
from contests.selectors.gallery import board_contest, board_rows
from contests.selectors.polls import PollCard, get_poll, polls_of
from contests.selectors.roles import read_as
from contests.services.gallery import polling
from contests.visibility import DECIDERS
from frontend.forms.gallery import PollForm
from frontend.showing.board import keys_of
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words

FORMS = require_http_methods(["GET", "HEAD", "POST"])
POLLS_A_PAGE = 20


@FORMS
@never_cache
@members_page
def polls(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The contest's polls, and the form for another about the entries that were selected."""
    reader, now = read_as(actor_of(request)), timezone.now()
    shown = board_contest(reader, contest_id)
    given = request.POST if request.method == "POST" else request.GET
    chosen = keys_of(given.getlist("entry"))[:100]
    form = PollForm(request.POST or None)
    if form.is_bound and form.is_valid():
        draft = polling.PollDraft(**form.cleaned_data, entries=chosen)
        try:
            made = polling.open_poll(actor_of(request), contest_id, draft, now=now)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            return _poll_page(request, get_poll(reader, made.poll.pk, now=now), link=_link(request, made.token))
    found = polls_of(reader, contest_id, now=now, after=request.GET.get("after") or None, limit=POLLS_A_PAGE)
    least, most = POLL_OPTIONS
    context = {
        "card": shown.card,
        "polls": found.items,
        "next_address": f"?after={found.next}" if found.next else "",
        "rows": board_rows(reader, shown, chosen),
        "form": form,
        "may_ask": shown.role in DECIDERS and shown.card.state in POLLED_WHILE,
        "least": least,
        "most": most,
    }
    return answer_form(request, "brand/polls.html", context, refused=form.is_bound)


@require_safe
@members_page
def poll(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """One poll with its results so far."""
    return _poll_page(request, get_poll(actor_of(request), poll_id, now=timezone.now()))


@require_POST
@members_page
def close(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """End it before its time; its link and its pictures are dead from then on."""
    get_poll(actor_of(request), poll_id, now=timezone.now())
    try:
        polling.close_poll(actor_of(request), poll_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Closed. Nobody votes any more, and the link shows no picture."))
    return redirect("pages:poll", poll_id)


@require_POST
@never_cache
@members_page
def new_link(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Another link in the place of one that was lost, or went too far."""
    found = get_poll(actor_of(request), poll_id, now=timezone.now())
    try:
        made = polling.renew_link(actor_of(request), poll_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:poll", poll_id)
    return _poll_page(request, found, link=_link(request, made.token))


def _poll_page(request: HttpRequest, found: PollCard, *, link: str = "") -> HttpResponse:
    reader = read_as(actor_of(request))
    shown = board_contest(reader, found.contest_id)
    images = {row.entry.id: row.entry for row in board_rows(reader, shown, [one.entry for one in found.results])}
    most = max((one.marks for one in found.results), default=0)
    rows = [
        {"result": one, "entry": images.get(one.entry), "average": one.stars / one.marks if one.marks else None}
        for one in found.results
    ]
    context = {
        "card": shown.card,
        "poll": found,
        "rows": rows,
        "most_marks": most,
        "link": link,
        "may_close": shown.role in DECIDERS and not found.is_over,
    }
    return answer_form(request, "brand/poll.html", context, refused=False)


def _link(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("pages:poll_sheet", args=[token]))
