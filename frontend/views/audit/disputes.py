"""Disputes as auditors read and admins decide them: never by a click alone, but after a look at what it would move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.visibility import Reader
from frontend.forms.brief import typed_money
from frontend.forms.disputes import DecisionForm
from frontend.showing.disputes import consequences
from frontend.showing.states import DISPUTE
from frontend.views.audit.access import a_word, admins_page, an_id, auditors_page, listed
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form
from payouts.models import Dispute
from payouts.selectors.disputes import card_of, entry_codes
from payouts.selectors.disputes import disputes as all_disputes
from payouts.services.dispute_decisions import (
    dismiss_dispute,
    held_and_unsent,
    may_judge,
    preview_upholding,
    uphold_dispute,
)

OPEN = "open"


@require_safe
@auditors_page
def disputes(request: HttpRequest) -> HttpResponse:
    """Every dispute, the newest first; open ones by the word for them, since their decision is empty."""
    found = listed(
        request, all_disputes(), {"contest": ("obligation__contest", an_id), "state": ("decision", _decision)}
    )
    rows = [(row, card_of(row, Reader()), DISPUTE[row.decision]) for row in found.rows]
    states = [(value or OPEN, shown) for value, shown in DISPUTE.items()]
    context = {"found": found, "rows": rows, "states": states, "tab": "disputes"}
    return render(request, "audit/disputes.html", context)


@require_safe
@auditors_page
def dispute(request: HttpRequest, dispute_ref: UUID) -> HttpResponse:
    """One dispute, with the form that decides on it for those who may."""
    return _page(request, _found(dispute_ref), DecisionForm())


@require_POST
@admins_page
def decide(request: HttpRequest, dispute_ref: UUID) -> HttpResponse:
    """The first sending shows what the decision would move; the second, confirmed, decides."""
    row, form = _found(dispute_ref), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        if "confirm" in request.POST:
            _decide(request, row, form.cleaned_data)
            messages.success(request, _("Decided. Both sides are told, with your reason on their page."))
            return redirect("pages:audit_dispute", row.public_id)
        return _page(request, row, form, ahead=_look_ahead(row, form.cleaned_data))
    except REFUSALS as refusal:
        add_refusal(form, refusal)
    return _page(request, row, form)


def _decide(request: HttpRequest, row: Dispute, said: dict[str, Any]) -> None:
    actor, now, reason = actor_of(request), timezone.now(), said["reason"]
    if said["decision"] == "dismissed":
        dismiss_dispute(actor, row.public_id, reason=reason, now=now)
    else:
        uphold_dispute(actor, row.public_id, decided_minor=said["decided_minor"], reason=reason, now=now)


def _look_ahead(row: Dispute, said: dict[str, Any]) -> dict[str, Any]:
    """What the decision would do with what waits, in figures."""
    if said["decision"] == "dismissed":
        held = held_and_unsent(row)
        return {"decision": "dismissed", "released_minor": held.amount_minor if held else 0}
    found = preview_upholding(row, said["decided_minor"])
    codes = entry_codes(row.obligation.contest_id)
    return {"decision": "upheld", "parts": consequences(found, card_of(row, Reader()), codes)}


def _decision(text: str) -> str:
    return "" if text == OPEN else a_word(text)


def _found(dispute_ref: UUID) -> Dispute:
    row = all_disputes().filter(public_id=dispute_ref).first()
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, row: Dispute, form: DecisionForm, *, ahead: dict[str, Any] | None = None
) -> HttpResponse:
    card = card_of(row, Reader())
    unsent = held_and_unsent(row) if row.is_open else None
    if not form.is_bound:
        most = unsent.amount_minor if unsent else row.claim_minor
        form = DecisionForm(initial={"decided_minor": typed_money(most)})
    context = {
        "row": row,
        "card": card,
        "debt": row.obligation,
        "state": DISPUTE[row.decision],
        "unsent": unsent,
        "adjustments": [one.obligation for one in row.adjustments.select_related("obligation__entry")],
        "form": form,
        "ahead": ahead,
        "may_decide": row.is_open and may_judge(actor_of(request), row),
        "is_partial": row.is_open and actor_of(request).is_admin and not may_judge(actor_of(request), row),
        "tab": "disputes",
    }
    return answer_form(request, "audit/dispute.html", context, refused=form.is_bound and ahead is None)
