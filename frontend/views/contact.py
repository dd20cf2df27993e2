"""Who runs this site, and how people and authorities reach them: what the law asks every site to say."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from payouts.documents.selectors.parties import platform_party


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """The company with its numbers, one address for everything, and the shorter ways for what has one of its own."""
    context = {
        "party": platform_party(),
        "email": settings.PLATFORM_EMAIL,
        "director": settings.PLATFORM_DIRECTOR,
        "host": settings.PLATFORM_HOST,
    }
    return render(request, "trust/contact.html", context)
