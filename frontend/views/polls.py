"""A poll as whoever has its link meets it: pictures in an order of their own, no names, one vote to a browser.

The page tells neither others' votes nor who made what. Its pictures are derivatives, at addresses that die with it.
"""

import secrets
from uuid import UUID

from allauth.core.ratelimit import consume
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contests.selectors.polls import poll_picture, poll_sheet
from contests.services.gallery.voting import cast_vote
from frontend.views.common import REFUSALS, page, refusal_words

VOTER = "poll_voter"
VOTER_DAYS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@page
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """Look, and vote; or vote otherwise, until it closes."""
    voter, is_new = _voter(request)
    refused, status = "", 200
    if request.method == "POST":
        poll_sheet(token, voter, now=timezone.now())
        # Counted by address, against scripts; an office behind one address has room enough.
        if not consume(request, action="poll_vote"):
            refused, status = _("Too many votes come from your network just now. Try again in some minutes."), 429
        else:
            try:
                cast_vote(token, voter, _marks(request), now=timezone.now())
            except REFUSALS as refusal:
                refused, status = refusal_words(refusal), 422
            else:
                return _remembering(request, redirect("pages:poll_sheet", token), voter, is_new)
    shown = poll_sheet(token, voter, now=timezone.now())
    marked = _given(request) if refused else {str(one.ref): one.stars for one in shown.choices if one.is_marked}
    choices = [
        {"choice": one, "is_marked": str(one.ref) in marked, "stars": marked.get(str(one.ref))} for one in shown.choices
    ]
    context = {"sheet": shown, "choices": choices, "token": token, "refused": refused}
    response = render(request, "polls/sheet.html", context, status=status)
    # The address is the key: it must not travel to other sites in a Referer header. To this one it may: without one,
    # browsers send forms from nowhere ("Origin: null"), which are refused.
    response["Referrer-Policy"] = "same-origin"
    return _remembering(request, response, voter, is_new)


@require_safe
@page
def picture(request: HttpRequest, token: str, option_ref: UUID, width: int) -> HttpResponseBase:
    """A derivative, while the poll is open; kept by no cache, so that it is gone when the poll is."""
    shown = poll_picture(token, option_ref, width, now=timezone.now())
    response = FileResponse(default_storage.open(shown.storage_key, "rb"), content_type=shown.media_type)
    response["Content-Length"] = str(shown.size_bytes)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _voter(request: HttpRequest) -> tuple[str, bool]:
    """The word in this browser by which its vote is found again, and whether it is a new one."""
    known = request.get_signed_cookie(VOTER, default="", salt=VOTER, max_age=VOTER_DAYS * 86_400)
    return (str(known), False) if known else (secrets.token_urlsafe(18), True)


def _remembering(request: HttpRequest, response: HttpResponse, voter: str, is_new: bool) -> HttpResponse:
    if is_new:
        response.set_signed_cookie(
            VOTER,
            voter,
            salt=VOTER,
            max_age=VOTER_DAYS * 86_400,
            path="/polls/",
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _given(request: HttpRequest) -> dict[str, int | None]:
    """What was sent, as it was sent: an option alone, or options with stars."""
    if request.POST.get("pick"):
        return {request.POST["pick"]: None}
    sent = {name.removeprefix("stars-"): value for name, value in request.POST.items() if name.startswith("stars-")}
    return {ref: int(value) for ref, value in list(sent.items())[:50] if value in ("1", "2", "3", "4", "5")}


def _marks(request: HttpRequest) -> dict[UUID, int | None]:
    """The same, by option; what names none is left out."""
    found: dict[UUID, int | None] = {}
    for ref, stars in _given(request).items():
        try:
            found[UUID(ref)] = stars
        except ValueError:
            continue
    return found
