"""Addresses of the community's votes, in the namespace `pages`. Mails lead to them: they never move."""

from django.urls import path

from frontend.views import vote_desk, votes

VOTE = "contests/<uuid:contest_id>/vote"

urlpatterns = [
    path("votes/", votes.running, name="votes"),
    path(f"{VOTE}/", votes.vote, name="vote"),
    path(f"{VOTE}/<uuid:entry_id>/<int:width>.webp", votes.picture, name="vote_picture"),
    path("moderation/votes/", vote_desk.ballots, name="moderation_votes"),
    path("moderation/votes/<uuid:marked_id>/", vote_desk.ballot, name="moderation_ballot"),
]
