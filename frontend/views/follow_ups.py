"""Going on with the maker of an entry: a job or a purchase, begun by the brand, answered by whoever made the work."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.errors import NotPermitted, NotVisible
from contests.follow_up_rules import Purpose
from contests.selectors.entry_pages import get_entry
from contests.selectors.follow_ups import beginnings_of, follow_up_of
from contests.services.following_up import answering
from contests.services.following_up.beginning import begin_follow_up
from frontend.forms.after import JobForm, PurchaseForm
from frontend.views.common import (
    REFUSALS,
    actor_of,
    add_refusal,
    answer_form,
    members_page,
    refusal_words,
)
from frontend.views.submitting import FORMS


@FORMS
@members_page
def buy(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Offer to buy the rights in a work that did not win."""
    return _begin(request, entry_id, Purpose.PURCHASE)


@FORMS
@members_page
def hire(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Begin a job for the maker of a shortlisted entry."""
    return _begin(request, entry_id, Purpose.JOB)


@require_safe
@members_page
def offer(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What is offered to one maker, and their answer."""
    return _shown(request, contest_id)


@require_POST
@members_page
def accept(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Sell the work, for one's part."""
    follow_up_of(actor_of(request), contest_id, now=timezone.now())
    try:
        sold = answering.accept_purchase(actor_of(request), contest_id, now=timezone.now())
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        return _shown(request, contest_id, refused=refusal_words(refusal))
    sold.contest.refresh_from_db()
    if sold.contest.state == "open":
        messages.success(request, _("Kept. The work is sold once everybody of the team has agreed."))
    else:
        messages.success(request, _("Sold. Hand over the final files next; the price is paid once they are accepted."))
    return redirect("pages:offer", contest_id)


@require_POST
@members_page
def decline(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Say no."""
    follow_up_of(actor_of(request), contest_id, now=timezone.now())
    try:
        answering.decline(actor_of(request), contest_id, now=timezone.now())
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        return _shown(request, contest_id, refused=refusal_words(refusal))
    messages.success(request, _("Declined. You owe nothing, and keep every right in your work."))
    return redirect("pages:offer", contest_id)


def _begin(request: HttpRequest, entry_id: UUID, purpose: Purpose) -> HttpResponse:
    user = actor_of(request)
    entry, may = get_entry(user, entry_id), beginnings_of(user, entry_id)
    if may is None:
        raise NotVisible
    form = (JobForm if purpose == Purpose.JOB else PurchaseForm)(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            contest = begin_follow_up(user, entry_id, purpose, form.cleaned_data["prize_minor"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Begun. Fund it, and its maker is told at once."))
            return redirect("pages:brief_review", contest.pk)
    context = {
        "entry": entry.card,
        "contest": entry.contest,
        "form": form,
        "may": may,
        "is_purchase": purpose == Purpose.PURCHASE,
        "may_begin": may.may_buy if purpose == Purpose.PURCHASE else may.may_hire,
    }
    return answer_form(request, "brand/follow_up.html", context, refused=form.is_bound)


def _shown(request: HttpRequest, contest_id: UUID, *, refused: str = "") -> HttpResponse:
    user = actor_of(request)
    card = follow_up_of(user, contest_id, now=timezone.now())
    context = {"card": card, "is_purchase": card.purpose == Purpose.PURCHASE, "refused": refused}
    return render(request, "contest/offer.html", context, status=422 if refused else 200)
