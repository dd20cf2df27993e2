"""What callers send around a brief: its kit, its guests, its confidentiality."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from contests.kit_rules import MAX_COLOURS, MAX_LINES
from contests.services.briefing.links import MAX_DAYS, MAX_USES


class ColourInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=40)
    value = serializers.RegexField(r"^#[0-9a-fA-F]{6}$", help_text=_("As in #1f5c4d"))


class KitInput(serializers.Serializer[Any]):
    """A brand's kit as it is to be from now on; its logo stays, unless it is to go."""

    colours = serializers.ListField(child=ColourInput(), max_length=MAX_COLOURS, required=False, default=list)
    fonts = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=MAX_LINES, required=False, default=list
    )
    tone = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    dos = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=MAX_LINES, required=False, default=list
    )
    donts = serializers.ListField(
        child=serializers.CharField(max_length=200), max_length=MAX_LINES, required=False, default=list
    )
    keep_logo = serializers.BooleanField(required=False, default=True)


class LogoInput(serializers.Serializer[Any]):
    """One image, as multipart form data."""

    files = serializers.ListField(child=serializers.FileField(max_length=255), min_length=1, max_length=1)


class GuestsInput(serializers.Serializer[Any]):
    handles = serializers.ListField(child=serializers.CharField(max_length=41), min_length=1, max_length=100)


class LinkInput(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, default=14)
    most_uses = serializers.IntegerField(min_value=1, max_value=MAX_USES, default=20)


class NdaInput(serializers.Serializer[Any]):
    text_sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", help_text=_("Of the text that was read"))
    signed_name = serializers.CharField(max_length=120, help_text=_("Your name, as a signature"))
