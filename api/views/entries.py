"""Entries: the gallery of a contest, one entry, what its author and the brand do with it, questions, handovers."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from api.base import PublicResource, Resource, UploadResource
from api.idempotency import idempotent
from api.inputs import (
    AnswerInput,
    DeliveryInput,
    EntryInput,
    NoteInput,
    QuestionInput,
    RatingInput,
    ReasonInput,
    RevisionInput,
    VersionInput,
)
from api.operations import Listing, Paged, operation
from api.queries import AllEntriesQuery, GalleryQuery
from api.shapes import AnsweredDoc, AskedDoc, DeliveredDoc, EntryDoc, KeptFilesDoc, entry_shape
from contests.entry_rules import EntryDraft, VersionDraft
from contests.selectors.cards import DeadlineCard, EntryCard, EventCard, OwnEntry, QuestionCard
from contests.selectors.contests import get_contest
from contests.selectors.deliveries import DeliveryCard, deliveries_of
from contests.selectors.entries import EntryFilters, entries_of, list_entries, my_entries
from contests.selectors.entry_pages import get_entry
from contests.selectors.history import contest_events, deadlines_of
from contests.selectors.questions import questions_of
from contests.services import delivery_files, entries, handover, questions, reviewing, revisions

NOT_FILTERS = frozenset({"order", "cursor", "limit"})


def _filters(given: dict[str, Any]) -> EntryFilters:
    return EntryFilters(**{name: value for name, value in given.items() if name not in NOT_FILTERS})


class EntryList(PublicResource):
    """The newest entries of all contests whose authors the caller may know."""

    @operation(gives=Listing[EntryCard], query=AllEntriesQuery)
    def get(self, request: Any) -> Response:
        return self.page(list_entries(request.user, _filters(self.given), after=self.after, limit=self.limit))


class ContestEntries(UploadResource, PublicResource):
    """The gallery of a contest, and its new entries."""

    parser_classes = (MultiPartParser,)

    @operation(gives=Listing[EntryCard], query=GalleryQuery)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """The entries of a contest that the caller may see. A blind one hides authors from brand and rivals."""
        filters, order = _filters(self.given), self.given.get("order", "standing")
        return self.page(entries_of(request.user, contest_id, filters, order=order, after=self.after, limit=self.limit))

    @operation(gives=EntryDoc, takes=EntryInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Enter the contest, as multipart form data with one part per file."""
        said = self.read()
        draft = EntryDraft(**said | {"portfolio": tuple(said["portfolio"])})
        entry = entries.submit_entry(self.actor, contest_id, draft, now=self.now)
        return Response(entry_shape(get_entry(self.actor, entry.pk)), status=status.HTTP_201_CREATED)


class EntryDetail(PublicResource):
    """One entry with its versions and files, as the caller may see it."""

    @operation(gives=EntryDoc)
    def get(self, request: Any, entry_id: UUID) -> Response:
        return Response(entry_shape(get_entry(request.user, entry_id)))


class EntryAct(Resource):
    """Something done to one entry, which is then shown again."""

    write_scope = "entries:write"

    @operation(gives=EntryDoc)
    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        get_entry(self.actor, entry_id)
        self.act(entry_id)
        return Response(entry_shape(get_entry(self.actor, entry_id)))

    def act(self, entry_id: UUID) -> None:
        """Call the one service."""
        raise NotImplementedError


class NewVersion(UploadResource, EntryAct):
    """A new version by the author, as multipart form data."""

    parser_classes = (MultiPartParser,)
    takes = VersionInput

    def act(self, entry_id: UUID) -> None:
        entries.add_version(self.actor, entry_id, VersionDraft(**self.read()), now=self.now)


class Withdraw(EntryAct):
    """Taken back by its author, while it is not shortlisted."""

    def act(self, entry_id: UUID) -> None:
        entries.withdraw_entry(self.actor, entry_id, now=self.now)


