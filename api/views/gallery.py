"""What a brand does in its gallery: eliminate and take back, notes, collections, polls by link."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.gallery_shapes import (
    CollectionEntryDoc,
    CollectionEntryInput,
    CollectionInput,
    EliminationInput,
    EntryNoteInput,
    NewCollectionDoc,
    NewNoteDoc,
    PollInput,
    PollWithLinkDoc,
)
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from api.views.entries import EntryAct
from contests.selectors.curation import (
    CollectionPage,
    EliminationCard,
    NoteCard,
    collections_of,
    eliminations_of,
    notes_of,
)
from contests.selectors.polls import PollCard, get_poll, polls_of
from contests.services.gallery import curating, eliminating, polling


class Eliminations(Resource):
    """Why and when an entry was put aside, for its author and its brand."""

    @operation(gives=Listing[EliminationCard])
    def get(self, request: Any, entry_id: UUID) -> Response:
        """The latest first; one with an `undone_at` was taken back."""
        return Response({"results": eliminations_of(self.actor, entry_id), "next": None})

    @operation(gives=EliminationCard, takes=EliminationInput, status=201)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Put it aside. It stays in the contest, and keeps its part in what silence or cancelling would pay."""
        eliminating.eliminate(self.actor, entry_id, **self.read(), now=self.now)
        return Response(eliminations_of(self.actor, entry_id)[0], status=status.HTTP_201_CREATED)


class Reinstate(EntryAct):
    """Take an elimination back; its author is told."""

    write_scope = "contests:write"

    def act(self, entry_id: UUID) -> None:
        eliminating.reinstate(self.actor, entry_id, now=self.now)


class EntryNotes(Resource):
    """Notes of the brand's people among themselves."""

    @operation(gives=Listing[NoteCard])
    def get(self, request: Any, entry_id: UUID) -> Response:
        return Response({"results": notes_of(self.actor, entry_id), "next": None})

    @operation(gives=NewNoteDoc, takes=EntryNoteInput, status=201)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        """Add one."""
        made = curating.add_note(self.actor, entry_id, self.read()["body"], now=self.now)
        return Response({"id": made.pk, "body": made.body}, status=status.HTTP_201_CREATED)


class EntryNoteDetail(Resource):
    """One's own note."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, note_id: UUID) -> Response:
        """Remove it."""
        curating.remove_note(self.actor, note_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Collections(Resource):
    """Named sets of a contest's entries, for the brand's people."""

    @operation(gives=Listing[CollectionPage])
    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response({"results": collections_of(self.actor, contest_id), "next": None})

    @operation(gives=NewCollectionDoc, takes=CollectionInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Make one."""
        made = curating.make_collection(self.actor, contest_id, self.read()["name"], now=self.now)
        return Response({"id": made.pk, "name": made.name, "entries": []}, status=status.HTTP_201_CREATED)


class CollectionDetail(Resource):
    """One collection."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, collection_id: UUID) -> Response:
        """Remove it; its entries stay."""
        curating.remove_collection(self.actor, collection_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class CollectionEntries(Resource):
    """What belongs to a collection."""

    @operation(gives=CollectionEntryDoc, takes=CollectionEntryInput)
    @idempotent
    def post(self, request: Any, collection_id: UUID) -> Response:
        """Put an entry in, or take it out."""
        given = self.read()
        curating.put_in_collection(self.actor, collection_id, given["entry"], belongs=given["belongs"], now=self.now)
        return Response({"collection": collection_id, **given})


class Polls(Resource):
    """Straw polls among people who have the link."""

    @operation(gives=Listing[PollCard], query=Paged)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """The latest first, with their results so far."""
        return self.page(polls_of(self.actor, contest_id, now=self.now, after=self.after, limit=self.limit))

    @operation(gives=PollWithLinkDoc, takes=PollInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Ask. The link is in this reply alone; only its digest is kept."""
        made = polling.open_poll(self.actor, contest_id, polling.PollDraft(**self.read()), now=self.now)
        return _with_link(self, made, status.HTTP_201_CREATED)


class PollDetail(Resource):
    """One poll with its results so far."""

    @operation(gives=PollCard)
    def get(self, request: Any, poll_id: UUID) -> Response:
        return Response(get_poll(self.actor, poll_id, now=self.now))


class ClosePoll(Resource):
    """End a poll before its time."""

    @operation(gives=PollCard)
    @idempotent
    def post(self, request: Any, poll_id: UUID) -> Response:
        polling.close_poll(self.actor, poll_id, now=self.now)
        return Response(get_poll(self.actor, poll_id, now=self.now))


class PollLink(Resource):
    """A new link in the place of the one before, which then leads nowhere."""

    @operation(gives=PollWithLinkDoc)
    @idempotent
    def post(self, request: Any, poll_id: UUID) -> Response:
        return _with_link(self, polling.renew_link(self.actor, poll_id, now=self.now), status.HTTP_200_OK)


def _with_link(view: Resource, made: polling.OpenedPoll, code: int) -> Response:
    link = view.request.build_absolute_uri(reverse("pages:poll_sheet", args=[made.token]))
    response = Response({"poll": get_poll(view.actor, made.poll.pk, now=view.now), "link": link}, status=code)
    response.shown_once = ("link",)  # type: ignore[attr-defined]
    return response
