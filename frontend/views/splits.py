"""Offering a split to others from the form for an entry; looking at one, signing it, declining it, taking it back."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from contests.errors import NdaNeeded, NotPermitted, NotVisible
from contests.selectors.splits import get_split
from contests.services.splitting.answering import decline_part, sign_part
from contests.services.splitting.offering import offer_split, withdraw_split
from frontend.forms.splits import SplitForm
from frontend.showing.splits import shown_split
from frontend.views.common import REFUSALS, actor_of, add_refusal, members_page, refusal_words
from frontend.views.submitting import answer_with_team


@require_POST
@members_page
def offer(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Offer it. The form stands on the page for an entry, and comes back there with its errors."""
    user, form = actor_of(request), SplitForm(request.POST)
    if form.is_valid():
        try:
            offer_split(user, contest_id, form.draft(), now=timezone.now())
        except (NotVisible, NotPermitted):
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            # Only a piece of the page is swapped where there is a script, so that nothing typed beside it is lost.
            return redirect(f"{reverse('pages:enter', args=[contest_id])}#team")
    return answer_with_team(request, contest_id, form)


@require_safe
@members_page
def split(request: HttpRequest, split_ref: UUID) -> HttpResponse:
    """One offered split: who gets what, what that would be in money, who has signed."""
    user = actor_of(request)
    card = get_split(user, split_ref)
    is_open = card.state in ("waiting", "signed", "declined") and card.contest.state == "open"
    context = {"split": shown_split(card), "contest": card.contest, "is_open": is_open}
    return render(request, "entries/split.html", context)


@require_POST
@members_page
def sign(request: HttpRequest, split_ref: UUID) -> HttpResponse:
    """Consent to the whole split. Whoever has not accepted the brief's confidentiality yet is led there first."""
    try:
        return _answer(request, split_ref, sign_part, _("Signed. The author is told once everybody has."))
    except NdaNeeded:
        return redirect("pages:nda", get_split(actor_of(request), split_ref).contest.id)


@require_POST
@members_page
def decline(request: HttpRequest, split_ref: UUID) -> HttpResponse:
    """Say no; the author is told."""
    return _answer(request, split_ref, decline_part, _("Declined. The author has been told."))


@require_POST
@members_page
def withdraw(request: HttpRequest, split_ref: UUID) -> HttpResponse:
    """Take one's own offer back."""
    return _answer(request, split_ref, withdraw_split, _("The offer is taken back. Nobody is bound by it."))


def _answer(request: HttpRequest, ref: UUID, act: Callable[..., None], done: str) -> HttpResponse:
    user: User = actor_of(request)
    now: datetime = timezone.now()
    get_split(user, ref)
    try:
        act(user, ref, now=now)
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, done)
    return redirect("pages:split", ref)
