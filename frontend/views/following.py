"""What the reader follows, the searches they have saved, and the address of their calendar. Theirs alone."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.errors import NotVisible
from contests.selectors.following import followed_by, searches_of
from contests.services.finding import calendars, follows, saved_searches
from frontend.forms.browse import BrowseForm, SearchNameForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, go_to, members_page, refusal_words

FOLLOWED_A_PAGE = 50


@require_safe
@members_page
def following(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    user, after = actor_of(request), request.GET.get("after") or None
    found = followed_by(user, after=after, limit=FOLLOWED_A_PAGE)
    context = {
        "followed": found.items,
        "next_address": f"?{urlencode({'after': found.next})}" if found.next else "",
        "is_first": after is None,
        "searches": [(one, saved_searches.search_query(one.filters)) for one in searches_of(user)],
        "calendar": calendars.calendar_of(user),
    }
    return render(request, "following/following.html", context)


@require_POST
@members_page
def follow_brief(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Follow it, or stop (`stop`), and stay on its page."""
    address = reverse("pages:contest", args=[contest_id])
    if "stop" in request.POST:
        follows.unfollow_brief(actor_of(request), contest_id)
        messages.success(request, _("You do not follow this brief any more."))
        return redirect(address)
    return _followed(
        request,
        lambda: follows.follow_brief(actor_of(request), contest_id, now=timezone.now()),
        _("You follow this brief: you will hear of answers, of its closing and of its end."),
        address,
    )


@require_POST
@members_page
def follow_brand(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a brand; `brief` is the one that the reader came from."""
    address = _brief_address(request.POST.get("brief", ""))
    if "stop" in request.POST:
        follows.unfollow_brand(actor_of(request), slug)
        messages.success(request, _("You do not follow this brand any more."))
        return redirect(address)
    return _followed(
        request,
        lambda: follows.follow_brand(actor_of(request), slug, now=timezone.now()),
        _("You follow this brand: you will hear of its next briefs."),
        address,
    )


@require_POST
@members_page
def unfollow(request: HttpRequest, following_ref: UUID) -> HttpResponse:
    """Stop following one thing of the list."""
    follows.unfollow(actor_of(request), following_ref)
    messages.success(request, _("You will hear no more of it."))
    return redirect("pages:following")


@require_POST
@members_page
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name; a refused one comes back with the filters as they were."""
    form, name = BrowseForm(request.POST), SearchNameForm(request.POST)
    if name.is_valid():
        try:
            saved_searches.save_search(actor_of(request), name.cleaned_data["name"], form.filters, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(name, refusal)
        else:
            messages.success(request, _("Your search is saved. Once a day you get a mail if there is something new."))
            return go_to(request, reverse("pages:following"))
    query = [(key, value) for key, value in request.POST.items() if key in form.fields and value]
    context = {"form": form, "name": name, "query": query, "back": f"{reverse('pages:briefs')}?{urlencode(query)}"}
    return answer_form(request, "following/save.html", context, refused=True)


@require_POST
@members_page
def forget(request: HttpRequest, search_ref: UUID) -> HttpResponse:
    """Remove a saved search."""
    saved_searches.remove_search(actor_of(request), search_ref)
    messages.success(request, _("The search is removed."))
    return redirect("pages:following")


@require_POST
@members_page
def renew(request: HttpRequest) -> HttpResponse:
    """Make the calendar's address, or a new one: the old one shows nothing from then on."""
    calendars.renew_calendar(actor_of(request), now=timezone.now())
    messages.success(request, _("Your calendar has a new address. Any earlier one is worthless now."))
    return redirect(reverse("pages:following") + "#calendar")


def _followed(request: HttpRequest, follow: Any, words: str, address: str) -> HttpResponse:
    try:
        follow()
    except NotVisible:
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, words)
    return redirect(address)


def _brief_address(key: str) -> str:
    """Back to a brief of this site, whatever was sent; else to what the reader follows."""
    try:
        return reverse("pages:contest", args=[UUID(key)])
    except ValueError:
        return reverse("pages:following")
