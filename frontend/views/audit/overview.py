"""The audit at a glance: every guarantee checked at this moment, the trial balance, and what falls due."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contests.selectors.history import list_deadlines
from frontend.showing.audit import balance_shown, checks_shown, deadlines_shown, payments_shown
from frontend.showing.contest_names import names_of
from frontend.views.audit.access import auditors_page
from frontend.views.common import actor_of
from payouts.rails.base import RailUnavailable
from payouts.selectors import auditing
from payouts.services.audit import run_checks
from payouts.services.reconcile import reconcile

REPLAYS = 100
SHOWN = 8
RAIL = "sandbox"


@require_safe
@auditors_page
def overview(request: HttpRequest) -> HttpResponse:
    """Green or red, and where to look next."""
    now = timezone.now()
    results = run_checks(now=now, replays=REPLAYS)
    running = list(auditing.liabilities()[:SHOWN])
    names = names_of(row.contest_id for row in running)
    overdue = list_deadlines(actor_of(request), state="waiting", due_before=now, limit=SHOWN).items
    context = {
        "checks": checks_shown(results),
        "all_well": all(result.ok for result in results),
        "broken": sum(1 for result in results if not result.ok),
        "balances": balance_shown(),
        "payments": payments_shown(auditing.disbursement_tally()),
        "running": [(row, names.get(row.contest_id, "")) for row in running],
        "overdue": deadlines_shown(overdue),
        "replays": REPLAYS,
        "tab": "overview",
    }
    return render(request, "audit/overview.html", context)


@require_safe
@auditors_page
def reconciliation(request: HttpRequest) -> HttpResponse:
    """One rail's own book against ours, at this moment; a bank that sends statements, by those."""
    rail = request.GET.get("rail", RAIL)
    if rail not in settings.RAILS:
        raise Http404
    context: dict[str, object] = {
        "tab": "reconciliation",
        "rail": rail,
        "rails": [(name, name) for name in sorted(settings.RAILS)],
    }
    try:
        context["compared"] = reconcile(rail, timezone.now())
    except RailUnavailable:
        context["refused"] = _("The bank does not answer. Nothing is wrong with the books; try again in a moment.")
    return render(request, "audit/reconciliation.html", context)
