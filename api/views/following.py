"""What the caller follows, their saved searches, and the secret address of their calendar. Nobody else's, ever."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.following_shapes import CalendarDoc, FollowInput, SearchInput
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from contests.selectors.browsing import BrowseFilters
from contests.selectors.following import FollowedCard, SearchCard, followed_by, followed_card, searches_of
from contests.services.finding import calendars, follows, saved_searches


class _Own(Resource):
    """Read with what reads contests, written with what enters them."""

    write_scope = "entries:write"


class Following(_Own):
    """The briefs and brands that the caller follows."""

    @operation(gives=Listing[FollowedCard], query=Paged)
    def get(self, request: Any) -> Response:
        return self.page(followed_by(self.actor, after=self.after, limit=self.limit))

    @operation(gives=FollowedCard, takes=FollowInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Follow a brief (answers, its closing, its end) or a brand (its next briefs); twice is harmless."""
        given = self.read()
        if "contest" in given:
            row = follows.follow_brief(self.actor, given["contest"], now=self.now)
        else:
            row = follows.follow_brand(self.actor, given["brand"], now=self.now)
        return Response(followed_card(row), status=status.HTTP_201_CREATED)


class FollowingDetail(_Own):
    """One of them."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, following_ref: UUID) -> Response:
        """Stop following it."""
        follows.unfollow(self.actor, following_ref)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SavedSearches(_Own):
    """The caller's saved searches; there are few, and all are given."""

    @operation(gives=Listing[SearchCard])
    def get(self, request: Any) -> Response:
        return Response({"results": searches_of(self.actor), "next": None})

    @operation(gives=SearchCard, takes=SearchInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Save filters of the list of contests: once a day a mail tells of what has opened and matches."""
        given = self.read()
        saved = saved_searches.save_search(self.actor, given["name"], BrowseFilters(**given["filters"]), now=self.now)
        shown = next(one for one in searches_of(self.actor) if one.ref == saved.ref)
        return Response(shown, status=status.HTTP_201_CREATED)


class SavedSearchDetail(_Own):
    """One of them."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, search_ref: UUID) -> Response:
        """Forget it."""
        saved_searches.remove_search(self.actor, search_ref)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Calendar(_Own):
    """The caller's calendar of deadlines (RFC 5545)."""

    @operation(gives=CalendarDoc)
    def get(self, request: Any) -> Response:
        """Its address; null before one was made."""
        return Response({"address": calendars.calendar_of(self.actor)})

    @operation(gives=CalendarDoc, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Make an address, or a new one in the place of the old, which shows nothing any more."""
        response = Response(
            {"address": calendars.renew_calendar(self.actor, now=self.now)}, status=status.HTTP_201_CREATED
        )
        response.shown_once = ("address",)  # type: ignore[attr-defined]
        return response
