"""Funding a brief: what it can owe at most, what is held, and paying in the rest. It opens by itself once covered."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.errors import NotVisible
from contests.lifecycle import BEFORE_FUNDS, Move, Role, State, may
from contests.models import Contest
from contests.selectors.cards import ContestPage
from contests.selectors.contests import get_contest
from contests.visibility import BRAND_ROLES, PLATFORM_ROLES
from frontend.formatting import format_money
from frontend.forms.brand import CardForm, DepositForm
from frontend.forms.brief import typed_money
from frontend.forms.disputes import DisputeForm
from frontend.showing.audit_words import TRANSFER
from frontend.showing.disputes import dispute_forms, shown_disputes
from frontend.showing.documents import shown_documents
from frontend.showing.money import outcome_of
from frontend.showing.quote import shown_quote
from frontend.showing.settlement import ContestPayment, contest_payments, settled_lines
from frontend.showing.states import DEPOSIT, Shown, contest_state
from frontend.views.common import REFUSALS, actor_of, add_refusal, answer_form, members_page, refusal_words
from payouts.documents.selectors.documents import documents_of_contest
from payouts.errors import LiabilityNotCovered, TermsRefused
from payouts.models import TransferState
from payouts.selectors.brand_statements import READERS
from payouts.selectors.disputes import contest_disputes
from payouts.selectors.funding import DepositRow, deposits_of, escrow_position
from payouts.selectors.transfers import TransferRow, transfer_instructions, transfers_of
from payouts.services.card_payments import is_offered
from payouts.services.deposits import start_deposit
from payouts.services.funding import publish_contest, request_funding, withdraw_from_funding
from payouts.services.quoting import quote_contest
from payouts.services.refunding import refund_draft

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MOST_DOCUMENTS = 200
OPENS_WITHIN = timedelta(seconds=30)
"""A brief opens in a step of its own, seconds after the payment that covers it."""
PAYERS = (Role.OWNER, Role.MANAGER, Role.FINANCE)


def of_own_brand(request: HttpRequest, contest_id: UUID) -> ContestPage:
    """The contest, for its brand's people (and the platform's); for others it has no such page."""
    shown = get_contest(actor_of(request), contest_id)
    if shown.role not in BRAND_ROLES and shown.role not in PLATFORM_ROLES:
        raise NotVisible
    return shown


def once_open(shown: ContestPage) -> ContestPage:
    """The same contest, if it has been opened; before that it has no such page."""
    if shown.card.state in BEFORE_FUNDS:
        raise NotVisible
    return shown


@require_POST
@members_page
def ask_for_funds(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Fix the brief's terms; from here on it waits for its money."""
    try:
        request_funding(actor_of(request), contest_id, now=timezone.now())
    except TermsRefused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.say(request.LANGUAGE_CODE[:2]))  # type: ignore[attr-defined]
        return redirect("pages:brief_review", contest_id)
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:brief_review", contest_id)
    return redirect("pages:funding", contest_id)


