"""What every request passes: where it comes from, a second factor where one is due, a block, the reader's preferences.

`RememberOrigin` says from where things are done, for the audit trail. `RequireSecondFactor` lets nobody with power over
others' money do anything before this very session has shown a second factor. `ReaderPreferences` makes dates and words
the reader's own. None of them writes anything.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from structlog.contextvars import get_contextvars

from accounts.blocking import is_left_open
from accounts.errors import AccountsRefusal
from accounts.models import User
from accounts.origin import Origin, acting_from
from accounts.selectors import has_second_factor
from accounts.services.preferences import (
    DEFAULT_THEME,
    THEME_COOKIE,
    TIME_ZONE_COOKIE,
    clean_locale,
    clean_theme,
    clean_time_zone,
)
from accounts.visitors import visitor_address

GetResponse = Callable[[HttpRequest], HttpResponse]

# What somebody must reach who has yet to set up or show a second factor; and the way out.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    }
)
API_PREFIX = "/api/"
WAYS_IN = ((API_PREFIX, "api"), ("/admin/", "desk"))
BLOCKED = gettext_noop(
    "Your account is blocked: nothing new can be begun with it. What you earned is paid, and you reach it as before."
)
PROOF = "mfa"  # allauth's name, in a session's records, for a second factor that was shown.


class RememberOrigin:
    """Remembers the way in, the address and the request's number (that of its log lines) while it is answered.

    Stands behind the middleware that numbers requests.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        channel = next((name for prefix, name in WAYS_IN if request.path.startswith(prefix)), "site")
        request_id = str(get_contextvars().get("request_id", ""))
        with acting_from(Origin(channel, address=visitor_address(request), request_id=request_id)):
            return self.get_response(request)


class RequireSecondFactor:
    """Leads whoever needs a second factor to set one up, or to show it in this session. An API call gets a 403."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Decided here rather than in __call__, because only now is the view's name known."""
        user = request.user
        if not isinstance(user, User) or not user.needs_second_factor or _has_shown_it(request, user):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if request.path.startswith(API_PREFIX):
            detail = gettext("Sign in with your second factor on the site, then try again.")
            return _problem("second-factor-needed", gettext("A second factor is needed"), detail)
        return _lead(request, _way_to_proof(request, user))


class StopTheBlocked:
    """Lets a blocked account begin nothing; what it still reaches is said by `accounts.blocking`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The page that says how the account stands, with the decision and the way to appeal; a program gets a 403."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not user.is_blocked:
            return None
        if is_left_open(request.method or "", match.view_name if match else ""):
            return None
        if request.path.startswith(API_PREFIX):
            title, detail = gettext("Your account is blocked"), gettext(BLOCKED)
            return _problem("account-blocked", title, detail)
        messages.error(request, gettext(BLOCKED))
        return _lead(request, reverse("pages:standing"))


class ReaderPreferences:
    """Activates the reader's language and time zone, and sets `request.theme`; answers of the API stay in UTC.

    A person's own language wins over the cookie and the browser's, which LocaleMiddleware has followed until here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.theme = _theme(request)  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            translation.activate(_locale(request.user))
            request.LANGUAGE_CODE = translation.get_language()
        if request.path.startswith(API_PREFIX):
            return self.get_response(request)
        with _time_zone(request):
            return self.get_response(request)


def _has_shown_it(request: HttpRequest, user: User) -> bool:
    """Whether a second factor was shown in this session.

    Having one is not enough: a session that is older than the second factor was opened with a password alone.
    """
    return any(record.get("method") == PROOF for record in get_authentication_records(request, user))


def _way_to_proof(request: HttpRequest, user: User) -> str:
    """The page that sets a second factor up, or the one that asks for it and then leads back."""
    if not has_second_factor(user):
        return reverse("mfa_activate_totp")
    back = request.get_full_path() if request.method == "GET" else "/"
    return f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"


def _lead(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect; for htmx one of the whole page, since the answer would otherwise land in a piece of it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _problem(code: str, title: str, detail: str) -> HttpResponse:
    return JsonResponse(
        {"type": f"{settings.SITE_URL}/problems/{code}", "title": title, "status": 403, "detail": detail, "code": code},
        status=403,
        content_type="application/problem+json",
    )


def _theme(request: HttpRequest) -> str:
    try:
        return clean_theme(request.COOKIES.get(THEME_COOKIE, DEFAULT_THEME))
    except AccountsRefusal:
        return DEFAULT_THEME


def _locale(user: User) -> str:
    try:
        return clean_locale(user.locale)
    except AccountsRefusal:
        return settings.LANGUAGE_CODE


@contextmanager
def _time_zone(request: HttpRequest) -> Iterator[None]:
    """The reader's zone for the length of one request; threads serve others afterwards."""
    own = request.user.time_zone if isinstance(request.user, User) else request.COOKIES.get(TIME_ZONE_COOKIE, "")
    try:
        zone = clean_time_zone(own)
    except AccountsRefusal:
        zone = settings.DEFAULT_READER_TIME_ZONE
    with timezone.override(zone):
        yield
