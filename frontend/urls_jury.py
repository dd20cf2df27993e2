"""Addresses of a jury's pages, in the namespace `pages`: the brand's, the jurors' and the entrants'."""

from django.urls import path

from frontend.views.jury import desk, invitation, judging, results

CONTEST = "contests/<uuid:contest_id>"

urlpatterns = [
    path(f"{CONTEST}/jury/", desk.desk, name="jury"),
    path(f"{CONTEST}/jury/invite/", desk.invite, name="jury_invite"),
    path(f"{CONTEST}/jury/standings/", desk.standings, name="jury_standings"),
    path("juries/", invitation.my_juries, name="my_juries"),
    path("juries/invitation/<str:token>/", invitation.invitation, name="jury_invitation"),
    path("juries/seats/<uuid:juror_id>/answer/", invitation.answer, name="jury_answer"),
    path("juries/seats/<uuid:juror_id>/excuse/", desk.excuse, name="jury_excuse"),
    path(f"{CONTEST}/judge/", judging.table, name="judge"),
    path(f"{CONTEST}/judge/conflict/", judging.conflict, name="judge_conflict"),
    path(f"{CONTEST}/judge/leave/", judging.leave, name="judge_leave"),
    path("ballots/<uuid:ballot_id>/", judging.ballot, name="ballot"),
    path("ballots/<uuid:ballot_id>/abstain/", judging.abstain, name="ballot_abstain"),
    path("entries/<uuid:entry_id>/jury/", results.result, name="jury_result"),
]
