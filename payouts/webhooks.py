"""Where rails post their notices. Verifies, stores, answers; nothing is processed here."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payouts.rails.base import NoticeRefused
from payouts.rails.registry import UnknownRail
from payouts.services.notices import store_notice


@csrf_exempt  # A rail has no session to ride on: the notice's own signature is what is checked.
@require_POST
def receive_notice(request: HttpRequest, rail: str) -> HttpResponse:
    """204 for a notice that is kept, now or earlier; 401 for one that the rail has not signed; 404 for no such rail."""
    try:
        store_notice(rail, request.headers, request.body, timezone.now())
    except UnknownRail:
        return HttpResponse(status=404)
    except NoticeRefused as refusal:
        return HttpResponse(refusal.reason, status=401, content_type="text/plain")
    return HttpResponse(status=204)
