"""What a brief in the making would cost, and for what one can be written at all. Nothing is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from contests.brief_rules import BriefDraft
from contests.guides import guide_of
from frontend.forms.brief import FiguresForm
from frontend.showing.quote import ShownQuote, shown_quote
from frontend.views.common import page
from payouts.errors import NoTariff, PolicyRefused
from payouts.services.quoting import quote_draft
from payouts.services.terms import DraftTerms, known_tariffs, terms_of_brief


@require_POST
@page
def live_quote(request: HttpRequest) -> HttpResponse:
    """The panel for figures that are being typed; in the step that asks for the kind of work, its hint goes along."""
    context = {"quote": quote_of(FiguresForm(request.POST))}
    panel = render(request, "brand/parts/quote_panel.html", context)
    guide = guide_of(request.POST.get("category", "")) if "title" in request.POST else None
    if guide is not None:
        panel.write(render_to_string("brand/parts/guide.html", {"guide": guide, "out_of_band": True}, request))
    return panel


def quote_of(form: FiguresForm) -> ShownQuote | None:
    """What these figures would cost; None while they are not complete."""
    if not form.is_valid() or not form.prizes:
        return None
    data = form.cleaned_data
    return quoted(
        DraftTerms(
            data["category"],
            "EUR",
            form.prizes,
            data["shortlist_max"],
            data["unpaid_effort_minutes"],
            community_minor=data["community_minor"] or 0,
        )
    )


def quote_of_draft(draft: BriefDraft) -> ShownQuote | None:
    """What a saved draft would cost; None where the platform has no tariff for it."""
    return quoted(terms_of_brief(draft))


def quoted(terms: DraftTerms) -> ShownQuote | None:
    try:
        return shown_quote(quote_draft(terms, now=timezone.now()))
    except (NoTariff, PolicyRefused):
        return None


def categories() -> list[tuple[str, str]]:
    """What may be asked for: the categories with a tariff of the day, in their order."""
    today = timezone.now().date()
    return [
        (tariff.category_id, tariff.category.name)
        for tariff in sorted(known_tariffs(on=today), key=lambda tariff: tariff.category.position)
        if tariff.currency == "EUR"
    ]
