"""What is sent and given about following, saved searches and calendars."""

from typing import Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.queries import ContestQuery


class FollowInput(serializers.Serializer[Any]):
    """One of the two."""

    contest = serializers.UUIDField(required=False)
    brand = serializers.SlugField(required=False, help_text=_("Its short name"))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one."""
        if len(attrs) != 1:
            raise serializers.ValidationError(_("Name either a contest or a brand."))
        return attrs


class SearchFilters(ContestQuery):
    """Filters of the list of contests, as its query takes them."""

    cursor = None  # type: ignore[assignment]
    limit = None  # type: ignore[assignment]
    order = None  # type: ignore[assignment]


class SearchInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    filters = SearchFilters()


class CalendarDoc(TypedDict):
    """Whoever knows the address can read the calendar."""

    address: str | None