@FORMS
@members_page
def funding(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """The gate: what is needed, what is held, and the form that pays in the rest."""
    shown = of_own_brand(request, contest_id)
    if shown.card.state == State.DRAFT:
        return redirect("pages:brief_review", contest_id)
    contest = Contest.objects.select_related("brand").get(pk=contest_id)
    position = escrow_position(contest)
    if position is None:
        raise NotVisible
    form = DepositForm(
        request.POST or None, initial={"token": uuid4().hex, "amount_minor": typed_money(position.missing_minor)}
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            start_deposit(
                actor_of(request), contest_id, data["amount_minor"], data["source"], data["token"], timezone.now()
            )
            messages.success(request, _("The bank has been asked. This page tells as soon as it answers."))
            return redirect("pages:funding", contest_id)
        except REFUSALS as refusal:
            add_refusal(form, refusal)
    deposits = [(row, DEPOSIT[row.state]) for row in deposits_of(contest)]
    is_open = shown.card.state not in (State.DRAFT, State.AWAITING_FUNDS)
    context = {
        "contest": shown,
        "card": shown.card,
        "position": position,
        "quote": shown_quote(quote_contest(contest_id, now=timezone.now()), held_minor=position.held_minor),
        "deposits": deposits,
        "is_waiting": any(_is_under_way(row, is_open=is_open) for row, _state in deposits),
        "card_form": _card_form(position.missing_minor),
        "by_transfer": transfer_instructions(contest),
        "transfers": _left_over(contest),
        "may_pay": shown.role in PAYERS,
        "may_decide": may(shown.role, Move.REQUEST_FUNDING),
        "form": form,
        "is_open": is_open,
        "is_part": "part" in request.GET,
    }
    template = "brand/parts/funding_state.html" if context["is_part"] else "brand/funding.html"
    return answer_form(request, template, context, refused=form.is_bound)


def _is_under_way(row: DepositRow, *, is_open: bool) -> bool:
    """Whether the page follows this payment: until it is known, and for the moment in which the brief opens by it."""
    if row.state in ("pending", "unknown"):
        return True
    just_came = row.received_at is not None and row.received_at > timezone.now() - OPENS_WITHIN
    return row.state == "received" and just_came and not is_open


def _left_over(contest: Contest) -> list[tuple[TransferRow, Shown]]:
    """Transfers of which something is not in escrow; what is stands among the deposits."""
    return [(row, TRANSFER[row.state]) for row in transfers_of(contest) if row.state != TransferState.APPLIED]


def _card_form(missing_minor: int) -> CardForm | None:
    """The form for paying by card; None where that is not offered."""
    if not is_offered():
        return None
    return CardForm(initial={"card_token": uuid4().hex, "card_amount_minor": typed_money(missing_minor)})


@require_POST
@members_page
def publish(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show the brief now; refused while a cent is missing."""
    try:
        publish_contest(actor_of(request), contest_id, now=timezone.now())
    except LiabilityNotCovered as refusal:
        missing = format_money(refusal.missing_minor, refusal.currency)
        words = _("%(missing)s is missing. The brief stays shut until it is held.")
        messages.error(request, words % {"missing": missing})
        return redirect("pages:funding", contest_id)
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:funding", contest_id)
    messages.success(request, _("Your brief is open."))
    return redirect("pages:contest", contest_id)


@require_POST
@members_page
def withdraw(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Back to the drafts, to change it."""
    try:
        withdraw_from_funding(actor_of(request), contest_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:funding", contest_id)
    return redirect("pages:brief_edit", contest_id)


@require_POST
@members_page
def refund(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Send what is held for a draft back to the brand."""
    shown = of_own_brand(request, contest_id)
    try:
        refund_draft(actor_of(request), contest_id, now=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("It is on its way back to you."))
    return redirect("pages:brief_review" if shown.card.state == State.DRAFT else "pages:funding", contest_id)


@require_safe
@members_page
def money(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Where the contest's money is, or went: deposits, lines with their reasons, payments."""
    shown = of_own_brand(request, contest_id)
    contest = Contest.objects.get(pk=contest_id)
    now = timezone.now()
    position = escrow_position(contest)
    undecided = position is not None and shown.card.decided_at is None
    quote = quote_contest(contest_id, now=timezone.now()) if undecided else None
    context = {
        "contest": shown,
        "card": shown.card,
        "state": contest_state(shown.card.state),
        "position": position,
        "flow": outcome_of(position) if position and not undecided else None,
        "quote": shown_quote(quote, held_minor=position.held_minor) if quote and position else None,
        "deposits": [(row, DEPOSIT[row.state]) for row in deposits_of(contest)],
        "transfers": _left_over(contest),
        "lines": settled_lines(contest_id),
        "payments": _with_forms(contest_payments(contest_id, now), may_dispute=shown.role in PAYERS),
        "disputes": shown_disputes(contest_disputes(contest_id, actor_of(request)), now, is_brand=True),
        "documents": shown_documents(
            documents_of_contest(actor_of(request), contest_id)[:MOST_DOCUMENTS], today=now.date()
        ),
        "may_pay": shown.role in PAYERS,
        "may_read_statement": shown.role in READERS,
    }
    return render(request, "brand/money.html", context)


def _with_forms(
    payments: Sequence[ContestPayment], *, may_dispute: bool
) -> list[tuple[ContestPayment, DisputeForm | None]]:
    """Each payment with the form for saying that it was not earned, where that can be said."""
    forms = dispute_forms(one.ref for one in payments if may_dispute and one.can_dispute)
    return [(one, forms.get(one.ref)) for one in payments]
