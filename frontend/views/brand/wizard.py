"""Writing a brief, with what it will cost always in view. A draft costs nothing and can be left and taken up again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import MemberRole
from accounts.selectors.brands import role_in_brand
from contests.brief_rules import BriefDraft
from contests.errors import NotVisible
from contests.lifecycle import State
from contests.models import Contest
from contests.selectors.cards import ContestPage
from contests.selectors.contests import get_contest
from contests.selectors.dashboards import brand_dashboard
from contests.services import briefs
from frontend.forms.brief import BriefForm, FiguresForm
from frontend.showing.quote import ShownQuote, shown_quote
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words
from payouts.errors import NoTariff
from payouts.services.quoting import quote_draft
from payouts.services.terms import DraftTerms, known_tariffs

FORMS = require_http_methods(["GET", "HEAD", "POST"])
WRITERS = (MemberRole.OWNER, MemberRole.MANAGER)


@FORMS
@members_page
def new_brief(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """An empty brief."""
    user = actor_of(request)
    board = brand_dashboard(user, brand_id)
    form = BriefForm(request.POST or None, categories=_categories())
    if "recalculate" not in request.POST and form.is_bound and form.is_valid():
        try:
            contest = briefs.create_contest(user, brand_id, form.draft(), now=timezone.now())
            messages.success(request, _("Your draft is saved. Nobody else sees it."))
            return redirect("pages:brief_review", contest.pk)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return _wizard(request, form, brand=board.brand, contest=None)


@FORMS
@members_page
def edit_brief(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """A saved draft, taken up again."""
    user = actor_of(request)
    shown = _own_draft(request, contest_id)
    saved = briefs.draft_of(Contest.objects.select_related("brief").get(pk=contest_id))
    form = BriefForm(request.POST or None, initial=BriefForm.initial_of(saved), categories=_categories())
    if "recalculate" not in request.POST and form.is_bound and form.is_valid():
        try:
            briefs.update_draft(user, contest_id, form.draft(), now=timezone.now())
            messages.success(request, _("Your draft is saved."))
            return redirect("pages:brief_review", contest_id)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return _wizard(request, form, brand=shown.card.brand, contest=shown)


@require_POST
@page
def live_quote(request: HttpRequest) -> HttpResponse:
    """The panel alone, for figures that are being typed."""
    return render(request, "brand/parts/quote_panel.html", {"quote": quote_of(FiguresForm(request.POST))})


@require_safe
@members_page
def review(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The brief as creatives will see it, and what it takes to show it to them."""
    shown = _own_draft(request, contest_id)
    saved = briefs.draft_of(Contest.objects.select_related("brief").get(pk=contest_id))
    context = {"contest": shown, "card": shown.card, "quote": quote_of_draft(saved)}
    return render(request, "brand/review_brief.html", context)


@require_POST
@members_page
def discard(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    shown = _own_draft(request, contest_id)
    try:
        briefs.delete_draft(actor_of(request), contest_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:brief_review", contest_id)
    messages.success(request, _("The draft is gone."))
    return redirect("pages:brand", shown.card.brand.id)


def quote_of(form: FiguresForm) -> ShownQuote | None:
    """What these figures would cost; None while they are not complete."""
    if not form.is_valid() or not form.prizes:
        return None
    data = form.cleaned_data
    terms = DraftTerms(data["category"], "EUR", form.prizes, data["shortlist_max"], data["unpaid_effort_minutes"])
    try:
        return shown_quote(quote_draft(terms, now=timezone.now()))
    except NoTariff:
        return None


def quote_of_draft(draft: BriefDraft) -> ShownQuote | None:
    """What a saved draft would cost."""
    terms = DraftTerms(draft.category, draft.currency, draft.prizes, draft.shortlist_max, draft.unpaid_effort_minutes)
    return shown_quote(quote_draft(terms, now=timezone.now()))


def _wizard(request: HttpRequest, form: BriefForm, *, brand: object, contest: object) -> HttpResponse:
    figures = FiguresForm({name: form[name].value() for name in FiguresForm.base_fields})
    context = {"form": form, "brand": brand, "contest": contest, "quote": quote_of(figures)}
    refused = form.is_bound and bool(form.errors) and "recalculate" not in request.POST
    return answer_form(request, "brand/wizard.html", context, refused=refused)


def _own_draft(request: HttpRequest, contest_id: UUID) -> ContestPage:
    """The draft, for those of its brand who write briefs."""
    user = actor_of(request)
    shown = get_contest(user, contest_id)
    if shown.card.state != State.DRAFT or role_in_brand(user, shown.card.brand.id) not in WRITERS:
        raise NotVisible
    return shown


def _categories() -> list[tuple[str, str]]:
    today = timezone.now().date()
    return [
        (tariff.category_id, tariff.category.name)
        for tariff in sorted(known_tariffs(on=today), key=lambda tariff: tariff.category.position)
        if tariff.currency == "EUR"
    ]
