"""Serves files: derivatives to whoever may see them, originals through links that expire. Shows no original in place.

What everybody may see may be kept by caches between us and the reader; all else by the reader's own browser only, which
asks again each time. A tag never tells the key under which a file lies, nor answers before permission is checked.
"""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from contests.errors import NotVisible
from contests.selectors.files import ShownImage, image_at, open_original, original_link
from frontend.views.common import actor_of, page

PUBLIC_SECONDS = 600
"""Short: an entry can be withdrawn, and is then to vanish from caches soon."""


@require_safe
@page
def image(request: HttpRequest, ref: UUID, width: int) -> HttpResponseBase:
    """The derivative nearest in width. Nobody's eyes are tried first, so that public images stay public."""
    try:
        shown, is_public = image_at(None, ref, width), True
    except NotVisible:
        shown, is_public = image_at(request.user, ref, width), False
    tag = _tag(shown)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = FileResponse(default_storage.open(shown.storage_key, "rb"), content_type=shown.media_type)
        response["Content-Length"] = str(shown.size_bytes)
    response["ETag"] = tag
    if is_public:
        patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
@login_required
@page
def ask_original(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Make a link for this reader, and follow it."""
    response = redirect("pages:original_by_link", original_link(actor_of(request), ref, now=timezone.now()))
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
@page
def original(request: HttpRequest, token: str) -> HttpResponseBase:
    """The original, as an attachment of no type that a browser would open."""
    opened = open_original(token, now=timezone.now())
    response = FileResponse(
        opened.stream,
        as_attachment=True,
        filename=opened.download_name,
        content_type="application/octet-stream",
    )
    response["Content-Length"] = str(opened.size_bytes)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def _tag(shown: ShownImage) -> str:
    """The same for the same bytes, and without meaning to anybody else."""
    return f'"{salted_hmac("frontend.files.image", shown.storage_key, secret=settings.SECRET_KEY).hexdigest()[:32]}"'
