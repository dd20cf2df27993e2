"""One contest: its brief with what it pays, its gallery, its questions. Thin: everything shown comes from selectors."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.lifecycle import BEFORE_FUNDS, FINAL, Role
from contests.selectors.cards import ContestPage
from contests.selectors.contests import get_contest
from contests.selectors.follow_ups import unanswered_offer
from contests.selectors.following import follows
from contests.selectors.gallery import gallery_page, own_in_contest
from contests.selectors.questions import answering_habit, questions_of
from contests.selectors.roles import read_as
from contests.selectors.standings import standings_of
from contests.services import questions as asking
from contests.visibility import Reader
from frontend.context import roles_of
from frontend.forms.entries import QuestionForm
from frontend.showing.briefs import Masthead
from frontend.showing.calls import call_for, call_to_answer
from frontend.showing.declarations import AI_POLICIES
from frontend.showing.gallery_cards import public_cards
from frontend.showing.kinds import language_names, shown_tones
from frontend.showing.life import life_shown
from frontend.showing.money import gate_of_terms, outcome_of
from frontend.showing.pay import shown_promises
from frontend.showing.standing import facts
from frontend.showing.states import SHORTLIST_KNOWN
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, go_to, members_page, page
from payouts.errors import NoTariff
from payouts.policy import PolicyDocument, Terms
from payouts.selectors.expected_pay import expected_of_terms, expected_pay_of
from payouts.selectors.funding import EscrowPosition, escrow_position
from payouts.selectors.promises import promises_of
from payouts.services.quoting import fixed_terms, quote_contest

ENTRIES_A_PAGE = 24
QUESTIONS_SHOWN = 100
OWN_SHOWN = 10


@require_safe
@page
def brief(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The brief and what it pays, whatever happens."""
    reader = read_as(request.user)
    context = brief_context(request, get_contest(reader, contest_id), QuestionForm(), reader)
    return render(request, "contest/brief.html", context)


@require_safe
@page
def gallery(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The entries that this reader may see: in a private contest a stranger sees none, and is told why."""
    reader = read_as(request.user)
    contest = get_contest(reader, contest_id)
    if contest.is_covered:
        return redirect("pages:contest", contest_id)
    order = request.GET.get("order", "standing")
    after = request.GET.get("after") or None
    found = gallery_page(
        reader,
        contest_id,
        role=contest.role,
        is_blind=contest.is_blind_now,
        order=order,
        after=after,
        limit=ENTRIES_A_PAGE,
    )
    more = {
        "cards": public_cards(found.items),
        "next_address": f"?order={quote(order)}&after={quote(found.next)}" if found.next else "",
    }
    if after and request.headers.get("HX-Request") == "true":
        return render(request, "contest/gallery_more.html", more)
    context = (
        _frame(request, reader, contest)
        | more
        | {
            "entries": found.items,
            "first_address": f"?order={quote(order)}" if after else "",
            "order": order if order in ("standing", "newest") else "standing",
            "shortlist_known": contest.card.state in SHORTLIST_KNOWN,
            "tab": "entries",
        }
    )
    return render(request, "contest/gallery.html", context)


@require_POST
@members_page
def questions(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Ask in public. Without a script the whole brief comes back, with the question still in its field."""
    form = QuestionForm(request.POST)
    refused = not form.is_valid()
    if not refused:
        try:
            asking.ask(actor_of(request), contest_id, form.cleaned_data["body"], now=timezone.now())
        except REFUSALS as refusal:
            get_contest(request.user, contest_id)
            add_refusal(form, refusal)
            refused = True
    if not refused:
        messages.success(request, _("Your question is public now. You will get a mail when it is answered."))
        return go_to(request, reverse("pages:contest", args=[contest_id]) + "#questions")
    context = brief_context(request, get_contest(request.user, contest_id), form)
    return answer_form(request, "contest/brief.html", context, refused=True)


def brief_context(
    request: HttpRequest, contest: ContestPage, form: QuestionForm, reader: Reader | None = None
) -> dict[str, Any]:
    """What the brief's page shows; of a brief under cover, its card and its pay."""
    reader, contest_id = reader or read_as(request.user), contest.card.id
    asked = () if contest.is_covered else questions_of(reader, contest_id, limit=QUESTIONS_SHOWN).items
    return _frame(request, reader, contest) | {
        "followed": follows(reader.user_id, contest.card.id, contest.card.brand.id),
        "may_follow": reader.user_id is not None and contest.card.state not in BEFORE_FUNDS,
        "tones": shown_tones(contest.tones),
        "ai_policy": AI_POLICIES[contest.ai_policy].fact,
        "work_languages": tuple(language_names(contest.work_languages)),
        "is_stranger": reader.user_id is None,
        "form": form,
        "questions": asked,
        "habit": answering_habit(contest.card.brand.id),
        "may_ask": contest.card.state == "open" and contest.role == Role.CREATIVE,
        "tab": "brief",
        **_standing(contest),
        **_money(contest, escrow_position(contest_id)),
    }


def _standing(contest: ContestPage) -> dict[str, Any]:
    """How the brand has dealt with its other contests, and where to read what was said of this one."""
    standing = standings_of([contest.card.brand.id])[contest.card.brand.id]
    return {
        "standing": standing,
        "standing_facts": tuple(facts(standing)),
        "has_reviews": contest.card.state in FINAL,
    }


def _frame(request: HttpRequest, reader: Reader, contest: ContestPage) -> dict[str, Any]:
    """What the masthead needs on every page of a contest."""
    may_have = reader.user_id is not None and not contest.is_covered
    own = own_in_contest(reader, contest.card.id, limit=OWN_SHOWN) if may_have else ()
    here = quote(request.path)
    offer = unanswered_offer(reader, contest, now=timezone.now())
    call = call_for(contest, own, signed_in=reader.user_id is not None, here=here)
    return {
        "contest": contest,
        "card": contest.card,
        "masthead": Masthead(contest.card),
        "life": life_shown(contest, timezone.now()),
        "own_entries": own,
        "nav_roles": roles_of(request, reader),
        "call": call if offer is None else call_to_answer(offer),
    }


def _money(contest: ContestPage, position: EscrowPosition | None) -> dict[str, Any]:
    """Before the decision what is held and promised; after it where the money went."""
    if position is None:
        return _money_ahead(contest)
    policy, terms = _terms_of(contest)
    pay = expected_pay_of([contest.card.id]).get(contest.card.id)
    known = {"policy": policy, "pay": pay, "promises": shown_promises(promises_of(policy, terms))}
    if contest.card.decided_at is not None:
        return known | {"outcome": outcome_of(position)}
    return known | {"gate": gate_of_terms(policy, terms, position.held_minor)}


def _money_ahead(contest: ContestPage) -> dict[str, Any]:
    """What a draft would pay by its figures of today; nothing as long as they cannot be published."""
    try:
        quote = quote_contest(contest.card.id, now=timezone.now())
    except NoTariff:
        return {}
    if quote.problems:
        return {}
    pay = expected_of_terms(contest.card.id, quote.policy, quote.terms)
    return {"policy": quote.policy, "pay": pay, "promises": shown_promises(promises_of(quote.policy, quote.terms))}


def _terms_of(contest: ContestPage) -> tuple[PolicyDocument, Terms]:
    """As they were fixed; of a draft, which may have been funded before, as they would be fixed today."""
    fixed = None if contest.card.state == "draft" else fixed_terms(contest.card.id)
    if fixed is not None:
        return fixed
    quote = quote_contest(contest.card.id, now=timezone.now())
    return quote.policy, quote.terms
