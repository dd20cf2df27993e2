"""Addresses of messages about entries."""

from django.urls import path

from api.views import messages

ENTRY = "entries/<uuid:entry_id>"

urlpatterns = [
    path("conversations", messages.Conversations.as_view(), name="conversations"),
    path(f"{ENTRY}/conversation", messages.EntryConversation.as_view(), name="entry-conversation"),
    path(f"{ENTRY}/messages", messages.EntryMessages.as_view(), name="entry-messages"),
    path(f"{ENTRY}/messages/read", messages.ReadMessages.as_view(), name="read-messages"),
]
