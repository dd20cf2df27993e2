"""What callers send about comments: form and type, and which to list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.operations import Paged
from contests.comment_rules import LONGEST, WHOLE, Anchor, CommentDraft


class AnchorInput(serializers.Serializer[Any]):
    """A place on a picture, in thousandths of its size; with neither width nor height a point."""

    x = serializers.IntegerField(min_value=0, max_value=WHOLE)
    y = serializers.IntegerField(min_value=0, max_value=WHOLE)
    width = serializers.IntegerField(min_value=0, max_value=WHOLE, required=False, default=0)
    height = serializers.IntegerField(min_value=0, max_value=WHOLE, required=False, default=0)


class CommentInput(serializers.Serializer[Any]):
    """A comment on a version of an entry, on one of its pictures, or on a place on it."""

    body = serializers.CharField(max_length=LONGEST)
    version = serializers.IntegerField(
        min_value=1, max_value=32767, required=False, allow_null=True, help_text=_("By its number; else the latest")
    )
    file = serializers.UUIDField(required=False, allow_null=True, help_text=_("A picture, by its reference"))
    anchor = AnchorInput(required=False, allow_null=True)


class ReplyInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=LONGEST)


class CommentQuery(Paged):
    version = serializers.IntegerField(
        min_value=1, max_value=32767, required=False, help_text=_("Comments on this version only")
    )


def to_comment(values: dict[str, Any]) -> CommentDraft:
    """Checked input as what the service takes."""
    anchor = values.get("anchor")
    return CommentDraft(
        body=values["body"],
        version=values.get("version"),
        file=values.get("file"),
        anchor=Anchor(**anchor) if anchor else None,
    )
