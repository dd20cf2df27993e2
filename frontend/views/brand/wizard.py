"""Writing a brief step by step, with what it will cost always in view. It can be left at any step and taken up again.

Until all steps are answered once, the answers wait in the writer's session; from then on each step is saved to the
draft. A draft costs nothing and is seen by nobody else.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import MemberRole
from accounts.selectors.brands import role_in_brand
from contests.brief_rules import BriefDraft, prize_problems, problems_in_words
from contests.errors import Invalid, InvalidBrief, NotPermitted, NotVisible
from contests.guides import guide_of
from contests.kinds import fitted
from contests.lifecycle import State
from contests.models import Contest
from contests.selectors.cards import BrandCard, ContestPage
from contests.selectors.contests import get_contest
from contests.selectors.dashboards import brand_dashboard
from contests.services import briefs
from frontend.forms.brief import STEPS, BriefForm, FiguresForm
from frontend.showing.advice import shown_advice
from frontend.showing.declarations import AI_POLICIES
from frontend.showing.kinds import KINDS, language_names, shown_tones
from frontend.showing.states import VISIBILITY
from frontend.showing.wizard import StepShown, review_trail, step_shown
from frontend.views.brand.beginnings import Kits, kit_choices, known_of
from frontend.views.brand.notes import Notes
from frontend.views.brand.quoting import categories, quote_of, quote_of_draft
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from payouts.selectors.funding import escrow_position
from payouts.services.brief_advice import advice_for

FORMS = require_http_methods(["GET", "HEAD", "POST"])
WRITERS: frozenset[str] = frozenset({MemberRole.OWNER, MemberRole.MANAGER})
ORDER = tuple(STEPS)


@FORMS
@members_page
def new_brief(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The next step of a brief that is not whole yet; the last one saves it as a draft."""
    board = brand_dashboard(actor_of(request), brand_id)
    if board.role not in WRITERS:
        raise NotPermitted(_("Only an owner or a manager of the brand writes its briefs."))
    notes, here = Notes(request.session, brand_id), reverse("pages:brief_new", args=[brand_id])
    known = known_of(notes)
    kits = kit_choices(board.brand.id)
    step, form = _step(request, known, kits)
    if _is_answered(request, form, known):
        notes.keep(request.POST, form.fields)
        if step != ORDER[-1]:
            return redirect(f"{here}?step={_next(step)}")
        step, form, made = _make(request, brand_id, notes, kits)
        if made:
            return redirect("pages:brief_review", made)
        known = known_of(notes)
    return _wizard(request, form, step_shown(step, here), known=known, brand=board.brand)


