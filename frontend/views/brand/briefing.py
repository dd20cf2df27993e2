"""Around a brief of one's own: a copy, what creatives will see, its files; and the kit that briefs can show."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.errors import NotPermitted, NotVisible
from contests.kinds import Kind
from contests.lifecycle import Role, State
from contests.selectors.brief_pages import covered_preview
from contests.selectors.cards import ContestPage
from contests.selectors.contests import get_contest
from contests.selectors.dashboards import brand_dashboard
from contests.selectors.kits import newest_kit
from contests.services import briefs
from contests.services.briefing import attachments, kits
from contests.visibility import DECIDERS
from frontend.forms.briefing import AttachmentsForm, KitForm
from frontend.forms.entries import LIMITS_HELP, QuestionForm
from frontend.showing.calls import Call
from frontend.views.common import (
    REFUSALS,
    actor_of,
    add_refusal,
    answer_form,
    go_to,
    members_page,
    refusal_words,
)
from frontend.views.contest import brief_context
from frontend.views.kept_files import kept_file, kept_files

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@members_page
def duplicate(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """A new draft with the same words and terms."""
    try:
        made = briefs.duplicate_contest(actor_of(request), contest_id, now=timezone.now())
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:contest", contest_id)
    messages.success(request, _("Copied. Files and guests stay with the first one; nothing is charged."))
    return redirect("pages:brief_review", made.pk)


@require_safe
@members_page
def preview(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The brief as a creative meets it; a confidential one also as before it was accepted (`?as=outside`)."""
    shown = own_brief(request, contest_id)
    outside = request.GET.get("as") == "outside" and shown.card.kind == Kind.NDA
    seen = replace(covered_preview(shown) if outside else shown, role=Role.CREATIVE)
    context = brief_context(request, seen, QuestionForm()) | {
        "is_preview": True,
        "is_outside": outside,
        "may_ask": False,
        "may_follow": False,
        "call": Call(_("Here creatives enter, once the brief is open.")),
    }
    return render(request, "contest/brief.html", context)


@FORMS
@members_page
def files(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The files of a brief; while it is a draft, more can be added."""
    shown = own_brief(request, contest_id)
    form = AttachmentsForm(request.POST, request.FILES) if request.method == "POST" else AttachmentsForm()
    if form.is_bound and form.is_valid():
        try:
            attachments.attach_files(actor_of(request), contest_id, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Added. They are being examined; that takes a moment."))
            return go_to(request, request.path)
    context = {
        "card": shown.card,
        "files": shown.attachments,
        "form": form,
        "kept": kept_files(request, form),
        "limits": LIMITS_HELP,
        "may_change": shown.card.state == State.DRAFT,
    }
    return answer_form(request, "brand/attachments.html", context, refused=form.is_bound)


@require_POST
@members_page
def remove_file(request: HttpRequest, contest_id: UUID, ref: UUID) -> HttpResponse:
    """Take a file back."""
    try:
        attachments.remove_attachment(actor_of(request), contest_id, ref, now=timezone.now())
        messages.success(request, _("The file is gone."))
    except (NotVisible, NotPermitted):
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:brief_files", contest_id)


@FORMS
@members_page
def kit(request: HttpRequest, brand_id: UUID) -> HttpResponse:
    """The brand's kit; its owners and managers change it."""
    user = actor_of(request)
    board = brand_dashboard(user, brand_id)
    known = newest_kit(user, brand_id)
    form = KitForm(request.POST or None, request.FILES or None, initial=KitForm.initial_of(known))
    if request.method == "POST" and board.role not in DECIDERS:
        raise NotPermitted(_("Only an owner or a manager of the brand keeps its kit."))
    if form.is_bound and form.is_valid():
        try:
            (logo, held), keep = form.logo_of(), "remove_logo" not in request.POST
            kits.change_kit(user, brand_id, form.draft(), logo=logo, held_logo=held, keep_logo=keep, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The kit is saved. Briefs keep the version that they show."))
            return redirect("pages:brand_kit", brand_id)
    context = {
        "board": board,
        "kit": known,
        "form": form,
        "kept": kept_file(request, form, field="logo"),
        "may_write": board.role in DECIDERS,
    }
    return answer_form(request, "brand/kit.html", context, refused=form.is_bound)


def own_brief(request: HttpRequest, contest_id: UUID) -> ContestPage:
    """A contest of a brand for which the reader decides, at any time of its life."""
    shown = get_contest(actor_of(request), contest_id)
    if shown.role not in DECIDERS:
        raise NotVisible
    return shown
