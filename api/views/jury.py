"""Juries: set up by a brand, judged on by jurors, and told to those who were judged."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api import jury_shapes as shapes
from api.base import Resource
from api.idempotency import idempotent
from api.jury_inputs import AbstentionInput, BallotInput, ConflictInput, JurorInput, JuryInput, SeatInput
from api.operations import Listing, operation
from contests.errors import NotVisible
from contests.selectors.contests import get_contest
from contests.selectors.jury.desk import JuryDesk, jury_desk, jury_standings
from contests.selectors.jury.own import juror_table, my_seats, own_ballot
from contests.selectors.jury.results import entry_result
from contests.services.jury import preparing, scoring, seats


class ContestJury(Resource):
    """A contest's jury, for its brand and the platform."""

    write_scope = "contests:write"

    @operation(gives=JuryDesk)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """Criteria, jurors and how far they are; 404 where there is no jury. No scores, and nothing of conflicts."""
        found = jury_desk(self.actor, contest_id)
        if found is None:
            raise NotVisible
        return Response(found)

    @operation(gives=JuryDesk, takes=JuryInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Set the jury up, or anew, until it is drawn at the end of the final round."""
        get_contest(self.actor, contest_id)
        said = self.read()
        draft = preparing.JuryDraft(
            criteria=tuple(preparing.CriterionDraft(**one) for one in said.pop("criteria")), **said
        )
        preparing.set_up_jury(self.actor, contest_id, draft, now=self.now)
        return Response(jury_desk(self.actor, contest_id))


class Jurors(Resource):
    """Those who are asked to judge."""

    write_scope = "contests:write"

    @operation(gives=shapes.JurorDoc, takes=JurorInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Invite an address to judge; the link is mailed there."""
        get_contest(self.actor, contest_id)
        juror = preparing.invite_juror(self.actor, contest_id, **self.read(), now=self.now)
        return Response(_juror(juror), status=status.HTTP_201_CREATED)


class Excuse(Resource):
    """Take an invitation or a seat back, before the draw."""

    write_scope = "contests:write"

    @operation(gives=shapes.JurorDoc)
    @idempotent
    def post(self, request: Any, juror_id: UUID) -> Response:
        return Response(_juror(preparing.excuse_juror(self.actor, juror_id, now=self.now)))


class Standings(Resource):
    """The jury's ranking, for the brand's owners and managers and the platform, once the jury is over."""

    @operation(gives=shapes.StandingsDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response(shapes.standings_shape(jury_standings(self.actor, contest_id)))


class MySeats(Resource):
    """The caller's seats in juries, and the invitations to addresses of theirs, the latest first."""

    @operation(gives=Listing[shapes.SeatDoc])
    def get(self, request: Any) -> Response:
        return Response({"results": [shapes.seat_shape(one) for one in my_seats(self.actor)], "next": None})


class Accept(Resource):
    """Take a seat, or change what may be shown of oneself. Only a person does."""

    write_scope = ""

    @operation(gives=shapes.BallotsDoc, takes=SeatInput)
    @idempotent
    def post(self, request: Any, juror_id: UUID) -> Response:
        juror = seats.accept_seat(self.actor, juror_id, **self.read(), now=self.now)
        return Response(shapes.ballots_shape(juror_table(self.actor, juror.jury.contest_id)))


class Decline(Resource):
    """Say no to an invitation. Only a person does."""

    write_scope = ""

    @operation(gives=shapes.LeftDoc)
    @idempotent
    def post(self, request: Any, juror_id: UUID) -> Response:
        juror = seats.decline_seat(self.actor, juror_id, now=self.now)
        return Response({"contest": juror.jury.contest_id, "excused_at": juror.declined_at})


class Ballots(Resource):
    """The caller's own ballots in a contest on whose jury they sit."""

    @operation(gives=shapes.BallotsDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response(shapes.ballots_shape(juror_table(self.actor, contest_id)))


class Conflicts(Resource):
    """Ties that the caller declares. Ballots on such an entry are void, also sent ones. Only a person does."""

    write_scope = ""

    @operation(gives=shapes.ConflictDoc, takes=ConflictInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        said = self.read()
        found = seats.declare_conflict(self.actor, contest_id, said["entry"], said["reason"], now=self.now)
        reply = {"entry": found.entry_id, "reason": found.reason, "created_at": found.created_at}
        return Response(reply, status=status.HTTP_201_CREATED)


class Leave(Resource):
    """Leave a jury; ballots that were sent count. Only a person does."""

    write_scope = ""

    @operation(gives=shapes.LeftDoc)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        juror = seats.leave_jury(self.actor, contest_id, now=self.now)
        return Response({"contest": contest_id, "excused_at": juror.excused_at})


class Ballot(Resource):
    """One of the caller's own ballots. Only a person judges."""

    write_scope = ""

    @operation(gives=shapes.BallotDoc)
    def get(self, request: Any, ballot_id: UUID) -> Response:
        return Response(shapes.ballot_shape(own_ballot(self.actor, ballot_id)))

    @operation(gives=shapes.BallotDoc, takes=BallotInput)
    @idempotent
    def post(self, request: Any, ballot_id: UUID) -> Response:
        """Save points and the comment; with `send`, for good."""
        before, said = own_ballot(self.actor, ballot_id), self.read()
        points = {one["criterion"]: one["points"] for one in said["points"]}
        ballot = scoring.save_ballot(self.actor, ballot_id, points, said["comment"], send=said["send"], now=self.now)
        return Response(_ballot_after(before, points, ballot))


class Abstain(Resource):
    """Send a ballot back unjudged, with a reason. Only a person does."""

    write_scope = ""

    @operation(gives=shapes.BallotDoc, takes=AbstentionInput)
    @idempotent
    def post(self, request: Any, ballot_id: UUID) -> Response:
        before = own_ballot(self.actor, ballot_id)
        ballot = scoring.abstain(self.actor, ballot_id, self.read()["reason"], now=self.now)
        return Response(_ballot_after(before, {}, ballot))


class Result(Resource):
    """How a jury judged one entry, for its makers, its brand and the platform, after the decision."""

    @operation(gives=shapes.EntryResultDoc)
    def get(self, request: Any, entry_id: UUID) -> Response:
        return Response(shapes.result_shape(entry_result(self.actor, entry_id)))


def _juror(juror: Any) -> shapes.JurorDoc:
    return {
        "id": juror.pk,
        "email": juror.email,
        "is_stand_in": juror.is_stand_in,
        "invited_at": juror.invited_at,
        "excused_at": juror.excused_at,
    }


def _ballot_after(before: Any, points: dict[int, int | None], ballot: Any) -> shapes.BallotDoc:
    """The ballot as it now is. It is not read again: with the last one the jury is over, and its entry hidden."""
    known = {**before.points, **points}
    return shapes.ballot_shape(before) | {  # type: ignore[return-value]
        "state": ballot.state,
        "points": [{"criterion": key, "points": given} for key, given in sorted(known.items()) if given is not None],
        "comment": ballot.comment,
        "abstained_because": ballot.abstained_because,
        "saved_at": ballot.saved_at,
        "closed_at": ballot.closed_at,
    }