@FORMS
@members_page
def edit_brief(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """One step of a saved draft; what is answered is saved at once."""
    user, shown = actor_of(request), _own_draft(request, contest_id)
    saved = _saved(contest_id)
    here = reverse("pages:brief_edit", args=[contest_id])
    kits = kit_choices(shown.card.brand.id, saved.kit)
    known = BriefForm.initial_of(saved)
    step, form = _step(request, known, kits)
    if _is_answered(request, form, known):
        changed = form.changed_in(saved)
        fit = fitted(changed) if changed.kind != saved.kind else changed
        try:
            briefs.update_draft(user, contest_id, fit, now=timezone.now())
        except REFUSALS as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            if fit != changed:
                words = _("This kind of contest has terms of its own: look at the pay and the periods once more.")
                messages.info(request, words)
            is_last = step == ORDER[-1] or "review" in request.POST
            to_review = reverse("pages:brief_review", args=[contest_id])
            return redirect(to_review if is_last else f"{here}?step={_next(step)}")
    return _wizard(request, form, step_shown(step, here), known=known, brand=shown.card.brand, contest=shown)


@require_safe
@members_page
def review(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The brief as creatives will see it, and what it takes to show it to them."""
    shown = _own_draft(request, contest_id)
    saved = _saved(contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "draft": saved,
        "quote": quote_of_draft(saved),
        "position": escrow_position(contest_id),
        "visibility": VISIBILITY[shown.card.visibility],
        "trail": review_trail(reverse("pages:brief_edit", args=[contest_id])),
        "kind": KINDS[shown.card.kind],
        "tones": shown_tones(shown.tones),
        "ai_policy": AI_POLICIES[shown.ai_policy].fact,
        "work_languages": language_names(shown.work_languages),
        "advice": shown_advice(advice_for(actor_of(request), contest_id, now=timezone.now())),
    }
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


@require_POST
@members_page
def forget_notes(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """Throw away a brief that has been begun and never became a draft."""
    Notes(request.session, brand_id).forget()
    return redirect("pages:brand", brand_id)


def _make(request: HttpRequest, brand_id: UUID, notes: Notes, kits: Kits) -> tuple[str, BriefForm, UUID | None]:
    """Save the whole brief as a draft; or the first step with something wrong, its form saying what."""
    known = known_of(notes, suggested=False)
    options: dict[str, Any] = {"categories": categories(), "kind": known["kind"], "kits": kits}
    for step in ORDER:
        form = BriefForm(known, step=step, **options)
        if not form.is_valid():
            return step, form, None
    whole = BriefForm(known, **options)
    whole.is_valid()
    try:
        made = briefs.create_contest(actor_of(request), brand_id, whole.draft(), now=timezone.now())
    except REFUSALS as refusal:
        step = _step_at_fault(refusal)
        form = BriefForm(known, step=step, **options)
        _refuse(form, refusal)
        return step, form, None
    notes.forget()
    messages.success(request, _("Your draft is saved. Nobody else sees it."))
    return ORDER[-1], form, made.pk


def _refuse(form: BriefForm, refusal: Exception) -> None:
    """What the service refuses, beside the form's own fields: it speaks of the prizes as one."""
    form.is_valid()
    if not isinstance(refusal, Invalid):
        add_refusal(form, refusal)
        return
    for problem in refusal.problems:
        field = form.prize_at_fault if problem.field == "prizes" else problem.field
        form.add_error(field if field in form.fields else None, problem.message)


def _step_at_fault(refusal: Exception) -> str:
    field = getattr(refusal, "field", "") or ""
    wanted = "prize_1" if field == "prizes" else field
    return next((step for step, fields in STEPS.items() if wanted in fields), ORDER[-1])


def _step(request: HttpRequest, known: Mapping[str, Any], kits: Kits) -> tuple[str, BriefForm]:
    """The step that the address names, and its form: filled in with what was sent, or with what is known."""
    asked = request.GET.get("step", "")
    step = asked if asked in STEPS else ORDER[0]
    data = request.POST if request.method == "POST" else None
    options: dict[str, Any] = {"categories": categories(), "kind": known["kind"], "kits": kits}
    return step, BriefForm(data, initial=dict(known), step=step, **options)


def _is_answered(request: HttpRequest, form: BriefForm, known: Mapping[str, Any]) -> bool:
    """Whether the step can be left. Words that are too short, and figures that no policy takes, are refused where they
    are typed, not at the end.
    """
    if not form.is_bound or "recalculate" in request.POST or not form.is_valid():
        return False
    if problems := [*problems_in_words({name: form.cleaned_data[name] for name in form.fields})]:
        _refuse(form, InvalidBrief(problems))
        return False
    if "prize_1" in form.fields:
        if problems := [*prize_problems(form.prizes, form.cleaned_data["shortlist_max"])]:
            _refuse(form, InvalidBrief(problems))
            return False
        quote = quote_of(FiguresForm(_figures(form, known)))
        for sentence in quote.problems if quote else ():
            form.add_error(None, sentence)
    return form.is_valid()


def _figures(form: BriefForm, known: Mapping[str, Any]) -> dict[str, Any]:
    """What decides the most that can be owed: of this step as typed, of the others as known."""
    now_known = {**known, **{name: form[name].value() for name in form.fields}}
    return {name: now_known.get(name, "") for name in FiguresForm.base_fields}


def _next(step: str) -> str:
    return ORDER[ORDER.index(step) + 1]


def _wizard(
    request: HttpRequest,
    form: BriefForm,
    step: StepShown,
    *,
    known: Mapping[str, Any],
    brand: BrandCard,
    contest: ContestPage | None = None,
) -> HttpResponse:
    figures = _figures(form, known)
    category = form["category"].value() if "category" in form.fields else known.get("category", "")
    context = {
        "form": form,
        "step": step,
        "brand": brand,
        "contest": contest,
        "quote": quote_of(FiguresForm(figures)),
        "guide": guide_of(str(category or "")),
        "other_figures": [(name, value) for name, value in figures.items() if name not in form.fields],
    }
    refused = form.is_bound and bool(form.errors) and "recalculate" not in request.POST
    return answer_form(request, "brand/wizard.html", context, refused=refused)


def _own_draft(request: HttpRequest, contest_id: UUID) -> ContestPage:
    """The draft, for those of its brand who write briefs."""
    user = actor_of(request)
    shown = get_contest(user, contest_id)
    if shown.card.state != State.DRAFT or role_in_brand(user, shown.card.brand.id) not in WRITERS:
        raise NotVisible
    return shown


def _saved(contest_id: UUID) -> BriefDraft:
    return briefs.draft_of(Contest.objects.select_related("brief").get(pk=contest_id))
