"""The two switches that stand twice on every page: the reader's language, and light or dark.

Written by code, since every page pays for them four times: few variants of their insides, drawn once each, in a form
that comes back to the page it stands on.
"""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from frontend.addresses import fixed_address

register = template.Library()


@register.simple_tag(takes_context=True)
def language_switch(context: Context, *, words: bool = False) -> SafeString:
    """A button for each language, the reader's pressed; `words` names them in full."""
    inside = _drawn("partials/language_segments.html", get_language() or "en", words=words)
    return _form(context, "pages:language", "", inside)


@register.simple_tag(takes_context=True)
def theme_switch(context: Context, *, words: bool = False) -> SafeString:
    """Light, dark, or as the device is; the page's `theme` is pressed."""
    theme = context.get("theme") or ""
    inside = _drawn("partials/theme_segments.html", get_language() or "en", theme, words=words)
    return _form(context, "pages:theme", " data-theme-switch", inside)


def _form(context: Context, route: str, attributes: str, inside: SafeString) -> SafeString:
    request, token = context.get("request"), context.get("csrf_token")
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">' if token else ""
    if request:
        hidden += f'<input type="hidden" name="next" value="{escape(request.get_full_path())}">'
    address = fixed_address(route)
    return SafeString(  # nosec B703 - all that comes from outside is escaped above
        f'<form method="post" action="{address}"{attributes}>{hidden}{inside}</form>'
    )


@lru_cache(maxsize=64)
def _drawn(name: str, language: str, theme: str = "", *, words: bool) -> SafeString:
    return render_to_string(name, {"language": language, "theme": theme, "words": words})
