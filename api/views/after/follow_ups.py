"""Briefs for the maker of one entry: a job, or buying the work. Begun by the brand, answered by whoever made it."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.after_inputs import FollowUpInput
from api.base import Resource
from api.idempotency import idempotent
from api.operations import operation
from contests.follow_up_rules import Purpose
from contests.selectors.follow_ups import FollowUpCard, follow_up_of
from contests.services.following_up.answering import accept_purchase, decline
from contests.services.following_up.beginning import begin_follow_up


class BeginFollowUp(Resource):
    """From an entry of a decided contest."""

    @operation(gives=FollowUpCard, takes=FollowUpInput, status=201)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Begin a brief for its makers alone. It is a draft: they are told of it once its funding is covered."""
        said = self.read()
        purpose = Purpose(said["purpose"])
        contest = begin_follow_up(self.actor, entry_id, purpose, said["prize_minor"], now=self.now)
        return Response(follow_up_of(self.actor, contest.pk, now=self.now), status=status.HTTP_201_CREATED)


class FollowUpDetail(Resource):
    """What a contest that is for one maker was begun from."""

    @operation(gives=FollowUpCard)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """The work, the price, who has yet to agree."""
        return Response(follow_up_of(self.actor, contest_id, now=self.now))


class AcceptPurchase(Resource):
    """Selling a work. Only a person does."""

    write_scope = ""

    @operation(gives=FollowUpCard)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Agree for one's part. With the last of its makers the work is sold: entered, awarded, and owed for."""
        follow_up_of(self.actor, contest_id, now=self.now)
        accept_purchase(self.actor, contest_id, now=self.now)
        return Response(follow_up_of(self.actor, contest_id, now=self.now))


class DeclineFollowUp(Resource):
    """Saying no to a job or a purchase."""

    write_scope = "entries:write"

    @operation(gives=FollowUpCard)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Decline for everybody who made the work: nothing is owed, and all that is held goes back."""
        follow_up_of(self.actor, contest_id, now=self.now)
        decline(self.actor, contest_id, now=self.now)
        return Response(follow_up_of(self.actor, contest_id, now=self.now))
