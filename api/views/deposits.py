"""A brand's payments into a contest's escrow."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.idempotency import idempotent, read_key
from api.inputs import DepositInput
from api.views.contests import sees_money
from contests.errors import NotVisible
from contests.models import Contest
from duerows.doorbell import ring
from payouts.selectors.funding import DepositRow, deposits_of
from payouts.services.deposits import start_deposit


class Deposits(Resource):
    """What was paid in, and what is on its way; POST starts a payment, which the rail then carries out."""

    read_scope = "money:read"

    def get(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        contest = Contest.objects.get(pk=contest_id)
        return Response({"results": [_row(row) for row in deposits_of(contest)], "next": None})

    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        values = self.read(DepositInput)
        key = read_key(request)
        deposit = start_deposit(self.actor, contest_id, values["amount_minor"], values["source"], key, self.now)
        ring("payouts.tasks.settle_deposits")
        found = [row for row in deposits_of(deposit.escrow.contest) if row.ref == deposit.public_id]
        return Response(_row(found[0]), status=status.HTTP_202_ACCEPTED)


def _row(row: DepositRow) -> dict[str, Any]:
    return {
        "id": row.ref,
        "state": row.state,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "rail": row.rail,
        "source": row.masked_source,
        "reason": row.reason,
        "created_at": row.created_at,
        "received_at": row.received_at,
    }
