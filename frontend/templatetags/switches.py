"""The two switches that stand twice on every page: the reader's language, and light or dark.

Written by code, since every page pays for them four times: few variants of their insides, drawn once each, in a form
that comes back to the page it stands on.
"""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def language_switch(context: Context, *, words: bool = False) -> SafeString:
    """A button for each language, the reader's pressed; `words` names them in full."""
    inside = _drawn("partials/language_segments.html", get_language() or "en", words=words)
    return _form(context, "pages:language", SafeString(""), inside)


@register.simple_tag(takes_context=True)
def theme_switch(context: Context, *, words: bool = False) -> SafeString:
    """Light, dark, or as the device is; the page's `theme` is pressed."""
    theme = context.get("theme") or ""
    inside = _drawn("partials/theme_segments.html", get_language() or "en", theme, words=words)
    return _form(context, "pages:theme", SafeString(" data-theme-switch"), inside)


def _form(context: Context, route: str, attributes: SafeString, inside: SafeString) -> SafeString:
    request, token = context.get("request"), context.get("csrf_token")
    hidden = '<input type="hidden" name="{}" value="{}">'
    return format_html(
        '<form method="post" action="{}"{}>{}{}{}</form>',
        reverse(route),
        attributes,
        format_html(hidden, "csrfmiddlewaretoken", token) if token and token != "NOTPROVIDED" else "",
        format_html(hidden, "next", request.get_full_path()) if request else "",
        inside,
    )


@lru_cache(maxsize=64)
def _drawn(name: str, language: str, theme: str = "", *, words: bool) -> SafeString:
    return render_to_string(name, {"language": language, "theme": theme, "words": words})
