"""Policies before they are published: what they change, break and cost, and what creatives say of them."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import CreativeProfile, User
from frontend.forms.policies import DocumentForm, OpinionForm
from frontend.showing.quote import ENDINGS
from frontend.views.audit.access import admins_page
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page, refusal_words
from payouts.policy import PolicyDocument, PolicyError, describe_policy
from payouts.selectors.policy_drafts import own_opinion
from payouts.services import governance
from payouts.services.draft_review import DraftPage, review_draft
from payouts.services.policies import default_policy, load_policy

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft, with what may be done about it by whoever looks."""
    return _page(request, draft_id)


@FORMS
@admins_page
def new_draft(request: HttpRequest) -> HttpResponse:
    """The next version, beginning with the one in force."""
    in_force = load_policy(default_policy().pk)
    form = DocumentForm(
        request.POST or None, initial={"document": _text(in_force, governance.next_version(in_force.slug))}
    )
    if form.is_bound and form.is_valid():
        try:
            made = governance.draft_policy(actor_of(request), form.cleaned_data["document"], now=timezone.now())
            return redirect("pages:policy_draft", made.pk)
        except PolicyError as error:
            _add_problems(form, error)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return answer_form(request, "policies/new_draft.html", {"form": form}, refused=form.is_bound)


@FORMS
@admins_page
def revise(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Write a draft anew."""
    shown = _shown(request, draft_id)
    form = DocumentForm(request.POST or None, initial={"document": _text(shown.policy)})
    if form.is_bound and form.is_valid():
        try:
            governance.revise_draft(actor_of(request), draft_id, form.cleaned_data["document"])
            return redirect("pages:policy_draft", draft_id)
        except PolicyError as error:
            _add_problems(form, error)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return answer_form(request, "policies/new_draft.html", {"form": form, "draft": shown}, refused=form.is_bound)


@require_POST
@members_page
def opinion(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A creative's vote."""
    _shown(request, draft_id)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            data = form.cleaned_data
            governance.give_opinion(actor_of(request), draft_id, data["vote"], data["comment"], now=timezone.now())
            messages.success(request, _("Your vote counts. You may change it until the draft is published."))
            return redirect("pages:policy_draft", draft_id)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    return _page(request, draft_id, form)


@require_POST
@admins_page
def consult(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Put it to the creatives."""
    _shown(request, draft_id)
    try:
        governance.open_consultation(actor_of(request), draft_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:policy_draft", draft_id)


@require_POST
@admins_page
def publish(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Publish what somebody else has written."""
    _shown(request, draft_id)
    try:
        published = governance.publish_draft(actor_of(request), draft_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:policy_draft", draft_id)
    messages.success(request, _("New briefs open under this policy from now on."))
    return redirect("pages:policy", published.slug, published.version)


def _page(request: HttpRequest, draft_id: int, form: OpinionForm | None = None) -> HttpResponse:
    shown, viewer = _shown(request, draft_id), request.user
    person = viewer if isinstance(viewer, User) else None
    votes = person is not None and CreativeProfile.objects.filter(user=person).exists()
    mine = own_opinion(person, shown.record) if person is not None and votes else None
    initial = {"vote": mine.vote, "comment": mine.comment} if mine else None
    context = {
        "draft": shown,
        "record": shown.record,
        "sections": describe_policy(shown.policy, get_language() or "en"),
        "broken": [(broken, broken.say(get_language() or "en")) for broken in shown.broken],
        "costs": [(ENDINGS[cost.outcome, cost.stage][0], cost) for cost in shown.costs],
        "document": _text(shown.policy),
        "may_vote": votes and shown.record.consulted_from is not None,
        "has_voted": mine is not None,
        "form": form or OpinionForm(initial=initial),
        "is_admin": person is not None and person.is_admin,
        "is_author": person is not None and shown.record.created_by_id == person.pk,
        "may_be_published": bool(shown.may_be_published_at and shown.may_be_published_at <= timezone.now()),
    }
    if form is not None:
        return answer_form(request, "policies/draft.html", context, refused=True)
    return render(request, "policies/draft.html", context)


def _shown(request: HttpRequest, draft_id: int) -> DraftPage:
    viewer: Any = request.user
    shown = review_draft(viewer, draft_id, now=timezone.now(), language=get_language() or "en")
    if shown is None:
        raise Http404
    return shown


def _text(policy: PolicyDocument, version: int | None = None) -> str:
    """The document in the table's order, which the database does not keep."""
    document = policy.to_dict()
    return json.dumps(document | ({"version": version} if version else {}), indent=2, ensure_ascii=False)


def _add_problems(form: DocumentForm, error: PolicyError) -> None:
    for problem in error.problems:
        form.add_error("document", str(problem))
