"""Webhooks in the account area: made, with their secret shown once; tried out, looked into, replayed, removed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from frontend.forms.webhooks import SpanForm, WebhookForm
from frontend.showing.webhooks import delivery_words, endpoint_words
from frontend.views.audit.access import a_word, listed
from frontend.views.common import (
    REFUSALS,
    SentOnce,
    actor_of,
    add_refusal,
    answer_form,
    members_page,
    refusal_words,
)
from frontend.views.submitting import FORMS
from webhooks.errors import NoSuchWebhook
from webhooks.models import Endpoint
from webhooks.selectors import endpoints as reading
from webhooks.services import endpoints, replaying


@FORMS
@never_cache
@members_page
def webhooks(request: HttpRequest) -> HttpResponse:
    """The reader's webhooks and their brands'; a new one's page follows at once, with its secret."""
    user = actor_of(request)
    brands = list(reading.keepable_brands(user))
    form = WebhookForm(request.POST or None, user=user, brands=brands)
    if form.is_bound and form.is_valid():
        once = SentOnce(user, request.POST.get("token", ""))
        if not once.claim():
            return redirect("pages:webhooks")
        try:
            made = endpoints.create_endpoint(user, **form.wanted(), now=timezone.now())
        except REFUSALS as refusal:
            once.release()
            add_refusal(form, refusal)
        else:
            return _page(request, made.endpoint, secret=made.secret)
    rows = [(row, endpoint_words(row)) for row in reading.endpoints_of(user)]
    context = {"rows": rows, "form": form, "token": uuid4().hex}
    return answer_form(request, "webhooks/webhooks.html", context, refused=form.is_bound)


@require_safe
@never_cache
@members_page
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One webhook with its log."""
    return _page(request, _found(request, webhook_id))


@require_safe
@never_cache
@members_page
def delivery(request: HttpRequest, webhook_id: UUID, message_id: str) -> HttpResponse:
    """One message: what is sent, and what came of each try."""
    endpoint = _found(request, webhook_id)
    try:
        row = reading.delivery_of(endpoint, message_id)
    except REFUSALS as refusal:
        raise Http404 from refusal
    context = {"endpoint": endpoint, "row": row, "state": delivery_words(row), "tries": reading.tries_of(row)}
    return render(request, "webhooks/delivery.html", context)


@require_POST
@never_cache
@members_page
def rotate(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """A new secret, shown once; the one before signs for a day more."""
    _found(request, webhook_id)
    made = endpoints.rotate_secret(actor_of(request), webhook_id, now=timezone.now())
    return _page(request, made.endpoint, secret=made.secret)


@require_POST
@members_page
def remove(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Remove it with its log."""
    _found(request, webhook_id)
    endpoints.delete_endpoint(actor_of(request), webhook_id)
    messages.success(request, _("The webhook is removed, and its log with it."))
    return redirect("pages:webhooks")


@require_POST
@members_page
def switch(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """On or off."""
    _found(request, webhook_id)
    if request.POST.get("active") == "yes":
        endpoints.turn_on(actor_of(request), webhook_id)
        messages.success(request, _("The webhook is on. It hears what happens from now on."))
    else:
        endpoints.turn_off(actor_of(request), webhook_id, now=timezone.now())
        messages.success(request, _("The webhook is off."))
    return redirect("pages:webhook", webhook_id)


@require_POST
@members_page
def try_out(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send a message that tells of nothing."""
    _found(request, webhook_id)

    def send() -> str:
        replaying.send_test(actor_of(request), webhook_id, now=timezone.now())
        return _("A test is on its way. Reload the page in a moment to see what came of it.")

    return _done(request, webhook_id, send)


@require_POST
@members_page
def replay(request: HttpRequest, webhook_id: UUID, message_id: str) -> HttpResponse:
    """Send one message again."""
    _found(request, webhook_id)

    def send() -> str:
        replaying.replay_delivery(actor_of(request), webhook_id, message_id, now=timezone.now())
        return _("The message is on its way once more.")

    return _done(request, webhook_id, send)


@require_POST
@never_cache
@members_page
def replay_span(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send again what happened in a span of time."""
    endpoint, form = _found(request, webhook_id), SpanForm(request.POST)
    if not form.is_valid():
        return _page(request, endpoint, span=form)
    since, until = form.span()
    try:
        count = replaying.replay_span(actor_of(request), webhook_id, since=since, until=until, now=timezone.now())
    except REFUSALS as refusal:
        add_refusal(form, refusal)
        return _page(request, endpoint, span=form)
    said = ngettext(
        "%(count)d message is on its way once more.", "%(count)d messages are on their way once more.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("pages:webhook", webhook_id)


def _page(request: HttpRequest, endpoint: Endpoint, *, secret: str = "", span: SpanForm | None = None) -> HttpResponse:
    found = listed(request, reading.deliveries_of(endpoint), {"outcome": ("outcome", a_word)})
    context: dict[str, Any] = {
        "endpoint": endpoint,
        "state": endpoint_words(endpoint),
        "secret": secret,
        "secrets": reading.live_secrets_of(endpoint, now=timezone.now()),
        "found": found,
        "rows": [(row, delivery_words(row)) for row in found.rows],
        "span": span or SpanForm(),
    }
    return answer_form(request, "webhooks/webhook.html", context, refused=span is not None)


def _found(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    """One that the reader keeps; to others it does not exist."""
    try:
        return reading.endpoint_of(actor_of(request), webhook_id)
    except NoSuchWebhook as refusal:
        raise Http404 from refusal


def _done(request: HttpRequest, webhook_id: UUID, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:webhook", webhook_id)
