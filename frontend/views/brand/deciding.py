"""Deciding: award after a look at the settlement that follows, accept the handover, or cancel at its price."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.visitors import visitor_address
from contests.lifecycle import Move, State, may
from contests.selectors.cards import ContestPage
from contests.selectors.deliveries import DeliveryCard, deliveries_of
from contests.selectors.entries import EntryFilters, entries_of
from contests.selectors.history import deadlines_of
from contests.selectors.jury.desk import jury_desk, suggested_ranks
from contests.selectors.rights import RightsPage, rights_of
from contests.services import handover, judging
from contests.services.revisions import ASKABLE
from contests.services.rights import RightsConsent
from contests.visibility import DECIDERS
from frontend.forms.brand import ReasonForm
from frontend.forms.entries import SIGNED_ONLY
from frontend.showing.brand import coming
from frontend.showing.checklist import item_rows
from frontend.showing.deciding import award_preview, cancel_preview, missing_rank, picked_ranks
from frontend.views.brand.funding import of_own_brand, once_open
from frontend.views.checklist import may_be_answered
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from payouts.selectors.asking import asking_of

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MOST = 100
TEXT_OF = "rights_of_"
"""Before an award's number: the field that holds the hash of the text shown for it."""


@FORMS
@members_page
def decide(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Rank the shortlist. The first sending shows the settlement that would follow; the second decides."""
    user = actor_of(request)
    shown = once_open(of_own_brand(request, contest_id))
    may_award = shown.card.state == State.JUDGING and may(shown.role, Move.AWARD)
    ranks = picked_ranks(request.POST)
    found = entries_of(user, contest_id, EntryFilters(shortlisted=True), limit=MOST).items
    more: dict[str, Any] = {}
    if request.method == "POST" and "confirm" in request.POST:
        try:
            judging.award_contest(user, contest_id, ranks, now=timezone.now(), reason=request.POST.get("reason", ""))
        except REFUSALS as refusal:
            more = _look_ahead(shown, ranks, {str(entry.id): entry.code for entry in found}) if may_award else {}
            more |= {"refused": refusal_words(refusal), "wants_reason": getattr(refusal, "field", "") == "reason"}
        else:
            messages.success(request, _("Decided. Floors are being paid now; prizes follow the handover."))
            return redirect("pages:review", contest_id)
    elif request.method == "POST" and "end_round" in request.POST:
        return _end_round(request, contest_id)
    elif request.method == "POST" and may_award:
        more = _look_ahead(shown, ranks, {str(entry.id): entry.code for entry in found})
    jury = jury_desk(user, contest_id)
    if request.method != "POST" and may_award:
        ranks = suggested_ranks(user, contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "jury": jury,
        "reason": request.POST.get("reason", ""),
        "entries": [(entry, ranks.get(entry.id, 0)) for entry in found],
        "places": range(1, len(found) + 1),
        "deadlines": coming(deadlines_of(user, contest_id)),
        "may_award": may_award,
        "may_end": shown.card.state == State.FINAL_ROUND and may(shown.role, Move.END_FINAL_ROUND),
        "may_cancel": may(shown.role, Move.CANCEL) and shown.card.state in (State.FINAL_ROUND, State.JUDGING),
        "may_ask": shown.card.state in ASKABLE and shown.role in DECIDERS and asking_of(contest_id).rounds_each > 0,
        **more,
    }
    return answer_form(request, "brand/decide.html", context, refused="refused" in more)


def _look_ahead(shown: ContestPage, ranks: dict[UUID, int], codes: dict[str, str]) -> dict[str, Any]:
    """The settlement that these ranks would bring, or what is missing."""
    missing = missing_rank(ranks)
    if missing == 1:
        return {"refused": _("Name at least one first place.")}
    if missing:
        return {"refused": _("After the entries ranked so far, the next rank is %(rank)d.") % {"rank": missing}}
    return {"preview": award_preview(shown.card.id, ranks, codes, now=timezone.now())}


def _end_round(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    try:
        judging.end_final_round(actor_of(request), contest_id, now=timezone.now())
        messages.success(request, _("The final round is over: now decide."))
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("pages:decide", contest_id)


@FORMS
@members_page
def review(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """What the winners handed over; accepting it pays the prizes, and passes the rights if they are accepted too."""
    user = actor_of(request)
    shown = once_open(of_own_brand(request, contest_id))
    refused = _signed_without_accepting(request)
    if request.method == "POST" and not refused:
        rights = _consent(request)
        try:
            handover.accept_handovers(user, contest_id, now=timezone.now(), rights=rights)
        except REFUSALS as refusal:
            refused = refusal_words(refusal)
        else:
            if rights is None and (waiting := _transfers(user, contest_id)):
                messages.info(request, _("Accepted, and the prizes are paid. No right has passed to you yet: read on."))
                return redirect("pages:rights", waiting[0].award_id)
            messages.success(request, _("Accepted. The prizes are on their way. Rights pass once both sides accept."))
            return redirect("pages:contest_money", contest_id)
    due = coming(deadlines_of(user, contest_id))
    deliveries = deliveries_of(user, contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "deliveries": [
            (one, item_rows(one.items, one.files), shown.role in DECIDERS and may_be_answered(one, shown.card.state))
            for one in deliveries
        ],
        "transfers": _transfers(user, contest_id, deliveries),
        "due": due[0] if due else None,
        "refused": refused,
        "said": request.POST,
        "may_accept": shown.card.state == State.HANDOVER and may(shown.role, Move.ACCEPT),
    }
    return answer_form(request, "brand/review.html", context, refused=bool(refused))


def _transfers(user: User, contest_id: UUID, found: Sequence[DeliveryCard] | None = None) -> list[RightsPage]:
    """The rights in what was handed over, each with the text that both sides accept."""
    deliveries = deliveries_of(user, contest_id) if found is None else found
    return [rights_of(user, one.award_id) for one in deliveries if one.stands and one.delivered_at]


def _signed_without_accepting(request: HttpRequest) -> str:
    """A signature means the transfer of rights: the prizes are not paid on a box that was forgotten."""
    if request.POST.get("signed_name", "").strip() and "accepts_rights" not in request.POST:
        return str(SIGNED_ONLY)
    return ""


def _consent(request: HttpRequest) -> RightsConsent | None:
    """The transfers that the brand accepts together with the handover, by the texts that were on the page."""
    if "accepts_rights" not in request.POST:
        return None
    texts = {
        int(name.removeprefix(TEXT_OF)): str(sha)[:64]
        for name, sha in request.POST.items()
        if name.startswith(TEXT_OF) and name.removeprefix(TEXT_OF).isdigit()
    }
    return RightsConsent(texts, request.POST.get("signed_name", ""), visitor_address(request))


@FORMS
@members_page
def cancel(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Cancel, seeing to the cent what is owed; the reason is told to everybody who entered."""
    user = actor_of(request)
    shown = once_open(of_own_brand(request, contest_id))
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            judging.cancel_contest(user, contest_id, form.cleaned_data["reason"], now=timezone.now())
        except REFUSALS as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Cancelled. Whoever worked is being paid."))
            return redirect("pages:contest_money", contest_id)
    context = {
        "contest": shown,
        "card": shown.card,
        "form": form,
        "preview": cancel_preview(contest_id, now=timezone.now()),
        "may_cancel": may(shown.role, Move.CANCEL),
    }
    return answer_form(request, "brand/cancel.html", context, refused=form.is_bound)
