"""Addresses of the API for the community's votes."""

from django.urls import path

from api.views import votes

VOTE = "contests/<uuid:contest_id>/community-vote"

urlpatterns = [
    path("community-votes", votes.CommunityVotes.as_view(), name="community-votes"),
    path(VOTE, votes.CommunityVoteDetail.as_view(), name="community-vote"),
    path(f"{VOTE}/ballot", votes.CommunityBallotDetail.as_view(), name="community-ballot"),
    path(f"{VOTE}/entries/<uuid:entry_id>/picture", votes.CommunityPicture.as_view(), name="community-picture"),
    path("moderation/ballots", votes.MarkedBallots.as_view(), name="marked-ballots"),
    path("moderation/ballots/<uuid:marked_id>/decide", votes.RuleOnBallot.as_view(), name="rule-on-ballot"),
]
