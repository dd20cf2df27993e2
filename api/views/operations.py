"""What admins do: hold and release payments, suspend and resume contests. Each with a reason, kept for good."""

from typing import Any
from uuid import UUID

from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import audit_shapes as shapes
from api.base import AdminResource
from api.idempotency import idempotent
from api.inputs import HoldInput, ReasonInput
from api.operations import operation
from api.shapes import BriefDoc
from api.views.contests import brief_of
from contests.selectors.contests import get_contest
from contests.services import suspension
from payouts.selectors import auditing
from payouts.services import holds


class Hold(AdminResource):
    """Hold one payment, with a reason and an end."""

    @operation(gives=shapes.DisbursementDoc, takes=HoldInput)
    @idempotent
    def post(self, request: Any, disbursement_id: int) -> Response:
        _exists(disbursement_id)
        values = self.read()
        holds.hold(self.actor, disbursement_id, reason=values["reason"], until=values["until"], now=self.now)
        return Response(shapes.disbursement(_exists(disbursement_id)))


class Release(AdminResource):
    """Release a held payment before its hold ends."""

    @operation(gives=shapes.DisbursementDoc)
    @idempotent
    def post(self, request: Any, disbursement_id: int) -> Response:
        _exists(disbursement_id)
        holds.release_hold(self.actor, disbursement_id, now=self.now)
        return Response(shapes.disbursement(_exists(disbursement_id)))


def _exists(disbursement_id: int) -> Any:
    row = auditing.disbursements().filter(pk=disbursement_id).first()
    if row is None:
        raise NotFound
    return row


class Suspend(AdminResource):
    """Stop a contest's clock while something is looked into."""

    @operation(gives=BriefDoc, takes=ReasonInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        get_contest(self.actor, contest_id)
        suspension.suspend_contest(self.actor, contest_id, self.read()["reason"], now=self.now)
        return Response(brief_of(self.actor, contest_id))


class Resume(AdminResource):
    """Let the clock go on; every deadline has moved by as long as it stood still."""

    @operation(gives=BriefDoc)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        get_contest(self.actor, contest_id)
        suspension.resume_contest(self.actor, contest_id, now=self.now)
        return Response(brief_of(self.actor, contest_id))
