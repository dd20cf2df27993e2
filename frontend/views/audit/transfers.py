"""Bank transfers that came in, and what an admin may do with one that belongs nowhere yet: assign, send back, keep."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.forms.audit import AssignForm, KeepForm
from frontend.showing.audit_words import DISBURSEMENT, TRANSFER
from frontend.showing.contest_names import names_of
from frontend.views.audit.access import a_word, admins_page, an_id, auditors_page, listed
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from payouts.models import IncomingTransfer
from payouts.selectors.transfers import incoming_transfers
from payouts.services.transfer_desk import UNDECIDED, assign_transfer, keep_transfer, send_transfer_back


@require_safe
@auditors_page
def transfers(request: HttpRequest) -> HttpResponse:
    """Every transfer, the newest first."""
    found = listed(request, incoming_transfers(), {"state": ("state", a_word), "contest": ("contest", an_id)})
    names = names_of(row.contest_id for row in found.rows)
    rows = [(row, names.get(row.contest_id, ""), TRANSFER[row.state]) for row in found.rows]
    context = {"found": found, "rows": rows, "states": TRANSFER.items(), "tab": "transfers"}
    return render(request, "audit/transfers.html", context)


@require_safe
@auditors_page
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """One transfer with what the bank said of it, and where it went."""
    return _page(request, _found(transfer_id), AssignForm(), KeepForm())


@require_POST
@admins_page
def assign(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Put what is left into a contest's escrow."""
    row, form = _found(transfer_id), AssignForm(request.POST)
    if form.is_valid():
        actor, contest_id, now = actor_of(request), form.cleaned_data["contest"], timezone.now()
        return _act(request, row, form, lambda: assign_transfer(actor, row.pk, contest_id, now=now), assign_form=form)
    return _page(request, row, form, KeepForm())


@require_POST
@admins_page
def keep(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Say that what is left is the platform's own."""
    row, form = _found(transfer_id), KeepForm(request.POST)
    if form.is_valid():
        actor, reason, now = actor_of(request), form.cleaned_data["reason"], timezone.now()
        return _act(request, row, form, lambda: keep_transfer(actor, row.pk, reason=reason, now=now), keep_form=form)
    return _page(request, row, AssignForm(), form)


@require_POST
@admins_page
def send_back(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Send what is left back to where it came from."""
    row = _found(transfer_id)
    try:
        send_transfer_back(actor_of(request), row.pk, now=timezone.now())
        messages.success(request, _("It goes back with the next file."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:audit_transfer", row.pk)


def _act(request: HttpRequest, row: IncomingTransfer, form: Any, do: Callable[[], Any], **forms: Any) -> HttpResponse:
    try:
        do()
    except REFUSALS as refusal:
        add_refusal(form, refusal)
        return _page(request, row, forms.get("assign_form", AssignForm()), forms.get("keep_form", KeepForm()))
    messages.success(request, _("Done, and written down."))
    return redirect("pages:audit_transfer", row.pk)


def _found(transfer_id: int) -> IncomingTransfer:
    row = incoming_transfers().filter(pk=transfer_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: IncomingTransfer, assign_form: AssignForm, keep_form: KeepForm) -> HttpResponse:
    deposits = list(row.deposits.all())
    names = names_of([row.contest_id, *(deposit.escrow_id for deposit in deposits)])
    context = {
        "row": row,
        "state": TRANSFER[row.state],
        "contest": names.get(row.contest_id, "") if row.contest_id else "",
        "deposits": [(deposit, names.get(deposit.escrow_id, "")) for deposit in deposits],
        "returns": [(back, DISBURSEMENT[back.state]) for back in row.returns.all()],
        "may_decide": actor_of(request).is_admin and row.state in UNDECIDED,
        "assign_form": assign_form,
        "keep_form": keep_form,
        "tab": "transfers",
    }
    refused = assign_form.is_bound or keep_form.is_bound
    return answer_form(request, "audit/transfer.html", context, refused=refused)
