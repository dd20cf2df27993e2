"""Tells an open gallery what has come since it was loaded. Asked every few seconds; an unchanged answer is a 304.

Why it is asked and not streamed stands in docs/decisions (a gallery asks, nobody streams).
"""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contests.selectors.live import Pulse, pulse_of
from contests.selectors.roles import read_as
from frontend.views.common import page


@require_safe
@page
def live(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What is new since `seen` entries were there, and the counts as they are now."""
    pulse = pulse_of(read_as(request.user), contest_id)
    there = pulse.entries if pulse.admissible is None else pulse.admissible
    seen = request.GET.get("seen", "")
    fresh = max(0, there - int(seen)) if seen.isdigit() and len(seen) < 10 else 0
    tag = _tag(pulse, fresh)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "contest/live.html", {"pulse": pulse, "there": there, "fresh": fresh})
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


def _tag(pulse: Pulse, fresh: int) -> str:
    return f'"{sha256(f"{pulse}:{fresh}:{get_language()}".encode()).hexdigest()[:32]}"'