class Rate(EntryAct):
    """One to five stars by the brand, or null to take them back."""

    write_scope = "contests:write"
    takes = RatingInput

    def act(self, entry_id: UUID) -> None:
        reviewing.rate_entry(self.actor, entry_id, self.read()["stars"], now=self.now)


class Disqualify(EntryAct):
    """Shut out with a reason that its author is told; never one that is shortlisted."""

    write_scope = "contests:write"
    takes = ReasonInput

    def act(self, entry_id: UUID) -> None:
        reviewing.disqualify_entry(self.actor, entry_id, self.read()["reason"], now=self.now)


class AskRevision(EntryAct):
    """Ask for a change to a shortlisted entry; each round is paid, and none can be asked for beyond what is held."""

    write_scope = "contests:write"
    takes = RevisionInput

    def act(self, entry_id: UUID) -> None:
        revisions.ask_for_revision(self.actor, entry_id, self.read()["note"], now=self.now)


class MyEntries(Resource):
    """The caller's own entries and those of their teams, withdrawn ones too."""

    @operation(gives=Listing[OwnEntry], query=Paged)
    def get(self, request: Any) -> Response:
        return self.page(my_entries(self.actor, after=self.after, limit=self.limit))


class Questions(PublicResource):
    """The public questions about a brief."""

    write_scope = "entries:write"

    @operation(gives=Listing[QuestionCard], query=Paged)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """The questions with their answers, oldest first. Who asked is told to nobody but themselves."""
        return self.page(questions_of(request.user, contest_id, after=self.after, limit=self.limit))

    @operation(gives=AskedDoc, takes=QuestionInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Ask in public, without one's name."""
        asked = questions.ask(self.actor, contest_id, self.read()["body"], now=self.now)
        return Response({"id": asked.pk, "body": asked.body}, status=status.HTTP_201_CREATED)


class Answer(Resource):
    """The brand's answer to one question."""

    @operation(gives=AnsweredDoc, takes=AnswerInput)
    @idempotent
    def post(self, request: Any, question_id: UUID) -> Response:
        answered = questions.answer(self.actor, question_id, self.read()["answer"], now=self.now)
        return Response({"id": answered.pk, "body": answered.body, "answer": answered.answer})


class Handovers(Resource):
    """The handovers of a contest that concern the caller."""

    @operation(gives=Listing[DeliveryCard])
    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response({"results": deliveries_of(self.actor, contest_id), "next": None})


class HandoverFiles(UploadResource):
    """Final files for one's own award, as multipart form data."""

    parser_classes = (MultiPartParser,)

    @operation(gives=KeptFilesDoc, takes=DeliveryInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        said = self.read()
        stored = delivery_files.add_delivery_files(
            self.actor, award_id, said["files"], uploads=said["uploads"], now=self.now
        )
        return Response({"files": [file.ref for file in stored]}, status=status.HTTP_201_CREATED)


class HandoverFile(Resource):
    """One final file that is not handed over yet."""

    write_scope = "entries:write"

    @operation(gives=None, status=204)
    def delete(self, request: Any, contest_id: UUID, award_id: int, ref: UUID) -> Response:
        """Take it back."""
        delivery_files.remove_delivery_file(self.actor, award_id, ref)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Deliver(Resource):
    """Hand over: the files that were added are final."""

    write_scope = "entries:write"

    @operation(gives=DeliveredDoc, takes=NoteInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        get_contest(self.actor, contest_id)
        note = self.read()["note"]
        done = handover.deliver(self.actor, contest_id, award_id, note, now=self.now)
        return Response({"award": award_id, "delivered_at": done.delivered_at})


class ContestEvents(PublicResource):
    """What has happened in a contest, as far as the caller may know."""

    @operation(gives=Listing[EventCard], query=Paged)
    def get(self, request: Any, contest_id: UUID) -> Response:
        return self.page(contest_events(request.user, contest_id, after=self.after, limit=self.limit))


class ContestDeadlines(PublicResource):
    """A contest's deadlines, past ones too."""

    @operation(gives=Listing[DeadlineCard])
    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response({"results": deadlines_of(request.user, contest_id), "next": None})
