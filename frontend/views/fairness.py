"""How fair it is, in figures; and the site held against Fairwork's principles, with what it does not meet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contests.selectors.categories import list_categories
from frontend.showing.fairness import fairness_tables
from frontend.showing.fairwork import Known, principles
from frontend.views.common import page
from payouts.selectors.fairness import fairness_groups
from payouts.selectors.figures import public_figures
from payouts.selectors.policies import default_policy_or_none

CURRENCY = "EUR"


@require_safe
@page
def fairness(request: HttpRequest) -> HttpResponse:
    """The published figures, by month and by kind of work; the same ones that the API gives."""
    names = {category.slug: category.name for category in list_categories()}
    return render(request, "fairness/fairness.html", {"tables": fairness_tables(fairness_groups(), names)})


@require_safe
@page
def fairwork(request: HttpRequest) -> HttpResponse:
    """Point by point. Where a figure is the evidence, it also decides whether the point is met."""
    totals = [group for group in fairness_groups(category="") if group.month is None]
    known = Known(
        public_figures(timezone.now()),
        next((group for group in totals if group.currency == CURRENCY), None),
        default_policy_or_none(),
    )
    return render(request, "fairness/fairwork.html", {"principles": principles(known)})
