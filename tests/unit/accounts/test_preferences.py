"""Languages, time zones and themes: what is known, and what is refused."""

import pytest

from accounts.errors import UnknownLanguage, UnknownTheme, UnknownTimeZone
from accounts.services.preferences import clean_locale, clean_theme, clean_time_zone


@pytest.mark.parametrize(("tag", "language"), [("fr", "fr"), ("fr-CA", "fr"), ("EN_us", "en"), (" en ", "en")])
def test_a_language_is_recognised_by_any_of_its_tags(tag, language):
    assert clean_locale(tag) == language


@pytest.mark.parametrize("tag", ["", "tlh", "../fr", "frx"])
def test_a_language_that_the_site_does_not_speak_is_refused(tag):
    with pytest.raises(UnknownLanguage):
        clean_locale(tag)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "Europe/Paris\n"])
def test_only_zones_of_the_database_are_time_zones(name):
    with pytest.raises(UnknownTimeZone):
        clean_time_zone(name)


def test_a_theme_is_light_dark_or_the_devices_own():
    assert [clean_theme(theme) for theme in ("light", "dark", "auto")] == ["light", "dark", "auto"]
    with pytest.raises(UnknownTheme):
        clean_theme("solarized")
