"""A brand's payments into a contest's escrow."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api.bank_shapes import BankTransferDoc
from api.base import Resource
from api.idempotency import idempotent, read_key
from api.inputs import DepositInput
from api.operations import Listing, operation
from api.shapes import DepositDoc, deposit_shape
from api.views.contests import sees_money
from contests.errors import NotVisible
from contests.models import Contest
from payouts.selectors.funding import deposits_of
from payouts.selectors.transfers import transfer_instructions
from payouts.services.deposits import start_deposit


class Deposits(Resource):
    """Payments into a contest's escrow."""

    read_scope = "money:read"

    @operation(gives=Listing[DepositDoc])
    def get(self, request: Any, contest_id: UUID) -> Response:
        """What was paid in, and what is on its way; the newest first."""
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        rows = deposits_of(Contest.objects.get(pk=contest_id))
        return Response({"results": [deposit_shape(row) for row in rows], "next": None})

    @operation(gives=DepositDoc, takes=DepositInput, status=202)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Start a payment. The rail carries it out a moment later; the contest opens when its escrow is complete."""
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        values = self.read()
        key = read_key(request)
        deposit = start_deposit(self.actor, contest_id, values["amount_minor"], values["source"], key, self.now)
        found = [row for row in deposits_of(deposit.escrow.contest) if row.ref == deposit.public_id]
        return Response(deposit_shape(found[0]), status=status.HTTP_202_ACCEPTED)


class BankTransfer(Resource):
    """Paying by bank transfer: to which account, how much, under which reference. 404 where none is to be sent."""

    read_scope = "money:read"

    @operation(gives=BankTransferDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        found = transfer_instructions(Contest.objects.get(pk=contest_id))
        if found is None:
            raise NotFound
        return Response({name: getattr(found, name) for name in BankTransferDoc.__annotations__})
