"""The policy lab: a published policy and its rivals over the same simulated contests, and all that is assumed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.errors import NotVisible
from frontend.forms.lab import LabForm
from frontend.showing.lab import keep_run, lab_charts, lab_rows, names_of
from frontend.showing.lab_words import assumed, platform_share, rival_ways
from frontend.views.common import page
from payouts.lab.assumptions import Assumptions
from payouts.lab.paying import NotModelled
from payouts.selectors.policies import published_policies
from payouts.services.policies import load_policy


@require_safe
@page
def policy_lab(request: HttpRequest) -> HttpResponse:
    """The run that the address asks for; without one, of the policy for new briefs."""
    records = {f"{record.slug}/{record.version}": record for record in published_policies()}
    if not records:
        raise NotVisible
    # The default one first; the others in their own order, the newest first.
    ordered = sorted(records.items(), key=lambda pair: not (pair[1].is_default and pair[1].state == "published"))
    form = LabForm(request.GET, [(value, record.title) for value, record in ordered])
    chosen = form.cleaned_data
    record = records[chosen["policy"]]
    context = {
        "form": form,
        "policy": record,
        "ways": rival_ways().values(),
        "platform_share": platform_share(),
        "assumed": assumed(Assumptions()),
    }
    try:
        result = keep_run(load_policy(record.pk), chosen["size"], chosen["seed"])
    except NotModelled:
        return render(request, "policies/lab.html", context)
    context |= {
        "result": result,
        "names": names_of(result),
        "charts": lab_charts(result),
        "rows": lab_rows(result),
    }
    return render(request, "policies/lab.html", context)
