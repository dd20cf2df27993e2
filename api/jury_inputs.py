"""What callers send about a jury: form and type; the services say whether it makes sense."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contests.jury import LEAST_POINTS, MOST_CRITERIA, MOST_JURORS, MOST_POINTS, MOST_WEIGHT


class CriterionInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    description = serializers.CharField(max_length=400, required=False, allow_blank=True, default="")
    weight = serializers.IntegerField(min_value=1, max_value=MOST_WEIGHT)


class JuryInput(serializers.Serializer[Any]):
    """A whole jury; it takes the place of what was set up before."""

    criteria = serializers.ListField(child=CriterionInput(), min_length=1, max_length=MOST_CRITERIA)
    quorum = serializers.IntegerField(min_value=1, max_value=MOST_JURORS)
    ballots_per_entry = serializers.IntegerField(min_value=1, max_value=MOST_JURORS)
    shows_comments = serializers.BooleanField(required=False, default=True)


class JurorInput(serializers.Serializer[Any]):
    email = serializers.EmailField()
    is_stand_in = serializers.BooleanField(required=False, default=False)


class SeatInput(serializers.Serializer[Any]):
    """What may be shown of a juror after the decision."""

    may_be_named = serializers.BooleanField(required=False, default=False)
    releases_comments = serializers.BooleanField(required=False, default=False)


class ConflictInput(serializers.Serializer[Any]):
    """What ties the caller to an entry, or without one to the contest, whose jury they then leave."""

    entry = serializers.UUIDField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=1000)


class PointsInput(serializers.Serializer[Any]):
    criterion = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    points = serializers.IntegerField(min_value=LEAST_POINTS, max_value=MOST_POINTS, allow_null=True)


class BallotInput(serializers.Serializer[Any]):
    """Points by criterion, null to take them back; with `send`, for good."""

    points = serializers.ListField(child=PointsInput(), max_length=MOST_CRITERIA)
    comment = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    send = serializers.BooleanField(required=False, default=False, help_text=_("Send the ballot, for good"))

    def validate_points(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of two figures for one criterion neither can be told to be meant."""
        if len({row["criterion"] for row in value}) != len(value):
            raise serializers.ValidationError(_("One criterion is given points twice."), code="twice")
        return value


class AbstentionInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=1000)
