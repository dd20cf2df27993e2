"""Trust and safety for admins in person: the queue, its cases, appeals, likenesses; none that they have a part in."""

from typing import Any
from uuid import UUID

from rest_framework.response import Response

from api import moderation_inputs as inputs
from api import moderation_shapes as shapes
from api.base import AdminResource
from api.idempotency import idempotent
from api.operations import Listing, operation
from api.pagination import page_of
from contests.errors import NotVisible
from moderation.selectors.cases import appeals_for, case_page, cases_for
from moderation.selectors.likenesses import likenesses_for
from moderation.services import appealing, deciding, looking, reading

NEWEST = ("-pk",)


class Cases(AdminResource):
    """Cases, the latest first."""

    @operation(gives=Listing[shapes.CaseDoc], query=inputs.CaseQuery)
    def get(self, request: Any) -> Response:
        rows = cases_for(self.actor)
        if state := self.given.get("state"):
            rows = rows.filter(closed_at__isnull=state == "open")
        if kind := self.given.get("kind"):
            rows = rows.filter(kind=kind)
        return page_of(self, rows, NEWEST, shapes.case)


class CaseDetail(AdminResource):
    """One case, with everything that was ever said and decided about the same thing."""

    @operation(gives=shapes.CaseInFullDoc)
    def get(self, request: Any, case_ref: UUID) -> Response:
        return Response(shapes.case_in_full(case_page(self.actor, case_ref, now=self.now)))


class CaseConversation(AdminResource):
    """Of a reported message: what was written around it, for whoever may decide. Each reading is in the audit trail."""

    @operation(gives=shapes.AroundDoc)
    def get(self, request: Any, case_ref: UUID) -> Response:
        return Response(shapes.around(reading.read_around(self.actor, case_ref)))


class DecideCase(AdminResource):
    """Decide a case: the measure is taken, the reasons are stated, and everybody who must hear hears."""

    @operation(gives=shapes.CaseInFullDoc, takes=inputs.MeasureInput)
    @idempotent
    def post(self, request: Any, case_ref: UUID) -> Response:
        said = self.read()
        measure, closes = said.pop("measure"), said.pop("closes")
        case_page(self.actor, case_ref, now=self.now)
        deciding.decide(self.actor, case_ref, measure, deciding.Reasons(**said), closes=closes, now=self.now)
        return Response(shapes.case_in_full(case_page(self.actor, case_ref, now=self.now)))


class Appeals(AdminResource):
    """Appeals, the latest first."""

    @operation(gives=Listing[shapes.CaseAppealDoc], query=inputs.AppealQuery)
    def get(self, request: Any) -> Response:
        rows = appeals_for(self.actor)
        if state := self.given.get("state"):
            rows = rows.filter(decided_at__isnull=state == "open")
        return page_of(self, rows, NEWEST, shapes.appeal)


class DecideAppeal(AdminResource):
    """Let a decision stand, or take it back; by somebody else than who decided the first time."""

    @operation(gives=shapes.CaseAppealDoc, takes=inputs.AppealDecisionInput)
    @idempotent
    def post(self, request: Any, appeal_ref: UUID) -> Response:
        if not appeals_for(self.actor).filter(ref=appeal_ref).exists():
            raise NotVisible
        appealing.decide_appeal(self.actor, appeal_ref, **self.read(), now=self.now)
        return Response(shapes.appeal(appeals_for(self.actor).get(ref=appeal_ref)))


class Likenesses(AdminResource):
    """Pairs of works that are nearly the same, the latest first."""

    @operation(gives=Listing[shapes.LikenessDoc], query=inputs.LikenessQuery)
    def get(self, request: Any) -> Response:
        rows = likenesses_for(self.actor)
        if verdict := self.given.get("verdict"):
            rows = rows.filter(verdict="" if verdict == "open" else verdict)
        return page_of(self, rows, NEWEST, shapes.likeness)


class DismissLikeness(AdminResource):
    """It is no copy."""

    @operation(gives=shapes.LikenessDoc)
    @idempotent
    def post(self, request: Any, likeness_id: int) -> Response:
        looking.dismiss_likeness(self.actor, likeness_id, now=self.now)
        return Response(shapes.likeness(likenesses_for(self.actor).get(pk=likeness_id)))


class CaseOfLikeness(AdminResource):
    """Make a case of the later work."""

    @operation(gives=shapes.LikenessDoc)
    @idempotent
    def post(self, request: Any, likeness_id: int) -> Response:
        looking.open_case_of(self.actor, likeness_id, now=self.now)
        return Response(shapes.likeness(likenesses_for(self.actor).get(pk=likeness_id)))
