"""Content negotiation for addresses that give files."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class TakesAnything(BaseContentNegotiation):
    """A file has the form that its address says: whoever asks by its media type gets it, and problems as JSON."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
