"""Trust and safety for everybody: reporting, one's own reports and decisions, appealing, and the public figures."""

from functools import partial
from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api import moderation_shapes as shapes
from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.moderation_inputs import AppealInput, ReportInput
from api.operations import Listing, Paged, operation
from api.pagination import page_of
from contests.selectors.entry_pages import get_entry
from moderation.rules import Target
from moderation.selectors import decisions as selectors
from moderation.selectors.decisions import ReportCard, StatementCard
from moderation.selectors.figures import Transparency, transparency
from moderation.selectors.likenesses import LikeWork, works_like
from moderation.services import appealing, reporting

NEWEST = ("-pk",)


class Reports(Resource):
    """One's own reports, and new ones."""

    write_scope = ""

    @operation(gives=Listing[ReportCard], query=Paged)
    def get(self, request: Any) -> Response:
        """What the caller has reported, the latest first, and what came of it."""
        return page_of(self, selectors.reports_by(self.actor), NEWEST, selectors.report_card)

    @operation(gives=shapes.ReceiptDoc, takes=ReportInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Report an entry, a brief, words of others or a person. A person decides; nobody learns who reported."""
        said = self.read()
        notice = reporting.Notice(said["reason"], said["words"], said["in_good_faith"])
        made = reporting.report(self.actor, Target(said["kind"]), said["target"], notice, now=self.now)
        return Response({"id": made.ref, "at": made.at}, status=status.HTTP_201_CREATED)


class Statements(Resource):
    """Decisions that restrict the caller, or did, each with its reasons."""

    @operation(gives=Listing[StatementCard], query=Paged)
    def get(self, request: Any) -> Response:
        shape = partial(selectors.statement_card, now=self.now)
        return page_of(self, selectors.decisions_on(self.actor), NEWEST, shape)


class Statement(Resource):
    """One decision with its reasons, for whom it restricts; if nothing was done, for who had reported."""

    @operation(gives=StatementCard)
    def get(self, request: Any, decision_ref: UUID) -> Response:
        return Response(selectors.get_statement(self.actor, decision_ref, now=self.now))


class MakeAppeal(Resource):
    """Ask once, within six months, that somebody else looks."""

    write_scope = ""

    @operation(gives=shapes.AppealReceiptDoc, takes=AppealInput, status=201)
    @idempotent
    def post(self, request: Any, decision_ref: UUID) -> Response:
        made = appealing.appeal(self.actor, decision_ref, self.read()["words"], now=self.now)
        return Response({"id": made.ref, "at": made.at}, status=status.HTTP_201_CREATED)


class EntryLikenesses(Resource):
    """Works that an entry is like, for the deciders and judges of its brand. For others there are none."""

    @operation(gives=Listing[LikeWork])
    def get(self, request: Any, entry_id: UUID) -> Response:
        """Without names; an earlier work is identified only to who sees it anyway."""
        get_entry(self.actor, entry_id)
        return Response({"results": works_like(self.actor, entry_id), "next": None})


class Figures(PublicResource):
    """What was reported and decided within a year, how fast, and how often wrongly. For anybody."""

    @operation(gives=Transparency)
    def get(self, request: Any) -> Response:
        return Response(transparency(self.now))
