"""Disputes over a line of pay: both sides open, read and take them back, auditors list them, admins decide."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.response import Response

from accounts.selectors.people import handles_of
from api import audit_dispute_shapes as shapes
from api import queries
from api.base import AdminResource, Resource
from api.idempotency import idempotent
from api.inputs import DecisionInput, DisputeInput
from api.operations import Listing, operation
from api.views.audit import AuditList
from api.views.contests import sees_money
from contests.errors import NotVisible
from payouts.selectors import disputes as selectors
from payouts.selectors.disputes import DebtRow, DisputeCard
from payouts.services import dispute_decisions, disputing


class MyDisputes(Resource):
    """Disputes over the caller's own pay, and of the brands whose money they handle."""

    read_scope = "money:read"

    @operation(gives=Listing[DisputeCard])
    def get(self, request: Any) -> Response:
        return Response({"results": selectors.disputes_of(self.actor), "next": None})


class OpenDispute(Resource):
    """Say that an amount is wrong: one's own is too low, or, for the brand, a creative's was not earned."""

    write_scope = ""

    @operation(gives=DisputeCard, takes=DisputeInput, status=201)
    @idempotent
    def post(self, request: Any, debt_ref: UUID) -> Response:
        """Only the disputed part waits, of what is still unpaid; `held_minor` says how much that is."""
        values = self.read()
        opened = disputing.open_dispute(self.actor, debt_ref, **values, now=self.now)
        return Response(selectors.get_dispute(opened.public_id, self.actor), status=status.HTTP_201_CREATED)


class DisputeDetail(Resource):
    """One dispute, for either side of it."""

    read_scope = "money:read"

    @operation(gives=DisputeCard)
    def get(self, request: Any, dispute_ref: UUID) -> Response:
        return Response(selectors.get_dispute(dispute_ref, self.actor))


class WithdrawDispute(Resource):
    """Take one's own side's dispute back: what waited for it is paid at once."""

    write_scope = ""

    @operation(gives=DisputeCard)
    @idempotent
    def post(self, request: Any, dispute_ref: UUID) -> Response:
        selectors.get_dispute(dispute_ref, self.actor)
        disputing.withdraw_dispute(self.actor, dispute_ref, now=self.now)
        return Response(selectors.get_dispute(dispute_ref, self.actor))


class ContestDebts(Resource):
    """What a contest owes to creatives, by entry, with the references under which its brand may dispute it."""

    read_scope = "money:read"

    @operation(gives=Listing[DebtRow])
    def get(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        return Response({"results": selectors.contest_debts(contest_id), "next": None})


class AllDisputes(AuditList):
    """Every dispute, with who said and decided what."""

    rows = staticmethod(selectors.disputes)
    shape = staticmethod(shapes.dispute)
    lookups: ClassVar = {
        "contest": "obligation__contest",
        "side": "side",
        "payee": "obligation__payee_user__handle",
        "opened_after": "opened_at__gte",
        "opened_before": "opened_at__lt",
    }

    @operation(gives=Listing[shapes.AuditedDisputeDoc], query=queries.DisputeQuery)
    def get(self, request: Any) -> Response:
        return self.list()

    def narrow(self, rows: Any) -> Any:
        """Open ones have no decision to look for."""
        decision = self.given.get("decision")
        return rows.filter(decision="" if decision == "open" else decision) if decision else rows


class PreviewDecision(AdminResource):
    """What upholding a dispute would move, to the cent, at this moment. Writes nothing."""

    @operation(gives=shapes.ConsequenceDoc, query=queries.PreviewQuery)
    def get(self, request: Any, dispute_ref: UUID) -> Response:
        dispute = _open_one(dispute_ref)
        most = dispute.held.amount_minor if dispute.held else dispute.claim_minor
        amount = self.given.get("decided_minor", most)
        found = dispute_decisions.preview_upholding(dispute, amount)
        payees = handles_of(int(one.payee_id) for one in found.adjustments) if found else {}
        return Response(shapes.consequence(found, {str(key): handle for key, handle in payees.items()}))


class Decide(AdminResource):
    """Decide on a dispute, with a reason that both sides read; whoever has a part in the contest cannot."""

    @operation(gives=shapes.AuditedDisputeDoc, takes=DecisionInput)
    @idempotent
    def post(self, request: Any, dispute_ref: UUID) -> Response:
        dispute, values = _open_one(dispute_ref), self.read()
        if values["decision"] == "dismissed":
            dispute_decisions.dismiss_dispute(self.actor, dispute_ref, reason=values["reason"], now=self.now)
        elif "decided_minor" in values:
            amount, reason = values["decided_minor"], values["reason"]
            dispute_decisions.uphold_dispute(self.actor, dispute_ref, decided_minor=amount, reason=reason, now=self.now)
        else:
            sentence = _("Say how much of it you uphold.")
            raise ValidationError({"decided_minor": [ErrorDetail(sentence, "required")]})
        return Response(shapes.dispute(selectors.disputes().get(pk=dispute.pk)))


def _open_one(dispute_ref: UUID) -> Any:
    """The dispute, whether decided or not: deciding a second time is refused by the service."""
    found = selectors.disputes().filter(public_id=dispute_ref).first()
    if found is None:
        raise NotFound
    return found
