"""Runs of payments that need two people: looked at by auditors, proposed by one admin and approved by another."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import queries
from api import run_shapes as shapes
from api.base import AdminResource, AuditResource
from api.idempotency import idempotent
from api.inputs import DigestInput, ReasonInput, RunInput
from api.operations import Listing, operation
from api.pagination import page_of
from api.problems import problem
from payouts.approving import totals_of
from payouts.models import PayoutRun, RunState
from payouts.selectors.payout_runs import Choice, members_of, payout_runs, preview_run
from payouts.services import payout_runs as runs


class PayoutRuns(AuditResource):
    """Runs, the newest first."""

    @operation(gives=Listing[shapes.RunDoc], query=queries.RunQuery)
    def get(self, request: Any) -> Response:
        """Auditors read all of them."""
        rows = payout_runs().filter(**{"state": self.given["state"]} if "state" in self.given else {})
        return page_of(self, rows, ("-pk",), shapes.run)

    @operation(gives=shapes.RunInFullDoc, takes=RunInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Propose the payments of a preview, by its digest. For admins; another one approves."""
        values = self.read()
        run = runs.propose_run(self.actor, _choice(values), digest=values["digest"], now=self.now)
        return Response(_in_full(run), status=status.HTTP_201_CREATED)


class PayoutRunPreview(AuditResource):
    """The dry run: what would be in a run, and everything around it. Nothing is written."""

    @operation(gives=shapes.PreviewDoc, query=queries.ChoiceQuery)
    def get(self, request: Any) -> Response:
        return Response(shapes.preview(preview_run(_choice(self.given)), self.now))


class PayoutRunDetail(AuditResource):
    """One run with its payments as both admins saw them."""

    @operation(gives=shapes.RunInFullDoc)
    def get(self, request: Any, run_id: int) -> Response:
        return Response(_in_full(_run(run_id)))


class ApproveRun(AdminResource):
    """Let the payments of a run leave that somebody else has proposed, by the digest of the list that you saw.

    If anything about one of them has changed, nothing leaves: 409 with the difference, line by line.
    """

    @operation(gives=shapes.RunInFullDoc, takes=DigestInput)
    @idempotent
    def post(self, request: Any, run_id: int) -> Response:
        _run(run_id)
        run = runs.approve_run(self.actor, run_id, digest=self.read()["digest"], now=self.now)
        if run.state == RunState.STALE:
            # An answer and not an error: an error would take back the run's new state with it.
            words = _("Something has changed since this run was proposed. Nothing leaves; look at what is different.")
            response = Response(problem(409, "run-stale", words, more={"difference": run.difference}), status=409)
            response.is_problem = True  # type: ignore[attr-defined]
            return response
        return Response(_in_full(run))


class WithdrawRun(AdminResource):
    """Take a proposed run off the desk; its payments wait on, and can be proposed again."""

    @operation(gives=shapes.RunInFullDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, run_id: int) -> Response:
        _run(run_id)
        return Response(_in_full(runs.withdraw_run(self.actor, run_id, reason=self.read()["reason"], now=self.now)))


def _choice(values: Any) -> Choice:
    return Choice(values.get("rail", ""), values.get("currency", ""), values.get("up_to_minor"))


def _run(run_id: int) -> PayoutRun:
    found = payout_runs().filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def _in_full(run: PayoutRun) -> shapes.RunInFullDoc:
    members = members_of(run)
    return shapes.run_in_full(run, members, totals_of(members))
