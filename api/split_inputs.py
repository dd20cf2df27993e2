"""What callers send about splits."""

from typing import Any

from rest_framework import serializers

from contests.entry_rules import MAX_TEAM, MAX_WEIGHT


class SplitPartInput(serializers.Serializer[Any]):
    """Somebody else's part."""

    handle = serializers.CharField(max_length=60)
    weight = serializers.IntegerField(min_value=1, max_value=MAX_WEIGHT)


class SplitInput(serializers.Serializer[Any]):
    """A split in whole parts: with 3 and 2, three fifths and two fifths."""

    own_weight = serializers.IntegerField(min_value=1, max_value=MAX_WEIGHT)
    others = serializers.ListField(child=SplitPartInput(), min_length=1, max_length=MAX_TEAM - 1)
