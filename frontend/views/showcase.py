"""Showing one's own works on one's page: choosing one, taking it away, the brand's word, and the pictures."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.errors import NotPermitted, NotVisible
from contests.selectors.entry_pages import get_entry
from contests.selectors.showcase import shown_image
from contests.services import showing
from frontend.views.common import REFUSALS, actor_of, members_page, page, refusal_words
from frontend.views.files import PUBLIC_SECONDS


@require_POST
@members_page
def show(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show a work to everybody."""
    user = actor_of(request)
    return _done(
        request,
        entry_id,
        lambda: showing.show_work(user, entry_id, now=timezone.now()),
        _("It stands on your page now."),
    )


@require_POST
@members_page
def take_away(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show it no more."""
    user = actor_of(request)
    return _done(request, entry_id, lambda: showing.take_away(user, entry_id), _("It is not on your page any more."))


@require_POST
@members_page
def agree(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The brand's word that its makers may show it."""
    user = actor_of(request)
    said = _("Agreed. Its maker is told, and decides whether to show it.")
    return _done(request, entry_id, lambda: showing.agree_to_showing(user, entry_id, now=timezone.now()), said)


@require_safe
@page
def picture(request: HttpRequest, handle: str, ref: UUID, width: int) -> HttpResponseBase:
    """A picture of a work that its maker shows, for everybody; kept briefly, to vanish soon when taken away."""
    shown = shown_image(handle, ref, width)
    if shown is None:
        raise NotVisible
    response = FileResponse(default_storage.open(shown.storage_key, "rb"), content_type=shown.media_type)
    response["Content-Length"] = str(shown.size_bytes)
    patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


def _done(request: HttpRequest, entry_id: UUID, act: Callable[[], object], said: str) -> HttpResponse:
    get_entry(actor_of(request), entry_id)
    try:
        act()
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, said)
    return redirect("pages:entry", entry_id)
