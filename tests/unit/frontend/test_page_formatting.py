"""Money to the last minor unit, and times that can't be misread."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from frontend import formatting
from frontend.showing.kinds import KINDS

NOON = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["EUR", "USD", "JPY", "KWD"]))
def test_every_minor_unit_is_shown(amount: int, currency: str) -> None:
    for language in ("en", "fr"):
        text = formatting.format_money(amount, currency, language=language)
        digits = "".join(character for character in text if character.isdigit())
        assert int(digits) == abs(amount)
        assert text.startswith(formatting.MINUS) == (amount < 0)


@pytest.mark.parametrize("wrong", [168.28, "16828", True, None])
def test_money_is_an_integer_or_an_error(wrong: object) -> None:
    with pytest.raises(TypeError, match="integer of minor units"):
        formatting.format_money(wrong)  # type: ignore[arg-type]


def test_a_deadline_names_its_zone() -> None:
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert formatting.format_moment(NOON, language="en") == "14 Jul 2026, 12:00 CEST"
        assert formatting.format_moment(NOON, language="fr") == "14 juil. 2026, 12:00 CEST"
    with timezone.override(ZoneInfo("America/Montreal")):
        assert formatting.format_moment(NOON, "time", language="en") == "06:00 EDT"


def test_the_day_is_the_readers_day() -> None:
    midnight = datetime(2026, 7, 13, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert formatting.format_moment(midnight, "date", language="fr") == "14 juillet 2026"


def test_relative_times_have_a_direction() -> None:
    later, earlier = NOON + timedelta(days=3), NOON - timedelta(hours=2)
    assert formatting.format_relative(later, NOON, language="en") == "in 3 days"
    assert formatting.format_relative(earlier, NOON, language="fr") == "il y a 2 heures"


def test_the_active_language_decides() -> None:
    with translation.override("fr"):
        assert formatting.format_bps(1250) == "12,5\u202f%".replace("\u202f", "\xa0")
    with translation.override("en"):
        assert formatting.format_bps(1250) == "12.5%"


def test_sizes_are_written_as_the_pages_scripts_write_them() -> None:
    for size, english, french in ((0, "0 kB", "0 ko"), (50_000, "49 kB", "49 ko"), (13_000_000, "12.4 MB", "12,4 Mo")):
        shown = [formatting.format_size(size, language=language) for language in ("en", "fr")]
        assert [" ".join(text.split()) for text in shown] == [english, french]


def test_a_colon_stands_as_the_language_sets_it() -> None:
    for language, shown in (("en", "Open: everybody"), ("fr", "Ouvert\u00a0: chacun")):
        with translation.override(language):
            assert str(KINDS["standard"].choice).startswith(shown)
