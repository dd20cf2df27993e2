"""Two addresses that need no signing in: the link of a mail that stops such mails, and a calendar's secret address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.errors import NoSuchChange
from accounts.services.stop_links import read_stop_token
from contests.icalendar import write_calendar
from contests.selectors.calendar import calendar_events
from contests.services.finding import calendars, stopping
from frontend.views.common import page
from frontend.views.submitting import FORMS


@csrf_exempt  # The signed link is what proves that it is meant; it is opened from a mail, without a session here.
@FORMS
@page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether it is meant, since programs follow links on their own; and stop."""
    try:
        subject = read_stop_token(token)
    except NoSuchChange as refusal:
        raise Http404(str(refusal)) from refusal
    name = stopping.what_stops(subject)
    if request.method == "POST":
        stopping.stop(subject)
    context = {"name": name, "is_over": request.method == "POST" or name is None}
    return render(request, "following/stop.html", context)


@require_safe
@page
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, in its owner's language. Whoever has the address reads it, as calendars have no other way."""
    person = calendars.read_calendar(token)
    with translation.override(person.locale):
        content = write_calendar(_("Fairbrief: deadlines"), calendar_events(person))
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
