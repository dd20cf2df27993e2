"""Comments on an entry: between its makers and the brand, until the brand shows them to everybody."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import PublicResource, Resource
from api.comment_inputs import CommentInput, CommentQuery, ReplyInput, to_comment
from api.idempotency import idempotent
from api.operations import Listing, operation
from contests.selectors.comments import CommentCard, comments_of, get_comment
from contests.services.commenting import marking, writing


class CommentReleaseDoc(TypedDict):
    """Since when everybody who sees an entry of the contest reads its comments."""

    contest: UUID
    released_at: datetime


class EntryComments(PublicResource):
    """What was said of one entry."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=Listing[CommentCard], query=CommentQuery)
    def get(self, request: Any, entry_id: UUID) -> Response:
        """Thread by thread. For the makers, the brand's people who judge, and admins; for others 404."""
        version = self.given.get("version")
        return self.page(comments_of(request.user, entry_id, version=version, after=self.after, limit=self.limit))

    @operation(gives=CommentCard, takes=CommentInput, status=201)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Begin a thread. Coordinates are thousandths of the picture's size."""
        said = writing.write_comment(self.actor, entry_id, to_comment(self.read()), now=self.now)
        return Response(get_comment(self.actor, said.pk), status=status.HTTP_201_CREATED)


class CommentReplies(Resource):
    """Answer a comment, in its thread."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    @operation(gives=CommentCard, takes=ReplyInput, status=201)
    @idempotent
    def post(self, request: Any, comment_id: UUID) -> Response:
        said = writing.reply(self.actor, comment_id, self.read()["body"], now=self.now)
        return Response(get_comment(self.actor, said.pk), status=status.HTTP_201_CREATED)


class CommentAct(Resource):
    """Something done to one comment, which is then shown again."""

    write_scope = "contests:write"

    @operation(gives=CommentCard)
    @idempotent
    def post(self, request: Any, comment_id: UUID) -> Response:
        return Response(get_comment(self.actor, self.act(comment_id)))

    def act(self, comment_id: UUID) -> UUID:
        """Call the one service; gives which comment to show."""
        raise NotImplementedError


class ResolveComment(CommentAct):
    """The brand says that a thread is dealt with. The comment that began it is shown."""

    def act(self, comment_id: UUID) -> UUID:
        return marking.resolve_comment(self.actor, comment_id, now=self.now).pk


class ReopenComment(CommentAct):
    """The brand takes a thread up again."""

    def act(self, comment_id: UUID) -> UUID:
        return marking.reopen_comment(self.actor, comment_id).pk


class WithdrawComment(CommentAct):
    """Whoever wrote it takes it back: its words are gone for everybody, its place stays."""

    write_scope = "entries:write"
    brand_scope = "contests:write"

    def act(self, comment_id: UUID) -> UUID:
        return marking.withdraw_comment(self.actor, comment_id, now=self.now).pk


class ReleaseComments(Resource):
    """After the decision: everybody who sees an entry may read its comments. For good."""

    write_scope = "contests:write"

    @operation(gives=CommentReleaseDoc)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        release = marking.release_comments(self.actor, contest_id, now=self.now)
        return Response({"contest": contest_id, "released_at": release.released_at})
