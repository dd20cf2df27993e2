"""What every view needs: the person who asks, one `now`, refusals as answers, and answers that suit htmx and none.

Decides nothing about contests, people or money.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.errors import AccountsRefusal
from accounts.models import User
from contests.errors import BadCursor, ContestRefusal, Invalid, NotPermitted, NotVisible, Problem
from contests.lifecycle import NotAllowed, WrongMove
from payouts.errors import PayoutRefusal

log = structlog.get_logger(__name__)
View = Callable[..., HttpResponseBase]

REFUSALS = (ContestRefusal, AccountsRefusal, PayoutRefusal, WrongMove, NotAllowed)
"""What a service may say no with. NotVisible and NotPermitted are among them: they become 404 and 403."""

SENT_ONCE_SECONDS = 3600


def page(view: View) -> View:
    """Turn what nobody may see into 404, what this person may not do into 403, and a made-up mark into 400."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotVisible as refusal:
            raise Http404(refusal.message) from refusal
        except (NotPermitted, NotAllowed) as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except BadCursor as refusal:
            raise BadRequest(refusal.message) from refusal

    return answered


def members_page(view: View) -> View:
    """The same, for people who have signed in; others are asked to, and come back to the page they were on.

    A session may end while somebody writes. The answer to their form is then the page for signing in, as a page of its
    own: htmx would look in it for the form, find none, and take away what was written.
    """
    shown = page(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return shown(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD"):
            return go_to(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': _page_left(request)})}")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204)  # What follows a page by itself leaves it as it is.
        return redirect_to_login(request.get_full_path())

    return guarded


def _page_left(request: HttpRequest) -> str:
    """The page of this site that a form was sent from: where the form went to may have no page."""
    left = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(left, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(left)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def actor_of(request: HttpRequest) -> User:
    """Who asks, on a page that asked them to sign in."""
    return cast(User, request.user)


def add_refusal(form: Form, refusal: Exception) -> None:
    """Put a service's refusal beside the field it speaks of, or above the form; what was typed stays."""
    if isinstance(refusal, Invalid):
        name_of: Callable[[Problem], str] = getattr(form, "name_of", lambda problem: problem.field)
        for problem in refusal.problems:
            name = name_of(problem)
            form.add_error(name if name in form.fields else None, problem.message)
        return
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, refusal_words(refusal))


def refusal_words(refusal: Exception) -> str:
    """A refusal as a sentence for the reader. A wrong move's own words are for logs: they name states."""
    if isinstance(refusal, WrongMove):
        return _("This is not possible any more: things have moved on. Reload the page to see where they stand.")
    if isinstance(refusal, NotAllowed):
        return _("Your role does not allow this.")
    return str(getattr(refusal, "message", refusal))


def answer_form(request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool) -> HttpResponse:
    """A page with a form; 422 when it came back with errors, which htmx swaps and browsers show."""
    return render(request, template, context, status=422 if refused else 200)


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Lead the whole page elsewhere, also when htmx asked for a piece of it.

    To another place of the page it stands on, a browser would only scroll: then the page is loaded anew.
    """
    if request.headers.get("HX-Request") == "true":
        here = urlsplit(request.headers.get("HX-Current-URL", "")).path
        again = here == urlsplit(address).path
        return HttpResponse(status=204, headers={"HX-Refresh": "true"} if again else {"HX-Redirect": address})
    return HttpResponseRedirect(address)


def leave_for(request: HttpRequest, address: str, title: str, lead: str) -> HttpResponse:
    """A page that leads on to another site at once, and has a link for whoever it does not lead.

    The answer to a form may not redirect there itself: our own policy lets forms end on this site alone.
    """
    if urlsplit(address).scheme not in ("https", "http"):
        raise ValueError("Only pages of the web are led to.")
    response = render(request, "leaving.html", {"address": address, "title": title, "lead": lead})
    response["Refresh"] = f"0; url={address}"
    return response


class SentOnce:
    """Lets one rendered form be sent successfully once, however often its button is pressed.

    The token goes out with the form and is claimed before the service is called. With the cache down every sending goes
    through: the services' own limits still hold.
    """

    def __init__(self, user: User, token: str) -> None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        self._key = f"sent-once:{user.pk}:{digest}"

    def claim(self) -> bool:
        """Whether this is the first time. To be given back with `release` if nothing came of it."""
        try:
            return bool(cache.add(self._key, 1, SENT_ONCE_SECONDS))
        except Exception:
            log.warning("sent_once_unavailable", exc_info=True)
            return True

    def release(self) -> None:
        try:
            cache.delete(self._key)
        except Exception:
            log.warning("sent_once_unavailable", exc_info=True)
