"""Stores what a reader prefers. Works without a script: a form posts here and comes back to where it was."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.errors import AccountsRefusal
from accounts.models import User
from accounts.services import preferences
from frontend.preferences import keep_language, keep_theme, keep_time_zone


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponseRedirect:
    """Light, dark, or as the device; what nobody offered counts as the last."""
    response = _back(request)
    try:
        theme = preferences.clean_theme(request.POST.get("theme", ""))
    except AccountsRefusal:
        theme = preferences.DEFAULT_THEME
    keep_theme(request, response, theme)
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseRedirect:
    """One of the site's languages; a person's own account remembers it too. What nobody offered changes nothing."""
    response = _back(request)
    try:
        language = preferences.clean_locale(request.POST.get("language", ""))
    except AccountsRefusal:
        return response
    if isinstance(request.user, User):
        preferences.set_locale(request.user, language)
    keep_language(request, response, language)
    return response


@require_POST
def choose_time_zone(request: HttpRequest) -> HttpResponseRedirect:
    """A zone of the IANA database, in the account of whoever has signed in, else in a cookie."""
    response = _back(request)
    try:
        zone = preferences.clean_time_zone(request.POST.get("time_zone", ""))
    except AccountsRefusal:
        return response
    if isinstance(request.user, User):
        preferences.set_time_zone(request.user, zone)
    keep_time_zone(request, response, zone)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Where the reader came from, or home; never to another site."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    return HttpResponseRedirect(back)
