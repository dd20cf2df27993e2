"""The community's votes as the API takes them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.operations import Paged
from contests.community import MOST_CHOICES


class CommunityBallotInput(serializers.Serializer[Any]):
    """What a ballot says from now on: entries that are voted on, in any order."""

    entries = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_CHOICES)


class BallotRulingInput(serializers.Serializer[Any]):
    """Whether a marked ballot is struck, and why it is or is not."""

    is_struck = serializers.BooleanField()
    reason = serializers.CharField(max_length=1000, help_text=_("It stays on the record"))


class MarkedBallotQuery(Paged):
    state = serializers.ChoiceField(["waiting", "all"], required=False)
