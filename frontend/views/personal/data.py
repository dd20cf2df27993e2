"""The page of one's own data, and the copies of it. They open to their person alone, who has just signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duerows.models import DueState
from frontend.views.common import REFUSALS, actor_of, members_page, refusal_words
from frontend.views.fresh_sign_in import is_fresh, sign_in_again
from personal.errors import NoSuchCopy
from personal.selectors.copies import copies_of, copy_of
from personal.selectors.pending import departure_of
from personal.services.asking import ask_for_copy

SHOWN = 5


def signed_in_freshly(back: str, *, for_reading: bool = False) -> Callable[..., Callable[..., HttpResponseBase]]:
    """Send whoever posts (or reads, if that too is guarded) too late to sign in again, and then to this page."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if (for_reading or request.method == "POST") and not is_fresh(request):
                messages.info(request, _("For this, sign in once more; then press the button again."))
                return redirect(sign_in_again(reverse(back)))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@require_safe
@never_cache
@members_page
def own_data(request: HttpRequest) -> HttpResponse:
    """What copies there are, and how one leaves."""
    user, now = actor_of(request), timezone.now()
    copies = list(copies_of(user)[:SHOWN])
    context = {
        "ready": [one for one in copies if one.expires_at and one.removed_at is None and one.expires_at > now],
        "under_way": any(one.due_state == DueState.WAITING for one in copies),
        "departure": departure_of(user),
    }
    return render(request, "personal/data.html", context)


@require_POST
@members_page
@signed_in_freshly("pages:own_data")
def ask(request: HttpRequest) -> HttpResponse:
    """Have a copy made."""
    try:
        ask_for_copy(actor_of(request), now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("The copy is being made. We write to you as soon as it is there."))
    return redirect("pages:own_data")


@require_safe
@members_page
@signed_in_freshly("pages:own_data", for_reading=True)
def fetch(request: HttpRequest, copy_ref: UUID) -> HttpResponseBase:
    """The copy, in pieces as it is read: however large, it is never held in memory."""
    try:
        found = copy_of(actor_of(request), copy_ref, now=timezone.now())
        stream = default_storage.open(found.storage_key, "rb")
    except (NoSuchCopy, FileNotFoundError) as refusal:
        raise Http404 from refusal
    name = f"fairbrief-{found.asked_at:%Y-%m-%d}.zip"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
    response["Content-Length"] = str(found.size_bytes)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
