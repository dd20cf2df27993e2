"""What makers show of their own entries on their pages, and the brand's word where it is needed."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from contests.errors import NotVisible
from contests.selectors.entry_pages import get_entry
from contests.selectors.showcase import Showing, ShownCard, showing_of, shown_works
from contests.services import showing


class MakerWorks(PublicResource):
    """The works that a maker shows, the latest first."""

    @operation(gives=Listing[ShownCard], query=Paged)
    def get(self, request: Any, handle: str) -> Response:
        return self.page(shown_works(handle, after=self.after, limit=self.limit))


class ShowWork(Resource):
    """Whether one shows a work of one's own on one's page."""

    write_scope = "entries:write"

    @operation(gives=Showing)
    def get(self, request: Any, entry_id: UUID) -> Response:
        """How it stands, for its makers and its brand."""
        return Response(_standing(self.actor, entry_id))

    @operation(gives=Showing)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Show it to everybody, once its contest is decided. Twice is harmless."""
        get_entry(self.actor, entry_id)
        showing.show_work(self.actor, entry_id, now=self.now)
        return Response(_standing(self.actor, entry_id))

    @operation(gives=None, status=204)
    def delete(self, request: Any, entry_id: UUID) -> Response:
        """Show it no more."""
        get_entry(self.actor, entry_id)
        showing.take_away(self.actor, entry_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class AgreeToShowing(Resource):
    """The brand's word that a work may be shown. It stands."""

    @operation(gives=Showing)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Agree; its maker is told. Needed where its rights pass, or its brief was not for everybody."""
        get_entry(self.actor, entry_id)
        showing.agree_to_showing(self.actor, entry_id, now=self.now)
        return Response(_standing(self.actor, entry_id))


def _standing(viewer: Any, entry_id: UUID) -> Showing:
    found = showing_of(viewer, entry_id)
    if found is None:
        raise NotVisible
    return found
