"""The site's own line icons, drawn on a 24 by 24 grid. Names are what a thing means, not what it looks like."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = {
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "cross": '<path d="M6 6l12 12M18 6 6 18"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "back": '<path d="M20 12H5m6-6-6 6 6 6"/>',
    "down": '<path d="m6 9 6 6 6-6"/>',
    "menu": '<path d="M4 8h16M4 16h16"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.4 2"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="1.5"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "open": '<rect x="5" y="10.5" width="14" height="9.5" rx="1.5"/><path d="M8 10.5V8a4 4 0 0 1 7.7-1.5"/>',
    "blind": '<path d="M3 3l18 18M9.6 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.4'
    'M6.2 7.6A17 17 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.2-1M9.9 10.1a2.8 2.8 0 0 0 4 4"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "upload": '<path d="M12 15V4M7 9l5-5 5 5M5 20h14"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.1"/>',
    "stop": '<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7l5-5ZM12 8v5M12 16v.1"/>',
    "done": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4'
    'M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z"/>',
    "auto": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17M12 7l6.2-.6M12 12h8.5M12 17l6.2.6"/>',
    "star": '<path d="m12 3.6 2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 17l-5.2 2.8 1-5.9-4.3-4.1 5.9-.8L12 3.6Z"/>',
    "pin": '<path d="M12 21s6.5-6.2 6.5-11a6.5 6.5 0 0 0-13 0c0 4.8 6.5 11 6.5 11Z"/><circle cx="12" cy="10" r="2.3"/>',
    "money": '<path d="M17.5 6.2A7 7 0 0 0 6.6 9.5a7.6 7.6 0 0 0 0 5 7 7 0 0 0 10.9 3.3M4 10.5h9M4 13.5h8"/>',
    "scale": '<path d="M12 4v16M7.5 20h9M4.5 7.5h15M4.5 7.5 2 14h5L4.5 7.5ZM19.5 7.5 17 14h5l-2.5-6.5Z"/>',
    "image": '<rect x="3.5" y="4.5" width="17" height="15" rx="1.5"/><path d="m4 17 5-5.5 4 4 2.5-2.5 4.5 4.5"/>'
    '<circle cx="15.5" cy="9" r="1.4"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6v-17ZM14 3.5V8h4.5"/>',
    "user": '<circle cx="12" cy="8.5" r="3.8"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
    "people": '<circle cx="9" cy="9" r="3.3"/><path d="M2.5 19.5c.6-3.6 3.2-5.2 6.5-5.2s5.9 1.6 6.5 5.2'
    'M15.5 6a3.2 3.2 0 0 1 0 6M17.5 14.8c2.2.6 3.6 2.1 4 4.7"/>',
    "search": '<circle cx="10.8" cy="10.8" r="6.3"/><path d="m15.5 15.5 5 5"/>',
    "filter": '<path d="M4 6.5h16M7 12h10M10.5 17.5h3"/>',
    "comment": '<path d="M4 5h16v11h-8.5L7 20v-4H4V5Z"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.5 3 7.3 7 9 4-1.7 7-4.5 7-9V6l-7-2.5Z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.4 2.3 3.5 5.2 3.5 8.5s-1.1 6.2-3.5 8.5'
    'c-2.4-2.3-3.5-5.2-3.5-8.5S9.6 5.8 12 3.5Z"/>',
    "flag": '<path d="M5.5 21V4M5.5 5c4-2.5 8 2 13 0v9c-5 2-9-2.5-13 0"/>',
    "award": '<circle cx="12" cy="9" r="5.5"/><path d="m8.5 13.5-1.5 7 5-2.6 5 2.6-1.5-7"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5h4"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "more": '<path d="M5 12v.1M12 12v.1M19 12v.1"/>',
    "edit": '<path d="M4 20h4L19.5 8.5l-4-4L4 16v4ZM13 7l4 4"/>',
    "out": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
}

ICON_NAMES = frozenset(_PATHS)


@lru_cache(maxsize=256)
def icon(name: str, extra_class: str = "") -> SafeString:
    """One decorative icon: hidden from screen readers, coloured by the text around it.

    Raises `KeyError` for an unknown name, so that a misspelt icon is found by the first page that shows it.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
        f" {extra_class}" if extra_class else "",
        mark_safe(_PATHS[name]),  # nosec B308 B703 - constants of this module
    )


def symbol(name: str) -> SafeString:
    """An icon drawn once for a page on which it stands a hundred times; each place then holds a `use` of it."""
    return format_html(
        '<svg class="visually-hidden" aria-hidden="true"><symbol id="icon-{}" viewBox="0 0 24 24">{}</symbol></svg>',
        name,
        mark_safe(_PATHS[name]),  # nosec B308 B703 - constants of this module
    )


def use(name: str) -> SafeString:
    """One place of an icon that `symbol` has drawn."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>', name)
