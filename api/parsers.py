"""Reads JSON, and refuses what no text can hold or no answer could be made of: half signs, and endless nesting."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST: Final = 20
"""No resource takes content that is nested half as deeply."""


class CarefulJSONParser(JSONParser):
    """JSON within reason. Raises ParseError, which is answered with 400."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_too_deep()) from None
        check_content(data)
        return data


def check_content(data: Any) -> None:
    """Raise ParseError for content that is nested too deeply, or holds half of a surrogate pair."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, str):
            _check_text(value)
        elif isinstance(value, list | dict):
            if depth == DEEPEST:
                raise ParseError(_too_deep())
            inner = [*value, *value.values()] if isinstance(value, dict) else value
            waiting += [(one, depth + 1) for one in inner]


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ParseError(_("This holds half of a character (a lone surrogate). Send whole ones.")) from None


def _too_deep() -> str:
    return _("This is nested too deeply. Send what the API's document describes.")
