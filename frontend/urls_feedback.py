"""Addresses of comments on entries, in the namespace `pages`."""

from django.urls import path

from frontend.views import comments

COMMENT = "comments/<uuid:comment_id>"

urlpatterns = [
    path("entries/<uuid:entry_id>/comments/", comments.write, name="entry_comments"),
    path(f"{COMMENT}/reply/", comments.reply, name="comment_reply"),
    path(f"{COMMENT}/resolve/", comments.resolve, name="comment_resolve"),
    path(f"{COMMENT}/reopen/", comments.reopen, name="comment_reopen"),
    path(f"{COMMENT}/withdraw/", comments.withdraw, name="comment_withdraw"),
    path("contests/<uuid:contest_id>/release-comments/", comments.release, name="release_comments"),
]
