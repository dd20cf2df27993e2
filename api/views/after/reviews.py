"""What a brand and its makers say of one another, and how a brand has dealt with its contests."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.after_inputs import ReviewInput, ReviewReplyInput
from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from contests.errors import NotVisible
from contests.selectors.contests import get_contest
from contests.selectors.reviews import ReviewCard, reviews_of_brand, reviews_of_contest, reviews_of_maker
from contests.services.after import reviews


class ContestReviews(PublicResource):
    """The reviews of one contest."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=Listing[ReviewCard])
    def get(self, request: Any, contest_id: UUID) -> Response:
        """Those that are shown, and the caller's own side's."""
        return Response({"results": reviews_of_contest(request.user, contest_id), "next": None})

    @operation(gives=ReviewCard, takes=ReviewInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Write one's side, or write it anew. It is shown once both sides are there, or after fourteen days."""
        get_contest(self.actor, contest_id)
        said = self.read()
        marks = {**said.get("marks", {}), "stars": said.get("stars")}
        words, maker = said.get("words", ""), said.get("maker", "")
        written = reviews.write_review(self.actor, contest_id, words, marks, now=self.now, maker=maker)
        return Response(_card(self.actor, contest_id, written.pk), status=status.HTTP_201_CREATED)


class ReplyToReview(Resource):
    """The one reply of whom a review is about."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=ReviewCard, takes=ReviewReplyInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID, review_id: UUID) -> Response:
        _card(self.actor, contest_id, review_id)
        reviews.reply(self.actor, review_id, self.read()["words"], now=self.now)
        return Response(_card(self.actor, contest_id, review_id))


class BrandReviews(PublicResource):
    """What makers have said of a brand, the latest first."""

    @operation(gives=Listing[ReviewCard], query=Paged)
    def get(self, request: Any, slug: str) -> Response:
        return self.page(reviews_of_brand(slug, after=self.after, limit=self.limit))


class MakerReviews(PublicResource):
    """What brands have said of a maker, the latest first."""

    @operation(gives=Listing[ReviewCard], query=Paged)
    def get(self, request: Any, handle: str) -> Response:
        return self.page(reviews_of_maker(handle, after=self.after, limit=self.limit))


def _card(viewer: Any, contest_id: UUID, review_id: UUID) -> ReviewCard:
    for card in reviews_of_contest(viewer, contest_id):
        if card.id == review_id:
            return card
    raise NotVisible
