"""Addresses of messages about entries, in the namespace `pages`. Mails lead to a conversation's: it must never move."""

from django.urls import path

from frontend.views import messages

urlpatterns = [
    path("messages/", messages.conversations, name="conversations"),
    path("entries/<uuid:entry_id>/messages/", messages.conversation, name="conversation"),
]
