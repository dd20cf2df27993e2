"""What callers declare of a version, as JSON within multipart form data."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from api.parsers import check_content
from contests.declaration_rules import (
    MAX_ADDRESS,
    MAX_ITEMS,
    MAX_LICENCE,
    MAX_NAME,
    MAX_PURPOSE,
    MAX_TOOL,
    AiUse,
    DeclarationDraft,
    ItemDraft,
    ItemKind,
)


class DeclaredItemInput(serializers.Serializer[Any]):
    """One thing that is not the caller's own."""

    kind = serializers.ChoiceField([kind.value for kind in ItemKind])
    name = serializers.CharField(max_length=MAX_NAME, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=MAX_ADDRESS, required=False, allow_blank=True, default="")
    licence = serializers.CharField(max_length=MAX_LICENCE)


class DeclarationInput(serializers.Serializer[Any]):
    """How AI was used, and what is not the caller's own."""

    ai_use = serializers.ChoiceField([use.value for use in AiUse])
    ai_tool = serializers.CharField(max_length=MAX_TOOL, required=False, allow_blank=True, default="")
    ai_purpose = serializers.CharField(max_length=MAX_PURPOSE, required=False, allow_blank=True, default="")
    items = serializers.ListField(child=DeclaredItemInput(), max_length=MAX_ITEMS, required=False, default=list)  # type: ignore[assignment]


class DeclarationField(serializers.JSONField):
    """A declaration as one part of a form, written as JSON; read as the service's own value."""

    def __init__(self, **options: Any) -> None:
        words = _(
            "As JSON: ai_use (none, ideas, work), with ai_tool and ai_purpose unless none; items, each with its kind "
            "(source, font, stock), name, address and licence. Needed where the brief limits AI"
        )
        given: dict[str, Any] = {"required": False, "help_text": words}
        super().__init__(**(given | options))

    def to_internal_value(self, data: Any) -> Any:
        """A DeclarationDraft. Raises ValidationError with the field's problems."""
        try:
            read = super().to_internal_value(data)
            check_content(read)
        except (RecursionError, ParseError):
            self.fail("invalid")
        said = DeclarationInput().run_validation(read)
        items = tuple(ItemDraft(**item) for item in said.pop("items"))
        return DeclarationDraft(**said, items=items)
