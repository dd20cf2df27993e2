"""Addresses of comments on entries."""

from django.urls import path

from api.views import comments

COMMENT = "comments/<uuid:comment_id>"

urlpatterns = [
    path("entries/<uuid:entry_id>/comments", comments.EntryComments.as_view(), name="entry-comments"),
    path(f"{COMMENT}/replies", comments.CommentReplies.as_view(), name="comment-replies"),
    path(f"{COMMENT}/resolve", comments.ResolveComment.as_view(), name="resolve-comment"),
    path(f"{COMMENT}/reopen", comments.ReopenComment.as_view(), name="reopen-comment"),
    path(f"{COMMENT}/withdraw", comments.WithdrawComment.as_view(), name="withdraw-comment"),
    path("contests/<uuid:contest_id>/release-comments", comments.ReleaseComments.as_view(), name="release-comments"),
]
