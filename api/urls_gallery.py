"""Addresses of the API for what a brand does in its gallery."""

from django.urls import path

from api.views import gallery

CONTEST = "contests/<uuid:contest_id>"
ENTRY = "entries/<uuid:entry_id>"

urlpatterns = [
    path(f"{ENTRY}/eliminations", gallery.Eliminations.as_view(), name="eliminations"),
    path(f"{ENTRY}/reinstate", gallery.Reinstate.as_view(), name="reinstate"),
    path(f"{ENTRY}/notes", gallery.EntryNotes.as_view(), name="entry-notes"),
    path("notes/<uuid:note_id>", gallery.EntryNoteDetail.as_view(), name="entry-note"),
    path(f"{CONTEST}/collections", gallery.Collections.as_view(), name="collections"),
    path("collections/<uuid:collection_id>", gallery.CollectionDetail.as_view(), name="collection"),
    path("collections/<uuid:collection_id>/entries", gallery.CollectionEntries.as_view(), name="collection-entries"),
    path(f"{CONTEST}/polls", gallery.Polls.as_view(), name="polls"),
    path("polls/<uuid:poll_id>", gallery.PollDetail.as_view(), name="poll"),
    path("polls/<uuid:poll_id>/close", gallery.ClosePoll.as_view(), name="close-poll"),
    path("polls/<uuid:poll_id>/link", gallery.PollLink.as_view(), name="poll-link"),
]
