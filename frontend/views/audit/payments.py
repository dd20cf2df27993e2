"""Payments out, and what an admin may do to one: hold it with a reason and an end, release it, have it asked about."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.forms.audit import HoldForm
from frontend.showing.audit_words import DISBURSEMENT
from frontend.showing.contest_names import names_of
from frontend.views.audit.access import a_word, admins_page, an_id, auditors_page, listed
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from payouts.models import Disbursement
from payouts.selectors import auditing
from payouts.services.disbursements import ask_again, hold, release_hold


@require_safe
@auditors_page
def disbursements(request: HttpRequest) -> HttpResponse:
    """Every payment, the newest first."""
    found = listed(
        request, auditing.disbursements(), {"state": ("state", a_word), "contest": ("obligation__contest", an_id)}
    )
    names = names_of(row.obligation.contest_id for row in found.rows)
    rows = [(row, names.get(row.obligation.contest_id, ""), DISBURSEMENT[row.state]) for row in found.rows]
    context = {"found": found, "rows": rows, "states": DISBURSEMENT.items(), "tab": "disbursements"}
    return render(request, "audit/disbursements.html", context)


@require_safe
@auditors_page
def disbursement(request: HttpRequest, disbursement_id: int) -> HttpResponse:
    """One payment with all that is known of it."""
    return _page(request, _found(disbursement_id), HoldForm())


@require_POST
@admins_page
def hold_disbursement(request: HttpRequest, disbursement_id: int) -> HttpResponse:
    """Hold a payment that nobody has begun to send."""
    row, form, now = _found(disbursement_id), HoldForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            hold(actor_of(request), row.pk, reason=form.cleaned_data["reason"], until=form.until(now), now=now)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The payment is held. The rest of the contest is paid as usual."))
            return redirect("pages:audit_disbursement", row.pk)
    return _page(request, row, form)


@require_POST
@admins_page
def release_disbursement(request: HttpRequest, disbursement_id: int) -> HttpResponse:
    """Let a held payment go."""
    row = _found(disbursement_id)
    try:
        release_hold(actor_of(request), row.pk, now=timezone.now())
        messages.success(request, _("The payment is released, and due at once."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:audit_disbursement", row.pk)


@require_POST
@admins_page
def ask_about_disbursement(request: HttpRequest, disbursement_id: int) -> HttpResponse:
    """Have the bank asked once more, under the payment's own key."""
    row = _found(disbursement_id)
    try:
        ask_again(actor_of(request), row.pk, now=timezone.now())
        messages.success(request, _("The bank is being asked."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:audit_disbursement", row.pk)


def _found(disbursement_id: int) -> Disbursement:
    rows = auditing.disbursements().select_related("obligation__payee_user", "obligation__payee_brand")
    row = rows.filter(pk=disbursement_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Disbursement, form: HoldForm) -> HttpResponse:
    debt = row.obligation
    is_admin = actor_of(request).is_admin
    context: dict[str, Any] = {
        "row": row,
        "debt": debt,
        "payee": (debt.payee_user.public_name if debt.payee_user else "")
        or (debt.payee_brand and debt.payee_brand.name),
        "contest": names_of([debt.contest_id]).get(debt.contest_id, ""),
        "state": DISBURSEMENT[row.state],
        "form": form,
        "may_hold": is_admin and row.state == "pending" and not row.attempts,
        "may_release": is_admin and row.state == "held",
        "may_ask": is_admin and row.state in ("unknown", "sent"),
        "tab": "disbursements",
    }
    return answer_form(request, "audit/disbursement.html", context, refused=form.is_bound)
