"""Paying by card: on to the provider's page, and back. Nothing about a card is asked, sent or seen here."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.errors import NotVisible
from frontend.forms.brand import CardForm
from frontend.views.brand.funding import PAYERS, of_own_brand
from frontend.views.common import REFUSALS, actor_of, leave_for, members_page, refusal_words
from payouts.errors import NoSuchDeposit
from payouts.models import DepositState
from payouts.services.card_payments import (
    CardPayment,
    give_up_card_payment,
    look_at_card_payment,
    start_card_payment,
)


@require_POST
@members_page
def pay_by_card(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Begin a payment by card; its own page then leads on to the provider's."""
    _check_payer(request, contest_id)
    form = CardForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("pages:funding", contest_id)
    data = form.cleaned_data
    try:
        deposit = start_card_payment(
            actor_of(request), contest_id, data["card_amount_minor"], data["card_token"], timezone.now()
        )
    except REFUSALS as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("pages:funding", contest_id)
    return redirect("pages:card_payment", contest_id, deposit.public_id)


@require_safe
@members_page
def card_payment(request: HttpRequest, contest_id: UUID, deposit_ref: UUID) -> HttpResponse:
    """On to the provider's page, as long as there is anything to pay there."""
    payment = _look(request, contest_id, deposit_ref)
    if payment.continue_url:
        lead = _("You pay on Stripe's page. Your card's number never reaches us.")
        return leave_for(request, payment.continue_url, _("On to the payment"), lead)
    _tell(request, payment)
    return redirect("pages:funding", contest_id)


@require_safe
@members_page
def card_payment_back(request: HttpRequest, contest_id: UUID, deposit_ref: UUID) -> HttpResponse:
    """Back from the provider's page, having paid or not: the provider is asked which."""
    _tell(request, _look(request, contest_id, deposit_ref))
    return redirect("pages:funding", contest_id)


@require_POST
@members_page
def give_up_payment(request: HttpRequest, contest_id: UUID, deposit_ref: UUID) -> HttpResponse:
    """Let nobody pay there any more, so that the money can come another way."""
    _check_payer(request, contest_id)
    try:
        payment = give_up_card_payment(actor_of(request), contest_id, deposit_ref, timezone.now())
    except NoSuchDeposit as refusal:
        raise NotVisible from refusal
    if payment.deposit.state == DepositState.REFUSED:
        messages.success(request, _("The payment is given up. Nothing was taken."))
    else:
        _tell(request, payment)
    return redirect("pages:funding", contest_id)


def _check_payer(request: HttpRequest, contest_id: UUID) -> None:
    """To strangers the contest has no such page; to the brand's other members it is not theirs."""
    if of_own_brand(request, contest_id).role not in PAYERS:
        raise PermissionDenied


def _look(request: HttpRequest, contest_id: UUID, deposit_ref: UUID) -> CardPayment:
    _check_payer(request, contest_id)
    try:
        return look_at_card_payment(actor_of(request), contest_id, deposit_ref, timezone.now())
    except NoSuchDeposit as refusal:
        raise NotVisible from refusal


def _tell(request: HttpRequest, payment: CardPayment) -> None:
    if payment.deposit.state == DepositState.RECEIVED:
        messages.success(request, _("Your payment has arrived."))
    elif payment.deposit.state in (DepositState.REFUSED, DepositState.RETURNED):
        messages.error(request, _("Nothing was paid: the payment was refused, given up, or its time was over."))
    elif payment.continue_url:
        messages.info(request, _("Nothing is paid yet. You can go on, or give the payment up."))
    else:
        messages.info(
            request, _("Stripe has not said yet what became of the payment. This page tells as soon as it does.")
        )
