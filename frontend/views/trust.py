"""Reporting, how one's account stands, statements of reasons and appeals, and the public figures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.errors import NotVisible
from frontend.forms.trust import AppealForm, ReportForm
from frontend.showing import trust as words
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, page
from moderation.rules import STRIKES_FOR_A_BLOCK, Target
from moderation.selectors.decisions import (
    StatementCard,
    decisions_on,
    get_statement,
    report_card,
    reports_by,
    statement_card,
)
from moderation.selectors.figures import transparency as figures_now
from moderation.selectors.strikes import strikes_standing
from moderation.selectors.targets import Found, find_target
from moderation.services.appealing import appeal as make_appeal
from moderation.services.reporting import Notice
from moderation.services.reporting import report as make_report

LATEST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def report(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Say that something should not be here."""
    if kind not in set(Target):
        raise NotVisible
    user, target = actor_of(request), Target(kind)
    found, form = find_target(user, target, key), ReportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = make_report(user, target, key, Notice(**form.cleaned_data), now=timezone.now())
        except NotVisible:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Thank you. A person looks at it, and you will get a mail when it is decided."))
            return redirect(f"/standing/#report-{made.ref}")
    context = {"found": found, "label": _label(found), "kind": words.KIND[kind], "form": form}
    return answer_form(request, "trust/report.html", context, refused=form.is_bound)


@require_safe
@members_page
def standing(request: HttpRequest) -> HttpResponse:
    """What was decided about one's account and works, and what became of one's reports."""
    user, now = actor_of(request), timezone.now()
    decisions = [_shown(statement_card(row, now=now)) for row in decisions_on(user)[:LATEST]]
    reports = [report_card(row) for row in reports_by(user)[:LATEST]]
    context = {
        "is_blocked": user.is_blocked,
        "strikes": strikes_standing(user.pk, now),
        "most_strikes": STRIKES_FOR_A_BLOCK,
        "decisions": decisions,
        "reports": [
            (one, words.title_of(one.about), words.REASON[one.reason], [words.MEASURE[name] for name in one.measures])
            for one in reports
        ],
    }
    return render(request, "trust/standing.html", context)


@require_safe
@members_page
def statement(request: HttpRequest, decision_ref: UUID) -> HttpResponse:
    """One decision with its reasons, and the way to appeal."""
    return _statement(request, decision_ref, AppealForm())


@require_POST
@members_page
def appeal(request: HttpRequest, decision_ref: UUID) -> HttpResponse:
    """Ask that somebody else looks."""
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            make_appeal(actor_of(request), decision_ref, form.cleaned_data["words"], now=timezone.now())
        except NotVisible:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Your appeal has come. Somebody else than the first time decides on it."))
            return redirect("pages:reasons", decision_ref)
    return _statement(request, decision_ref, form)


@require_safe
@page
def transparency(request: HttpRequest) -> HttpResponse:
    """The figures of a year, for anybody."""
    found = figures_now(timezone.now())
    context = {
        "figures": found,
        "reports": words.figures_of(found.reports, words.REASON),
        "decisions": words.figures_of(found.decisions, words.MEASURE),
        "detections": words.figures_of(found.detections, words.DETECTION),
        "appeals": words.appeals_of(found),
        "to_decision": words.hours(found.seconds_to_decision),
        "to_appeal": words.hours(found.seconds_to_appeal),
        "likenesses": sum(found.likenesses.values()),
        "likeness_cases": found.likenesses.get("case", 0),
    }
    return render(request, "trust/transparency.html", context)


def _statement(request: HttpRequest, decision_ref: UUID, form: AppealForm) -> HttpResponse:
    card = get_statement(actor_of(request), decision_ref, now=timezone.now())
    context: dict[str, Any] = _shown(card) | {"form": form}
    return answer_form(request, "trust/statement.html", context, refused=form.is_bound)


def _shown(card: StatementCard) -> dict[str, Any]:
    return {
        "card": card,
        "title": words.title_of(card.about),
        "measure": words.MEASURE[card.measure],
        "ground": words.GROUND[card.ground],
        "detection": words.DETECTION[card.detection],
        "appeal_state": words.APPEAL[card.appeal.outcome] if card.appeal else None,
    }


def _label(found: Found) -> str:
    return _("Entry %(code)s") % {"code": found.label} if found.target == Target.ENTRY else found.label
