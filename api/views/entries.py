"""Entries: the gallery of a contest, one entry, what its author and the brand do with it, questions, handovers."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.inputs import (
    AnswerInput,
    EntryInput,
    FilesInput,
    NoteInput,
    QuestionInput,
    RatingInput,
    ReasonInput,
    VersionInput,
)
from contests.entry_rules import EntryDraft, VersionDraft
from contests.models import EntryState
from contests.selectors.deliveries import deliveries_of
from contests.selectors.entries import EntryFilters, entries_of, my_entries
from contests.selectors.entry_pages import get_entry
from contests.selectors.history import contest_events, deadlines_of
from contests.selectors.questions import questions_of
from contests.services import delivery_files, entries, handover, questions, reviewing

YES_NO = {"true": True, "false": False}
ORDERS = ("standing", "newest", "rating")


class ContestEntries(PublicResource):
    """The entries of a contest that the caller may see; POST enters it."""

    write_scope = "entries:write"
    parser_classes = (MultiPartParser,)

    def get(self, request: Any, contest_id: UUID) -> Response:
        given = self.query("state", "shortlisted", "awarded", "least_rating", "order")
        filters = EntryFilters(
            state=self.one_of(given["state"], "state", EntryState.values) if "state" in given else "",
            shortlisted=YES_NO[self.one_of(given["shortlisted"], "shortlisted", YES_NO)]
            if "shortlisted" in given
            else None,
            awarded=YES_NO[self.one_of(given["awarded"], "awarded", YES_NO)] if "awarded" in given else None,
            least_rating=self.whole(given.get("least_rating"), "least_rating"),
        )
        order = self.one_of(given.get("order", "standing"), "order", ORDERS)
        page = entries_of(request.user, contest_id, filters, order=order, after=self.after, limit=self.limit)
        return self.page(page)

    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        self.check_signed_in()
        entry = entries.submit_entry(self.actor, contest_id, EntryDraft(**self.read(EntryInput)), now=self.now)
        return Response(get_entry(self.actor, entry.pk), status=status.HTTP_201_CREATED)


class EntryDetail(PublicResource):
    """One entry with its versions and files, as the caller may see it."""

    def get(self, request: Any, entry_id: UUID) -> Response:
        return Response(get_entry(request.user, entry_id))


class EntryAct(Resource):
    """Something done to one entry, which is then shown again."""

    write_scope = "entries:write"

    @idempotent
    def post(self, request: Any, entry_id: UUID) -> Response:
        get_entry(self.actor, entry_id)
        self.act(entry_id)
        return Response(get_entry(self.actor, entry_id))

    def act(self, entry_id: UUID) -> None:
        """Call the one service."""
        raise NotImplementedError


class NewVersion(EntryAct):
    """A new version by the author, as multipart form data."""

    parser_classes = (MultiPartParser,)

    def act(self, entry_id: UUID) -> None:
        entries.add_version(self.actor, entry_id, VersionDraft(**self.read(VersionInput)), now=self.now)


class Withdraw(EntryAct):
    """Taken back by its author, while it is not shortlisted."""

    def act(self, entry_id: UUID) -> None:
        entries.withdraw_entry(self.actor, entry_id, now=self.now)


class Rate(EntryAct):
    """One to five stars by the brand, or null to take them back."""

    write_scope = "contests:write"

    def act(self, entry_id: UUID) -> None:
        reviewing.rate_entry(self.actor, entry_id, self.read(RatingInput)["stars"], now=self.now)


class Disqualify(EntryAct):
    """Shut out with a reason that its author is told; never one that is shortlisted."""

    write_scope = "contests:write"

    def act(self, entry_id: UUID) -> None:
        reviewing.disqualify_entry(self.actor, entry_id, self.read(ReasonInput)["reason"], now=self.now)


class MyEntries(Resource):
    """The caller's own entries, withdrawn ones too."""

    def get(self, request: Any) -> Response:
        self.query()
        return self.page(my_entries(self.actor, after=self.after, limit=self.limit))


class Questions(PublicResource):
    """The public questions about a brief; POST asks one."""

    write_scope = "entries:write"

    def get(self, request: Any, contest_id: UUID) -> Response:
        self.query()
        return self.page(questions_of(request.user, contest_id, after=self.after, limit=self.limit))

    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        self.check_signed_in()
        asked = questions.ask(self.actor, contest_id, self.read(QuestionInput)["body"], now=self.now)
        return Response({"id": asked.pk, "body": asked.body}, status=status.HTTP_201_CREATED)


class Answer(Resource):
    """The brand's answer to one question."""

    @idempotent
    def post(self, request: Any, question_id: UUID) -> Response:
        answered = questions.answer(self.actor, question_id, self.read(AnswerInput)["answer"], now=self.now)
        return Response({"id": answered.pk, "body": answered.body, "answer": answered.answer})


class Handovers(Resource):
    """The handovers of a contest that concern the caller."""

    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response({"results": deliveries_of(self.actor, contest_id), "next": None})


class HandoverFiles(Resource):
    """Final files for one's own award, as multipart form data."""

    write_scope = "entries:write"
    parser_classes = (MultiPartParser,)

    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        files = self.read(FilesInput)["files"]
        stored = delivery_files.add_delivery_files(self.actor, award_id, files, now=self.now)
        return Response({"files": [file.ref for file in stored]}, status=status.HTTP_201_CREATED)


class Deliver(Resource):
    """Hand over: the files that were added are final."""

    write_scope = "entries:write"

    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        note = self.read(NoteInput)["note"]
        done = handover.deliver(self.actor, contest_id, award_id, note, now=self.now)
        return Response({"award": award_id, "delivered_at": done.delivered_at})


class ContestEvents(PublicResource):
    """What has happened in a contest, as far as the caller may know."""

    def get(self, request: Any, contest_id: UUID) -> Response:
        self.query()
        return self.page(contest_events(request.user, contest_id, after=self.after, limit=self.limit))


class ContestDeadlines(PublicResource):
    """A contest's deadlines, past ones too."""

    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response({"results": deadlines_of(request.user, contest_id), "next": None})
