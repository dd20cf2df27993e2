"""What callers send after a decision: about the items of a handover, and of one another."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contests.entry_rules import MAX_FILES


class ItemDeliveredInput(serializers.Serializer[Any]):
    """An item is delivered; by which files of the handover, and where it is to be found in them."""

    files = serializers.ListField(child=serializers.UUIDField(), max_length=MAX_FILES, required=False)  # type: ignore[assignment]
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class ItemMissingInput(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=1000, help_text=_("What is missing"))
