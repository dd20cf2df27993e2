"""What callers send after a decision: about the items of a handover, and of one another."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contests.brief_rules import MAX_PRIZE_MINOR
from contests.entry_rules import MAX_FILES
from contests.follow_up_rules import Purpose


class ItemDeliveredInput(serializers.Serializer[Any]):
    """An item is delivered; by which files of the handover, and where it is to be found in them."""

    files = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_FILES, required=False)  # type: ignore[assignment]
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class ItemMissingInput(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=1000, help_text=_("What is missing"))


class MarksInput(serializers.Serializer[Any]):
    """A maker's marks for a brand, each from 1 to 5."""

    clear_brief = serializers.IntegerField(min_value=1, max_value=5)
    answered = serializers.IntegerField(min_value=1, max_value=5)
    in_time = serializers.IntegerField(min_value=1, max_value=5)
    feedback = serializers.IntegerField(min_value=1, max_value=5)


class ReviewInput(serializers.Serializer[Any]):
    """One side of a pair. A maker sends `marks`; a brand sends `maker`, and `stars` if that one has won."""

    words = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    marks = MarksInput(required=False)
    stars = serializers.IntegerField(min_value=1, max_value=5, required=False)
    maker = serializers.CharField(max_length=40, required=False, help_text=_("By handle"))


class ReviewReplyInput(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=2000)


class FollowUpInput(serializers.Serializer[Any]):
    """A brief for one maker. `prize_minor` comes on top of its floor; of a purchase it is the price of the rights."""

    purpose = serializers.ChoiceField(choices=[one.value for one in Purpose])
    prize_minor = serializers.IntegerField(min_value=1, max_value=MAX_PRIZE_MINOR)
