"""Pieces of pages that are drawn once for everybody who reads the same: lists of briefs, what a brief pays, filters."""

from collections.abc import Hashable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
REMEMBERED = 3000
"""Most take two kilobytes."""


@register.simple_tag
def drawn(template_name: str, *, to_the_minute: bool = False, **facts: Hashable) -> SafeString:
    """A template drawn of these facts alone, in the reader's language and time zone; remembered by all of these.

    It sees neither the request nor who reads. `to_the_minute`: it tells times that pass, and is drawn anew each minute.
    """
    now = timezone.now().replace(second=0, microsecond=0) if to_the_minute else None
    return _drawn(template_name, now, get_language(), timezone.get_current_timezone_name(), **facts)


@lru_cache(maxsize=REMEMBERED)
def _drawn(template_name: str, now: object, _language: str, _zone: str, **facts: Hashable) -> SafeString:
    return render_to_string(template_name, facts | ({"now": now} if now else {}))
