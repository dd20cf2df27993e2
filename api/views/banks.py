"""Banks that take files and send statements, for auditors: what came in, what went out, and what admins decide."""

from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import bank_shapes as shapes
from api import queries
from api.base import AdminResource
from api.idempotency import idempotent
from api.inputs import AssignInput, ReasonInput
from api.operations import Listing, operation
from api.views.audit import AuditList
from payouts.models import IncomingTransfer
from payouts.selectors.transfers import incoming_transfers, payment_files
from payouts.services.transfer_desk import assign_transfer, keep_transfer, send_transfer_back


class IncomingTransfers(AuditList):
    """Bank transfers that came in, once per entry of the bank's: what contests use of them, and what went back."""

    rows = staticmethod(incoming_transfers)
    shape = staticmethod(shapes.incoming_transfer)
    lookups: ClassVar = {"state": "state", "contest": "contest"}

    @operation(gives=Listing[shapes.IncomingTransferDoc], query=queries.TransferQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class PaymentFiles(AuditList):
    """Files of payments as they were handed to a bank."""

    rows = staticmethod(payment_files)
    shape = staticmethod(shapes.payment_file)
    lookups: ClassVar = {"state": "state"}

    @operation(gives=Listing[shapes.PaymentFileDoc], query=queries.PaymentFileQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class Assign(AdminResource):
    """Put what is left of a transfer into a contest's escrow, as much as it needs."""

    @operation(gives=shapes.IncomingTransferDoc, takes=AssignInput)
    @idempotent
    def post(self, request: Any, transfer_id: int) -> Response:
        _found(transfer_id)
        assign_transfer(self.actor, transfer_id, self.read()["contest"], now=self.now)
        return Response(shapes.incoming_transfer(_found(transfer_id)))


class SendBack(AdminResource):
    """Send what is left of a transfer back to the account that it came from."""

    @operation(gives=shapes.IncomingTransferDoc)
    @idempotent
    def post(self, request: Any, transfer_id: int) -> Response:
        _found(transfer_id)
        send_transfer_back(self.actor, transfer_id, now=self.now)
        return Response(shapes.incoming_transfer(_found(transfer_id)))


class Keep(AdminResource):
    """Say that what is left of a transfer is the platform's own money."""

    @operation(gives=shapes.IncomingTransferDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, transfer_id: int) -> Response:
        _found(transfer_id)
        keep_transfer(self.actor, transfer_id, reason=self.read()["reason"], now=self.now)
        return Response(shapes.incoming_transfer(_found(transfer_id)))


def _found(transfer_id: int) -> IncomingTransfer:
    row = incoming_transfers().filter(pk=transfer_id).first()
    if row is None:
        raise NotFound
    return row
