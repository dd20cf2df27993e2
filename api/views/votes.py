"""The community's votes: open ones, one contest's with its result, one's ballot; and marked ballots for admins."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse
from rest_framework.response import Response

from api.base import AdminResource, PublicResource, Resource
from api.idempotency import idempotent
from api.negotiation import TakesAnything
from api.operations import Listing, Paged, operation
from api.vote_shapes import BallotRulingInput, CommunityBallotInput, MarkedBallotQuery
from contests.selectors.community import OpenVote, VotePage, open_votes, vote_page, vote_picture
from contests.selectors.community_desk import MarkedBallot, marked_ballot, marked_ballots
from contests.services.community.ruling import rule_on
from contests.services.community.voting import cast_ballot

WEBP = "image/webp"
WIDTH = 960


class CommunityVotes(PublicResource):
    """The votes that take ballots."""

    @operation(gives=Listing[OpenVote], query=Paged)
    def get(self, request: Any) -> Response:
        """Those that close soonest first."""
        return self.page(open_votes(now=self.now, after=self.after, limit=self.limit))


class CommunityVoteDetail(PublicResource):
    """A contest's vote on the award that its community decides."""

    @operation(gives=VotePage)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """Its rules' moments for everybody; what to choose from for voters, in an order of their own; no count before
        it is counted."""
        return Response(vote_page(request.user, contest_id, now=self.now))


class CommunityBallotDetail(Resource):
    """The caller's ballot."""

    write_scope = "entries:write"

    @operation(gives=VotePage, takes=CommunityBallotInput)
    def put(self, request: Any, contest_id: UUID) -> Response:
        """Vote for one to three entries, or for others than before, until the vote closes."""
        vote_page(self.actor, contest_id, now=self.now)
        cast_ballot(self.actor, contest_id, self.read()["entries"], now=self.now)
        return Response(vote_page(self.actor, contest_id, now=self.now))


class CommunityPicture(Resource):
    """An entry that is voted on, as voters see it."""

    content_negotiation_class = TakesAnything

    @operation(gives=bytes, media=WEBP)
    def get(self, request: Any, contest_id: UUID, entry_id: UUID) -> FileResponse:
        """A picture of its latest version, for voters, while the vote is open."""
        shown = vote_picture(self.actor, contest_id, entry_id, WIDTH, now=self.now)
        return FileResponse(default_storage.open(shown.storage_key, "rb"), content_type=WEBP)


class MarkedBallots(AdminResource):
    """Ballots that look like one hand."""

    @operation(gives=Listing[MarkedBallot], query=MarkedBallotQuery)
    def get(self, request: Any) -> Response:
        """Those that wait, or all of them; the latest first."""
        everything = self.given.get("state") == "all"
        return self.page(marked_ballots(self.actor, everything=everything, after=self.after, limit=self.limit))


class RuleOnBallot(AdminResource):
    """Let a marked ballot count, or strike it; once for each, before its vote is counted."""

    @operation(gives=MarkedBallot, takes=BallotRulingInput)
    @idempotent
    def post(self, request: Any, marked_id: UUID) -> Response:
        marked_ballot(self.actor, marked_id)
        rule_on(self.actor, marked_id, **self.read(), now=self.now)
        return Response(marked_ballot(self.actor, marked_id))
