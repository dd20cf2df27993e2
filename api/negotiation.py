"""Content negotiation: of the API as a whole, and for addresses that give files."""

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation


class JsonAtOnce(DefaultContentNegotiation):
    """As usual; but who asks for JSON, or for anything, gets what there is without a comparison of media types."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        only = renderers[0]
        if len(renderers) == 1 and request.META.get("HTTP_ACCEPT", "*/*") in ("*/*", only.media_type):
            return only, only.media_type
        return super().select_renderer(request, renderers, format_suffix)


class TakesAnything(BaseContentNegotiation):
    """A file has the form that its address says: whoever asks by its media type gets it, and problems as JSON."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type
