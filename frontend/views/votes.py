"""The community's vote: voters meet the works without names, in an order of their own; everybody else the rules.

Nobody is told a count before it is counted. Pictures are derivatives, at addresses that only voters may open.
"""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contests.community import LEAST_AGE, MOST_CHOICES, Bar
from contests.errors import NotEligible, NotVisible
from contests.selectors.community import VotePage, open_votes, vote_page, vote_picture
from contests.selectors.roles import read_as
from contests.services.community.voting import cast_ballot
from frontend.showing.votes import STATES, reason_of
from frontend.views.common import REFUSALS, actor_of, page, refusal_words

MOST_SENT = 20


@require_safe
@page
def running(request: HttpRequest) -> HttpResponse:
    """The votes that take ballots."""
    after = request.GET.get("after") or None
    return render(request, "votes/running.html", {"found": open_votes(now=timezone.now(), after=after), "after": after})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@page
def vote(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Look, and vote; or vote otherwise, until it closes."""
    if request.method != "POST":
        return _shown(request, contest_id)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    vote_page(request.user, contest_id, now=timezone.now())
    sent = _sent(request)
    # Counted by address, against scripts; an office behind one address has room enough.
    if not consume(request, action="community_vote"):
        words = _("Too many votes come from your network just now. Try again in some minutes.")
        return _shown(request, contest_id, refused=words, sent=sent, status=429)
    try:
        cast_ballot(actor_of(request), contest_id, sent, now=timezone.now())
    except (NotVisible, NotEligible):
        raise
    except REFUSALS as refusal:
        return _shown(request, contest_id, refused=_words(refusal), sent=sent, status=422)
    messages.success(request, _("Your vote is in. You may change it until the vote closes."))
    return redirect("pages:vote", contest_id)


@require_safe
@page
def picture(request: HttpRequest, contest_id: UUID, entry_id: UUID, width: int) -> HttpResponseBase:
    """A derivative, for voters while the vote is open; kept by no cache, so that it is gone when the vote is."""
    shown = vote_picture(read_as(request.user), contest_id, entry_id, width, now=timezone.now())
    response = FileResponse(default_storage.open(shown.storage_key, "rb"), content_type=shown.media_type)
    response["Content-Length"] = str(shown.size_bytes)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _shown(
    request: HttpRequest,
    contest_id: UUID,
    *,
    refused: str = "",
    sent: list[UUID] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; what was sent stays ticked where it was refused."""
    found = vote_page(read_as(request.user), contest_id, now=timezone.now())
    choices = [(one, one.is_chosen if sent is None else one.entry in sent) for one in found.choices]
    context = {
        "vote": found,
        "card": found.contest,
        "state": STATES[found.state],
        "choices": choices,
        "refused": refused,
        "most": MOST_CHOICES,
        "least_days": LEAST_AGE.days,
        "not_voting": _not_voting(found),
        "may_sign_in": found.is_open and found.bar == Bar.UNKNOWN,
        "counted": None if found.ballots is None else found.ballots - (found.struck or 0),
    }
    return render(request, "votes/vote.html", context, status=status)


def _not_voting(found: VotePage) -> str:
    return reason_of(found.bar) if found.is_open and found.bar is not None else ""


def _words(refusal: Exception) -> str:
    problems = getattr(refusal, "problems", ())
    return " ".join(problem.message for problem in problems) or refusal_words(refusal)


def _sent(request: HttpRequest) -> list[UUID]:
    """The entries that were ticked; what names none is left out."""
    found = []
    for text in request.POST.getlist("entries")[:MOST_SENT]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
