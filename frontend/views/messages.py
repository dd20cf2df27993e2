"""One's conversations, and one of them: read, answered, begun. Plain pages; htmx fetches what came meanwhile."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contests.errors import NotPermitted, NotVisible
from contests.selectors.messages import ConversationRoom, conversations_of, messages_of, room_of
from contests.selectors.paging import Page
from contests.selectors.roles import read_as
from contests.services.messaging.reading import mark_read
from contests.services.messaging.writing import send_message
from frontend.forms.messages import MessageForm
from frontend.showing.messages import closed_because, other_side, row_of, said_in
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page

A_PAGE = 20
AT_ONCE = 40
UNREAD = "unread"


@require_safe
@never_cache
@members_page
def conversations(request: HttpRequest) -> HttpResponse:
    """By their latest message; all, or those with something unread."""
    after, only_unread = request.GET.get("after") or None, request.GET.get("show") == UNREAD
    found = conversations_of(actor_of(request), unread=only_unread, after=after, limit=A_PAGE)
    kept = f"show={UNREAD}&" if only_unread else ""
    context = {
        "rows": [row_of(card) for card in found.items],
        "only_unread": only_unread,
        "is_first": after is None,
        "next_address": f"?{kept}after={found.next}" if found.next else "",
    }
    return render(request, "messages/conversations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_page
def conversation(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What was written about one entry, and the form to go on. To have read it is all that opening it writes."""
    if request.method == "POST":
        return _send(request, entry_id)
    if "since" in request.GET:
        return _news(request, entry_id)
    return _page(request, entry_id, MessageForm(), refused=False)


def _send(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            said = send_message(actor_of(request), entry_id, form.cleaned_data["body"], now=timezone.now())
        except REFUSALS as refusal:
            if isinstance(refusal, NotVisible | NotPermitted):
                raise
            add_refusal(form, refusal)
        else:
            return redirect(f"{reverse('pages:conversation', args=[entry_id])}#message-{said.number}")
    return _page(request, entry_id, form, refused=True)


def _page(request: HttpRequest, entry_id: UUID, form: MessageForm, *, refused: bool) -> HttpResponse:
    user, now = actor_of(request), timezone.now()
    reader, after = read_as(user), request.GET.get("after") or None
    room = room_of(reader, entry_id, now=now)
    found = messages_of(reader, entry_id, after=after, limit=AT_ONCE) if room.is_begun else Page(())
    if request.method == "GET" and after is None and _has_unread(room):
        mark_read(user, entry_id, up_to=room.last_number, now=now)
    context = {
        "room": room,
        "about": room.about,
        "who": other_side(room.about),
        "said": said_in(found.items, room.about),
        "older": f"?after={found.next}" if found.next else "",
        "is_latest": after is None,
        "closed": closed_because(room, now),
        "form": form,
    }
    return answer_form(request, "messages/conversation.html", context, refused=refused)


def _has_unread(room: ConversationRoom) -> bool:
    return room.last_number > room.read_up_to


def _news(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """What came after a message, for a page that is open; nothing is marked as read, for nobody may be looking."""
    reader, since = read_as(actor_of(request)), request.GET["since"]
    room = room_of(reader, entry_id, now=timezone.now())
    behind = int(since) if since.isdecimal() and len(since) < 9 else 0
    if room.last_number <= behind:
        return HttpResponse(status=204)
    found = messages_of(reader, entry_id, since=behind, limit=AT_ONCE)
    context = {"room": room, "about": room.about, "said": said_in(found.items, room.about), "is_latest": True}
    return render(request, "messages/_news.html", context)
