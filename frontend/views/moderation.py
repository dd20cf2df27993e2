"""The moderation desk, for admins: the queue, one case, appeals, likenesses side by side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.errors import NotVisible
from contests.selectors.images import first_images
from contests.selectors.messages_around import MessageAround
from frontend.forms.trust import AppealDecisionForm, MeasureForm
from frontend.showing import trust as words
from frontend.views.audit.access import a_word, admins_page, listed
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, refusal_words
from moderation.errors import CaseClosed
from moderation.models import Likeness
from moderation.selectors.cases import CasePage, appeals_for, case_page, cases_for
from moderation.selectors.likenesses import images_of, likenesses_for
from moderation.selectors.naming import thing_of
from moderation.services.appealing import decide_appeal
from moderation.services.deciding import Reasons, decide
from moderation.services.looking import dismiss_likeness, open_case_of
from moderation.services.reading import read_around

KINDS = list(words.KIND.items())


@require_safe
@admins_page
def cases(request: HttpRequest) -> HttpResponse:
    """Open cases, or with `all` every one; none that the reader has a part in."""
    rows = cases_for(actor_of(request)).order_by("-pk")
    everything = request.GET.get("all") == "yes"
    found = listed(request, rows if everything else rows.filter(closed_at__isnull=True), {"kind": ("kind", a_word)})
    context = {
        "found": found,
        "rows": [(row, words.title_of(thing_of(row)), words.KIND[row.kind], _why(row)) for row in found.rows],
        "kinds": KINDS,
        "everything": everything,
        "tab": "cases",
    }
    return render(request, "moderation/cases.html", context)


@require_safe
@admins_page
def case(request: HttpRequest, case_ref: UUID) -> HttpResponse:
    """One case with its history, and the form that decides it; with `around`, what a reported message answers."""
    return _case(request, case_page(actor_of(request), case_ref, now=timezone.now()))


@require_POST
@admins_page
def decide_case(request: HttpRequest, case_ref: UUID) -> HttpResponse:
    """Decide it, with reasons."""
    user, now = actor_of(request), timezone.now()
    found = case_page(user, case_ref, now=now)
    form = MeasureForm(request.POST, measures=found.measures)
    if form.is_valid():
        said = dict(form.cleaned_data)
        measure, stays_open = said.pop("measure"), said.pop("stays_open")
        try:
            decide(user, case_ref, measure, Reasons(**said), closes=not stays_open, now=now)
        except NotVisible:
            raise
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. Whom it restricts and who reported it are told."))
            return redirect("pages:moderation_case", case_ref)
    return _case(request, found, form)


@require_safe
@admins_page
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals, open ones first by their number."""
    found = listed(request, appeals_for(actor_of(request)).order_by("-pk"), {})
    rows = [(row, words.title_of(thing_of(row.decision.case)), words.APPEAL[row.outcome]) for row in found.rows]
    return render(request, "moderation/appeals.html", {"found": found, "rows": rows, "tab": "appeals"})


@require_http_methods(["GET", "HEAD", "POST"])
@admins_page
def appeal(request: HttpRequest, appeal_ref: UUID) -> HttpResponse:
    """One appeal with the decision that it is about; decided by somebody else than that."""
    user = actor_of(request)
    row = appeals_for(user).filter(ref=appeal_ref).first()
    if row is None:
        raise Http404
    form = AppealDecisionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            decide_appeal(user, appeal_ref, **form.cleaned_data, now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Decided. Whoever appealed is told."))
            return redirect("pages:moderation_appeal", appeal_ref)
    context = {
        "row": row,
        "decision": row.decision,
        "title": words.title_of(thing_of(row.decision.case)),
        "measure": words.MEASURE[row.decision.measure],
        "ground": words.GROUND[row.decision.ground],
        "state": words.APPEAL[row.outcome],
        "form": form,
        "may_decide": not row.outcome and row.decision.decided_by_id != user.pk,
        "tab": "appeals",
    }
    return answer_form(request, "moderation/appeal.html", context, refused=form.is_bound)


@require_safe
@admins_page
def likenesses(request: HttpRequest) -> HttpResponse:
    """Pairs that nobody has looked at yet, or with `all` every one, side by side."""
    everything = request.GET.get("all") == "yes"
    rows = likenesses_for(actor_of(request)).order_by("-pk")
    found = listed(request, rows if everything else rows.filter(verdict=""), {})
    pictures = images_of(found.rows)
    pairs = [_pair(row) | {"pictures": _pictures(row, pictures)} for row in found.rows]
    context = {"found": found, "pairs": pairs, "everything": everything, "tab": "likenesses"}
    return render(request, "moderation/likenesses.html", context)


@require_POST
@admins_page
def dismiss(request: HttpRequest, likeness_id: int) -> HttpResponse:
    """It is no copy."""
    try:
        dismiss_likeness(actor_of(request), likeness_id, now=timezone.now())
        messages.success(request, _("Noted: no copy. The brand is not shown it any more."))
    except NotVisible:
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:moderation_likenesses")


@require_POST
@admins_page
def make_case(request: HttpRequest, likeness_id: int) -> HttpResponse:
    """Make a case of the later work."""
    try:
        made = open_case_of(actor_of(request), likeness_id, now=timezone.now())
    except NotVisible:
        raise
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:moderation_likenesses")
    return redirect("pages:moderation_case", made.ref)


def _case(request: HttpRequest, found: CasePage, form: MeasureForm | None = None) -> HttpResponse:
    about = found.about
    form = form or MeasureForm(measures=found.measures)
    context = {
        "page": found,
        "case": found.case,
        "about": about,
        "title": words.title_of(about),
        "kind": words.KIND[about.kind],
        "origin": words.ORIGIN[found.case.origin],
        "state": words.CASE_OPEN if found.case.is_open else words.CASE_CLOSED,
        "image": first_images([about.entry_id]).get(about.entry_id) if about.entry_id else None,
        "reports": [(one, words.REASON[one.reason]) for one in found.reports],
        "decisions": [(one, words.MEASURE[one.measure], words.GROUND[one.ground]) for one in found.decisions],
        "appeals": [(one, words.APPEAL[one.outcome]) for one in found.appeals],
        "form": form,
        "around": _around(request, found),
        "tab": "cases",
    }
    return answer_form(request, "moderation/case.html", context, refused=form.is_bound)


def _around(request: HttpRequest, found: CasePage) -> tuple[MessageAround, ...]:
    """Only if it was asked for: to open a case is not yet to read what others write to one another."""
    if request.GET.get("around") != "yes" or not found.may_read_around:
        return ()
    try:
        return read_around(actor_of(request), found.case.ref)
    except CaseClosed:
        return ()


def _why(row: Any) -> str:
    reason = row.reason
    return str(words.REASON[reason] if reason else words.ORIGIN[row.origin])


def _pair(row: Likeness) -> dict[str, Any]:
    return {"row": row, "state": words.LIKENESS[row.verdict]}


def _pictures(row: Likeness, pictures: dict[UUID, Any]) -> list[tuple[str, Any, Any]]:
    earlier, later = pictures.get(row.earlier_file.ref), pictures.get(row.later_file.ref)
    return [(_("Earlier"), row.earlier, earlier), (_("Later"), row.later, later)]
