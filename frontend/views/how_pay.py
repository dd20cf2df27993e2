"""How pay works: the default policy in plain words, the legal hour it rests on, and an example by the real engine."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from contests.errors import NotVisible
from frontend.showing.how_pay import minimums, worked_example
from frontend.views.common import page
from payouts.policy import describe_policy
from payouts.selectors.policies import default_policy_or_none, tariffs_on
from payouts.services.policies import load_policy


@require_safe
@page
def how_pay_works(request: HttpRequest) -> HttpResponse:
    """Everything on it is computed: a changed policy or tariff changes the page."""
    record = default_policy_or_none()
    if record is None:
        raise NotVisible
    policy = load_policy(record.pk)
    today: date = timezone.now().date()
    tariffs = tariffs_on(today)
    context = {
        "policy": record,
        "sections": describe_policy(policy, get_language() or "en"),
        "minimums": minimums(today),
        "example": worked_example(policy, tariffs, today),
        "tariffs": tariffs,
    }
    return render(request, "how_pay/how_pay.html", context)
