"""Pages on which money is redirected ask for the password again, before anything is typed.

`allauth`'s own decorator keeps the form that was sent in the session until the password has been given. An account
number must not lie there in plain words, so here nothing is kept: the form is shown only to whoever has just signed in.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def is_fresh(request: HttpRequest) -> bool:
    """Whether the reader has given their password, or shown their second factor, within the last minutes."""
    return bool(did_recently_reauthenticate(request))


def sign_in_again(back: str) -> str:
    """The address at which that is done, and which leads back to this one."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


def fresh_sign_in(back: Callable[..., str]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """Send whoever posts too late to sign in again; then they come back to `back(**the address's parts)`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not is_fresh(request):
                messages.info(request, _("Please type it once more: an account number is not kept while you sign in."))
                return redirect(sign_in_again(back(**kwargs)))
            return view(request, *args, **kwargs)

        return guarded

    return decorate
