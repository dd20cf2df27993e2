"""Where the link at the foot of a mail leads, without a sign-in: it stops such mails, and takes that back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.errors import AccountsRefusal
from accounts.selectors.notices import arrivals_of
from accounts.services.notices import unsubscribing
from accounts.services.notices.unsubscribing import DIGEST, Subscription
from accounts.topics import ARRIVALS, TITLES, Arrival
from frontend.views.common import page, refusal_words
from frontend.views.submitting import FORMS


# A mail program posts here by itself (RFC 8058): it has neither a cookie nor a token of ours. The signed link is the
# right to do the one thing that this page does.
@csrf_exempt
@FORMS
@never_cache
@page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Only a POST changes anything: mail programs follow links by themselves."""
    context: dict[str, Any] = {}
    try:
        asked = unsubscribing.read_subscription(token)
        if request.method == "POST" and request.POST.get("undo"):
            again = unsubscribing.subscribe_again(token, _before(request), now=timezone.now())
            context["again"] = [(TITLES[topic], ARRIVALS[how]) for topic, how in again.items()]
        elif request.method == "POST":
            changed = unsubscribing.unsubscribe(token, now=timezone.now())
            context["stopped"] = [(topic.value, TITLES[topic], how.value) for topic, how in changed.items()]
            context["is_done"] = True
        context |= _said(asked)
    except AccountsRefusal as refusal:
        context["refused"] = refusal_words(refusal)
    return render(request, "notices/unsubscribe.html", context, status=404 if "refused" in context else 200)


def _before(request: HttpRequest) -> dict[str, str]:
    """How each topic arrived, as the page that stopped it has noted."""
    pairs = (value.partition(":") for value in request.POST.getlist("before"))
    return {topic: how for topic, _, how in pairs}


def _said(asked: Subscription) -> dict[str, Any]:
    present = arrivals_of(asked.user.pk)
    wanted = (Arrival.DAILY,) if asked.about == DIGEST else (Arrival.DAILY, Arrival.AT_ONCE)
    mailed = [topic for topic in asked.topics if present[topic] in wanted]
    return {
        "is_digest": asked.about == DIGEST,
        "title": TITLES[asked.topics[0]],
        "mailed": [TITLES[topic] for topic in mailed],
    }
