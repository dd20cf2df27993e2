"""What templates may say about money, time and markup. Formatting itself is decided in `frontend.formatting`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.forms import BoundField, CheckboxInput
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from contests.markdown import render_markdown
from frontend import formatting, icons
from frontend.addresses import fixed_address
from frontend.showing.states import reason_words

register = template.Library()
register.simple_tag(icons.icon)
register.filter("payment_reason", reason_words)
register.simple_tag(formatting.colon)

AVATAR_TINTS = 4


@register.filter
def money(amount_minor: int | None, currency: str = "EUR") -> SafeString:
    """Minor units as the reader writes them, on one line: `{{ line.amount_minor|money:line.currency }}`."""
    if amount_minor is None:
        return SafeString(formatting.ABSENT)  # nosec B703
    return format_html('<span class="money">{}</span>', formatting.format_money(amount_minor, currency))


@register.filter
def signed_money(amount_minor: int, currency: str = "EUR") -> SafeString:
    """Like `money`, with a plus sign in front of what comes in."""
    text = formatting.format_money(amount_minor, currency, signed=True)
    return format_html('<span class="money">{}</span>', text)


@register.filter
def money_text(amount_minor: int, currency: str = "EUR") -> str:
    """Like `money`, without markup: for attributes, titles and mails."""
    return formatting.format_money(amount_minor, currency)


@register.filter
def bps(value: int) -> str:
    """Hundredths of a percent as a percentage."""
    return formatting.format_bps(value)


@register.filter
def file_size(size_bytes: int) -> str:
    """How much a file weighs, in the reader's units."""
    return formatting.format_size(size_bytes)


@register.filter
def number(value: float) -> str:
    """A number with the reader's separators."""
    return formatting.format_number(value)


@register.filter
def minutes(value: int) -> str:
    """Working time in hours and minutes."""
    return formatting.format_minutes(value)


@register.filter
def duration(value: timedelta) -> str:
    """A length of time in its two largest units."""
    return formatting.format_duration(value)


@register.filter
def day(value: date) -> str:
    """A day of the calendar."""
    return formatting.format_day(value)


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None, style: str = "datetime") -> SafeString:
    """A moment as `<time>`, in the reader's zone: datetime, date, day, time or relative (to the page's `now`)."""
    if moment is None:
        return SafeString(formatting.ABSENT)  # nosec B703
    full = formatting.format_moment(moment)
    if style == "relative":
        shown = formatting.format_relative(moment, context.get("now") or timezone.now())
    else:
        shown = formatting.format_moment(moment, style)
    title = format_html(' title="{}"', full) if shown != full else ""
    return format_html('<time datetime="{}"{}>{}</time>', moment.isoformat(timespec="seconds"), title, shown)


@register.filter
def html_attributes(attributes: Mapping[str, Any]) -> SafeString:
    """A component's left-over attributes, each escaped. Cotton's own `{{ attrs }}` is not: never print that.

    Refuses `style` and `on…`: the content security policy would silently ignore them in the browser.
    """
    given = attributes.attrs_dict() if hasattr(attributes, "attrs_dict") else attributes
    if not given:
        return SafeString("")
    for name in given:
        if name == "style" or name.startswith("hx-on") or (name.startswith("on") and "-" not in name):
            raise template.TemplateSyntaxError(f"{name!r} is refused by the content security policy; use a class.")
    flags = [(name,) for name, value in given.items() if value is True]
    pairs = [
        (name, conditional_escape(value))
        for name, value in given.items()
        if value is not True and value is not False and value is not None
    ]
    return format_html("{}{}", format_html_join("", " {}", flags), format_html_join("", ' {}="{}"', pairs))


@register.simple_tag(takes_context=True)
def nav_link(
    context: Context, route: str, label: str, css_class: str, icon_name: str = "", *, has_pages: bool = True
) -> SafeString:
    """A link of the site's navigation, marked where the reader is; nothing at all while the route does not exist.

    Whatever lies beneath its address counts as its pages, unless it has none.
    """
    address = fixed_address(route)
    if address is None:
        return SafeString("")
    request = context.get("request")
    path = request.path if request else ""
    current = ""
    if path == address:
        current = "page"
    elif has_pages and address != "/" and path.startswith(address):
        current = "true"
    return _link(address, str(label), css_class, icon_name, current)


@lru_cache(maxsize=512, typed=True)
def _link(address: str, label: str, css_class: str, icon_name: str, current: str) -> SafeString:
    marked = format_html(' aria-current="{}"', current) if current else ""
    drawn = icons.icon(icon_name) if icon_name else ""
    return format_html('<a class="{}" href="{}"{}>{}{}</a>', css_class, address, marked, drawn, label)


@register.simple_tag
def rating_stars(name: str, prefix: str, value: int) -> SafeString:
    """Five radio buttons, highest first (components/choice.css). In code, because a gallery has one set per card."""
    star = icons.icon("star")
    rows = (
        (name, stars, f"{prefix}-{stars}", SafeString(" checked" if stars == value else ""), star, _star_words(stars))  # nosec B703
        for stars in (5, 4, 3, 2, 1)
    )
    return format_html_join(
        "",
        '<input type="radio" name="{0}" value="{1}" id="{2}"{3}>'
        '<label for="{2}">{4}<span class="visually-hidden">{5}</span></label>',
        rows,
    )


def _star_words(stars: int) -> str:
    return ngettext("%(counter)s star", "%(counter)s stars", stars) % {"counter": stars}


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether a form field is a single tick box, whose label follows it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def initials(name: str) -> str:
    """At most two initials, for an avatar.

    >>> initials("Inès van der Meer"), initials("maker-3f"), initials("")
    ('IM', 'M3', '?')
    """
    words = [word for word in name.replace("-", " ").replace(".", " ").split() if word]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


@register.filter
def tint(name: str) -> int:
    """Which of the avatar tints a name gets; the same name always gets the same one."""
    return crc32(name.encode()) % AVATAR_TINTS + 1


@register.filter
def percent_of(part: int, whole: int) -> int:
    """Whole percents, rounded down, so that 100 means all of it."""
    return part * 100 // whole if whole else 0


@register.filter
def markdown(text: str) -> SafeString:
    """What people wrote in Markdown, made harmless. Put it inside `<div class="prose">`."""
    return render_markdown(text)


def _checked(is_so: bool) -> SafeString:
    """The attribute that ticks a button, or nothing."""
    return SafeString(" checked" if is_so else "")  # nosec B703
