"""Paying into a contest's escrow by card, on a page of the card processor's."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.idempotency import idempotent, read_key
from api.inputs import CardPaymentInput
from api.operations import operation
from api.rail_shapes import CardPaymentDoc, card_payment_shape
from api.views.contests import sees_money
from contests.errors import NotVisible
from payouts.selectors.funding import deposit_of
from payouts.services.card_payments import (
    CardPayment,
    give_up_card_payment,
    look_at_card_payment,
    start_card_payment,
)


class CardPayments(Resource):
    """Payments by card into a contest's escrow."""

    @operation(gives=CardPaymentDoc, takes=CardPaymentInput, status=202)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Begin a payment. GET it for the address of the page on which it is paid; the contest opens by itself."""
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        deposit = start_card_payment(self.actor, contest_id, self.read()["amount_minor"], read_key(request), self.now)
        return Response(_shape(CardPayment(deposit, "")), status=status.HTTP_202_ACCEPTED)


class CardPaymentDetail(Resource):
    """One payment by card. Each look asks the card processor."""

    read_scope = "money:read"

    @operation(gives=CardPaymentDoc)
    def get(self, request: Any, contest_id: UUID, deposit_ref: UUID) -> Response:
        """What became of it, and where it is paid as long as it can be."""
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        return Response(_shape(look_at_card_payment(self.actor, contest_id, deposit_ref, self.now)))

    @operation(gives=CardPaymentDoc)
    def delete(self, request: Any, contest_id: UUID, deposit_ref: UUID) -> Response:
        """Let nobody pay it any more. If somebody just has, it is received all the same."""
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        return Response(_shape(give_up_card_payment(self.actor, contest_id, deposit_ref, self.now)))


def _shape(payment: CardPayment) -> CardPaymentDoc:
    return card_payment_shape(deposit_of(payment.deposit), payment.continue_url)
