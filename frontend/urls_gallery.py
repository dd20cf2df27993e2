"""Addresses of what happens around a gallery, in the namespace `pages`: the brand's board, and its polls by link."""

from django.urls import path

from frontend.views import live, polls
from frontend.views.brand import comparing, eliminating, noting, polling

CONTEST = "contests/<uuid:contest_id>"
ENTRY = "entries/<uuid:entry_id>"

urlpatterns = [
    path(f"{CONTEST}/live/", live.live, name="contest_live"),
    path(f"{CONTEST}/selection/", noting.selection, name="selection"),
    path(f"{CONTEST}/compare/", comparing.compare, name="compare"),
    path(f"{CONTEST}/polls/", polling.polls, name="polls"),
    path(f"{ENTRY}/eliminate/", eliminating.eliminate, name="eliminate"),
    path(f"{ENTRY}/reinstate/", eliminating.reinstate, name="reinstate"),
    path(f"{ENTRY}/pick/", eliminating.pick, name="pick"),
    path(f"{ENTRY}/notes/", noting.entry_notes, name="entry_notes"),
    path(f"{ENTRY}/collections/", noting.entry_collections, name="entry_collections"),
    path("notes/<uuid:note_id>/remove/", noting.remove_note, name="note_remove"),
    path("collections/<uuid:collection_id>/remove/", noting.remove_collection, name="collection_remove"),
    path("polls/<uuid:poll_id>/", polling.poll, name="poll"),
    path("polls/<uuid:poll_id>/close/", polling.close, name="poll_close"),
    path("polls/<uuid:poll_id>/link/", polling.new_link, name="poll_link"),
    path("polls/with/<str:token>/", polls.sheet, name="poll_sheet"),
    path("polls/with/<str:token>/<uuid:option_ref>/<int:width>.webp", polls.picture, name="poll_picture"),
]
