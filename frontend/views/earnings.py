"""What somebody has earned, line by line, and where each payment stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.selectors import payout_account_of_person
from accounts.selectors.cooling import what_waits
from frontend.showing.documents import shown_documents
from frontend.showing.earnings import earned_entry
from frontend.showing.waiting import waiting_words
from frontend.views.common import actor_of, members_page
from payouts.documents.composing.pages import ZONE
from payouts.documents.selectors.documents import documents_of_person, waiting_for
from payouts.selectors.earnings import PaymentState, earnings_of

LATEST = 5
"""So many documents stand on the page; all of them are a click away."""


@require_safe
@members_page
def earnings(request: HttpRequest) -> HttpResponse:
    """Everything that was ever settled for the reader, the newest first. A constant number of queries."""
    user = actor_of(request)
    now = timezone.now()
    earned = earnings_of(user, now=now)
    payments = [payment for entry in earned.entries for payment in entry.payments]
    account = payout_account_of_person(user.pk)
    context = {
        "totals": earned.totals,
        "entries": [earned_entry(entry, now) for entry in earned.entries],
        "account": account,
        "waiting": waiting_words(what_waits(account, now=now)),
        "documents": shown_documents(
            documents_of_person(user)[:LATEST], today=now.astimezone(ZONE).date(), for_person=user.pk
        ),
        "papers_wait_for": waiting_for(user),
        "waiting_for_account": any(payment.state == PaymentState.NEEDS_ACCOUNT for payment in payments),
    }
    return render(request, "earnings/earnings.html", context)
