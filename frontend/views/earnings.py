"""What somebody has earned, line by line, and where each payment stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.selectors import payout_account_of_person
from accounts.selectors.cooling import what_waits
from frontend.showing.earnings import earned_entry
from frontend.showing.waiting import waiting_words
from frontend.views.common import actor_of, members_page
from payouts.selectors.earnings import PaymentState, earnings_of


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
        "waiting_for_account": any(payment.state == PaymentState.NEEDS_ACCOUNT for payment in payments),
    }
    return render(request, "earnings/earnings.html", context)
