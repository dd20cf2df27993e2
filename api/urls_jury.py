"""Addresses of juries in the API: the brand's, the jurors' and the entrants'."""

from django.urls import path

from api.views import jury

CONTEST = "contests/<uuid:contest_id>"
SEAT = "me/jury-seats/<uuid:juror_id>"
BALLOT = "ballots/<uuid:ballot_id>"

urlpatterns = [
    path(f"{CONTEST}/jury", jury.ContestJury.as_view(), name="jury"),
    path(f"{CONTEST}/jury/jurors", jury.Jurors.as_view(), name="jurors"),
    path(f"{CONTEST}/jury/standings", jury.Standings.as_view(), name="jury-standings"),
    path("jurors/<uuid:juror_id>/excuse", jury.Excuse.as_view(), name="excuse-juror"),
    path("me/jury-seats", jury.MySeats.as_view(), name="jury-seats"),
    path(f"{SEAT}/accept", jury.Accept.as_view(), name="accept-seat"),
    path(f"{SEAT}/decline", jury.Decline.as_view(), name="decline-seat"),
    path(f"{CONTEST}/jury/ballots", jury.Ballots.as_view(), name="jury-ballots"),
    path(f"{CONTEST}/jury/conflicts", jury.Conflicts.as_view(), name="jury-conflicts"),
    path(f"{CONTEST}/jury/leave", jury.Leave.as_view(), name="leave-jury"),
    path(BALLOT, jury.Ballot.as_view(), name="ballot"),
    path(f"{BALLOT}/abstain", jury.Abstain.as_view(), name="abstain"),
    path("entries/<uuid:entry_id>/jury", jury.Result.as_view(), name="jury-result"),
]
