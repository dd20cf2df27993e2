"""The insides of the switches that stand twice on every page: few variants, drawn once each."""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def language_segments(words: str) -> SafeString:
    """A button for each language, the reader's pressed; `words` names them in full."""
    return _drawn("partials/language_segments.html", get_language() or "en", words=bool(words))


@register.simple_tag(takes_context=True)
def theme_segments(context: Context, words: str) -> SafeString:
    """Light, dark, or as the device is; the page's `theme` is pressed."""
    return _drawn("partials/theme_segments.html", get_language() or "en", context.get("theme") or "", words=bool(words))


@lru_cache(maxsize=64)
def _drawn(name: str, language: str, theme: str = "", *, words: bool) -> SafeString:
    return render_to_string(name, {"language": language, "theme": theme, "words": words})
