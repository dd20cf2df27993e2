"""What holds the rails back: read by auditors, made stricter by any admin, loosened by two."""

from typing import Any

from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import queries
from api import run_shapes as shapes
from api.base import AdminResource, AuditResource
from api.idempotency import idempotent
from api.inputs import LimitsInput, ReasonInput
from api.operations import Listing, Paged, operation
from api.pagination import page_of
from payouts.models import ControlChange
from payouts.selectors.rail_controls import control_changes, control_proposals, rails_now
from payouts.services import controls


class RailControls(AuditResource):
    """Each rail's switch, its limits, and what has been ordered today without anybody's approval."""

    @operation(gives=shapes.RailsDoc)
    def get(self, request: Any) -> Response:
        return Response({"at": self.now, "rails": [shapes.rail(one) for one in rails_now(self.now)]})


class ControlChanges(AuditResource):
    """Every change of a switch or a limit, the newest first."""

    @operation(gives=Listing[shapes.ControlChangeDoc], query=Paged)
    def get(self, request: Any) -> Response:
        return page_of(self, control_changes(), ("-pk",), shapes.change)


class ControlProposals(AuditResource):
    """Wishes to let more through, the newest first."""

    @operation(gives=Listing[shapes.ProposalDoc], query=queries.ProposalQuery)
    def get(self, request: Any) -> Response:
        rows = control_proposals().filter(**{"state": self.given["state"]} if "state" in self.given else {})
        return page_of(self, rows, ("-pk",), shapes.proposal)


class StopRail(AdminResource):
    """The kill switch: no new order leaves on this rail from now on. What may have left is asked about all the same."""

    @operation(gives=shapes.ControlChangeDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, rail: str) -> Response:
        _known(self, rail)
        change = controls.stop_rail(self.actor, rail, reason=self.read()["reason"], now=self.now)
        return Response(shapes.change(change))


class StartRail(AdminResource):
    """Propose that a stopped rail be started again; another admin confirms."""

    @operation(gives=shapes.ProposalDoc, takes=ReasonInput, status=201)
    @idempotent
    def post(self, request: Any, rail: str) -> Response:
        _known(self, rail)
        proposal = controls.propose_start(self.actor, rail, reason=self.read()["reason"], now=self.now)
        return Response(shapes.proposal(proposal), status=status.HTTP_201_CREATED)


class RailLimits(AdminResource):
    """Lower a rail's limits in one currency at once, or propose higher ones for another admin to confirm."""

    @operation(gives=shapes.LimitsOutcomeDoc, takes=LimitsInput)
    @idempotent
    def post(self, request: Any, rail: str) -> Response:
        _known(self, rail)
        values = self.read()
        outcome = controls.change_limits(
            self.actor,
            rail,
            values["currency"],
            approval_above_minor=values["approval_above_minor"],
            daily_limit_minor=values["daily_limit_minor"],
            reason=values["reason"],
            now=self.now,
        )
        if isinstance(outcome, ControlChange):
            return Response({"change": shapes.change(outcome), "proposal": None})
        return Response({"change": None, "proposal": shapes.proposal(outcome)})


class ConfirmProposal(AdminResource):
    """Do what another admin has proposed: start the rail, or raise its limits."""

    @operation(gives=shapes.ControlChangeDoc)
    @idempotent
    def post(self, request: Any, proposal_id: int) -> Response:
        return Response(shapes.change(controls.confirm_proposal(self.actor, proposal_id, now=self.now)))


class WithdrawProposal(AdminResource):
    """Take a proposal off the desk."""

    @operation(gives=shapes.ProposalDoc)
    @idempotent
    def post(self, request: Any, proposal_id: int) -> Response:
        return Response(shapes.proposal(controls.withdraw_proposal(self.actor, proposal_id, now=self.now)))


def _known(resource: AdminResource, rail: str) -> None:
    if rail not in {one.name for one in rails_now(resource.now)}:
        raise NotFound
