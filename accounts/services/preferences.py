"""The reader's language, time zone and theme: which are known, and how a person's are changed.

Of somebody who has not signed in they live in cookies, whose names stand here too; the theme always does.
"""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

from accounts.errors import UnknownLanguage, UnknownTheme, UnknownTimeZone
from accounts.models import User

THEME_COOKIE = f"{settings.COOKIE_PREFIX}theme"
TIME_ZONE_COOKIE = f"{settings.COOKIE_PREFIX}time_zone"
THEMES = ("auto", "light", "dark")
DEFAULT_THEME = "auto"


def clean_locale(locale: str) -> str:
    """One of the site's languages, from a tag such as fr or fr-CA. Raises UnknownLanguage.

    >>> clean_locale("fr-CA")
    'fr'
    """
    language = locale.strip().lower().replace("_", "-").split("-")[0]
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    return language


def clean_time_zone(name: str) -> str:
    """A time zone of the IANA database. Raises UnknownTimeZone.

    >>> clean_time_zone("Europe/Paris")
    'Europe/Paris'
    """
    if name not in _time_zones():
        raise UnknownTimeZone
    return name


def clean_theme(theme: str) -> str:
    """One of THEMES. Raises UnknownTheme."""
    if theme not in THEMES:
        raise UnknownTheme
    return theme


def set_locale(actor: User, locale: str) -> str:
    """Remember the person's language; returns it as stored."""
    language = clean_locale(locale)
    User.objects.filter(pk=actor.pk).update(locale=language)
    return language


def set_time_zone(actor: User, name: str) -> str:
    """Remember the person's time zone; returns it as stored."""
    zone = clean_time_zone(name)
    User.objects.filter(pk=actor.pk).update(time_zone=zone)
    return zone


@cache
def _time_zones() -> frozenset[str]:
    """Read once: the standard library walks a folder of six hundred files each time it is asked."""
    return frozenset(available_timezones())
