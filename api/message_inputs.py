"""What callers send about messages: form and type, and which to list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.operations import Paged
from contests.message_rules import LONGEST

HIGHEST = 2_147_483_647


class MessageInput(serializers.Serializer[Any]):
    """Plain text for the other side."""

    body = serializers.CharField(max_length=LONGEST)


class ReadInput(serializers.Serializer[Any]):
    up_to = serializers.IntegerField(
        min_value=1, max_value=HIGHEST, required=False, help_text=_("A message by its number; else the latest")
    )


class ConversationQuery(Paged):
    unread = serializers.BooleanField(required=False, help_text=_("Only those with something unread"))


class MessageQuery(Paged):
    since = serializers.IntegerField(
        min_value=0, max_value=HIGHEST, required=False, help_text=_("Only messages behind this number")
    )
