"""Disputing an amount, for whoever it is owed to and for the brand that owes it, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.errors import NotVisible
from frontend.formatting import format_money
from frontend.forms.disputes import DisputeForm
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from payouts.selectors.disputes import DisputeCard, disputable_by, get_dispute
from payouts.services.disputing import open_dispute, withdraw_dispute


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def open_one(request: HttpRequest, debt_ref: UUID) -> HttpResponse:
    """Say that an amount is wrong. The form also stands beside the amount itself; this page is where it comes back."""
    user = actor_of(request)
    debt = disputable_by(user, debt_ref)
    form = DisputeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            opened = open_dispute(user, debt_ref, **form.cleaned_data, now=timezone.now())
        except NotVisible:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            card = get_dispute(opened.public_id, user)
            messages.success(request, _told(card))
            return _back(card, is_payee=debt.is_own)
    context = {"debt": debt, "form": form}
    return answer_form(request, "disputes/open.html", context, refused=form.is_bound)


@require_POST
@members_page
def withdraw(request: HttpRequest, dispute_ref: UUID) -> HttpResponse:
    """Take one's own side's dispute back."""
    user = actor_of(request)
    card = get_dispute(dispute_ref, user)
    try:
        withdraw_dispute(user, dispute_ref, now=timezone.now())
        messages.success(request, _("Taken back. What waited for it is being paid."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return _back(card, is_payee=card.side == "payee")


def _told(card: DisputeCard) -> str:
    """What happens now."""
    if not card.held_minor:
        return _("Recorded. Nothing of it was still unpaid, so nothing waits; a person decides all the same.")
    held = format_money(card.held_minor, card.currency)
    return _("Recorded. %(held)s waits for a decision; everything else is paid as usual.") % {"held": held}


def _back(card: DisputeCard, *, is_payee: bool) -> HttpResponse:
    return redirect("pages:earnings") if is_payee else redirect("pages:contest_money", card.contest_id)
