"""What the reader was told: all of it or what is unread, by topic."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NoSuchNotice
from accounts.selectors.notices import card_of, notices_of, path_of
from accounts.services.notices.marking import mark_all_read, open_notice
from accounts.topics import TITLES, Topic
from frontend.views.audit.access import a_word, listed
from frontend.views.common import actor_of, members_page

UNREAD = "unread"


@require_safe
@never_cache
@members_page
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    user, only = actor_of(request), request.GET.get("show") == UNREAD
    found = listed(request, notices_of(user, unread=only), {"topic": ("topic", a_word), "show": ("pk__gt", _any)})
    topic = found.given.get("topic", "")
    context = {
        "rows": [card_of(one) for one in found.rows],
        "found": found,
        "topic": topic,
        "only_unread": only,
        "topics": [(one.value, TITLES[one], one.value == topic) for one in Topic],
        "titles": {one.value: TITLES[one] for one in Topic},
    }
    return render(request, "notices/notices.html", context)


def _any(_text: str) -> int:
    """`show` is no filter of its own: it is kept in the addresses of the other pages."""
    return 0


@require_POST
@members_page
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything until now, or all of one topic."""
    word = request.POST.get("topic", "")
    topic = Topic(word) if word in Topic.__members__.values() else None
    count = mark_all_read(actor_of(request), now=timezone.now(), topic=topic)
    if count:
        said = ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("There was nothing unread."))
    return redirect(f"{reverse('pages:notices')}?topic={topic}" if topic else reverse("pages:notices"))


@require_safe
@members_page
def open_one(request: HttpRequest, notice_ref: UUID) -> HttpResponse:
    """Lead to what it tells of, and have it read. To mark it is all that this writes, and only for its own reader."""
    try:
        notice = open_notice(actor_of(request), notice_ref, now=timezone.now())
    except NoSuchNotice as refusal:
        raise Http404 from refusal
    return redirect(path_of(notice) or reverse("pages:notices"))
