"""Decides how money, shares, times and numbers read in the reader's language.

Pure apart from the active language and time zone, which Django keeps per request. Never rounds money: amounts are
integer minor units and every digit is shown. Never invents `now`: whoever asks for a relative time brings it.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta
from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern
from babel.units import format_unit
from django.utils import timezone, translation

MINUS = "\u2212"
ABSENT = "\u2014"

# English as written on the continent: 24-hour clock, day before month, the currency sign behind the amount. The
# policies' own sentences write it so too, and one page must not mix two ways.
READER_LOCALES = {"en": "en_150", "fr": "fr_FR"}

# ISO 4217 minor units. CLDR's digits differ for some currencies, because they follow what cash looks like in shops.
MINOR_DIGITS = {
    "CLP": 0,
    "ISK": 0,
    "JPY": 0,
    "KRW": 0,
    "PYG": 0,
    "RWF": 0,
    "UGX": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
}
MINOR_DIGITS |= {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3}


def reader_locale(language: str | None = None) -> Locale:
    """The Babel locale of a language code, or of the active language."""
    code = language or translation.get_language() or "en"
    return _locale(READER_LOCALES.get(code.split("-")[0], READER_LOCALES["en"]))


@lru_cache(maxsize=8)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=64)
def _money_pattern(locale: Locale, digits: int) -> NumberPattern:
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (digits, digits)
    return pattern


def format_money(
    amount_minor: int,
    currency: str = "EUR",
    *,
    language: str | None = None,
    signed: bool = False,
) -> str:
    """An amount in minor units as the reader writes it, to the last cent.

    >>> format_money(16828, "EUR", language="en")
    '168.28\\xa0€'
    >>> format_money(16828, "EUR", language="fr")
    '168,28\\xa0€'
    >>> format_money(-5, "EUR", language="en"), format_money(1200, "JPY", language="en")
    ('−0.05\\xa0€', '1,200\\xa0JP¥')
    >>> format_money(100, "EUR", language="en", signed=True)
    '+1.00\\xa0€'
    """
    if isinstance(amount_minor, bool) or not isinstance(amount_minor, int):
        raise TypeError(f"Money is an integer of minor units, not {amount_minor!r}.")
    digits = MINOR_DIGITS.get(currency, 2)
    locale = reader_locale(language)
    value = Decimal(abs(amount_minor)).scaleb(-digits)
    text = _money_pattern(locale, digits).apply(value, locale, currency=currency, currency_digits=False)
    sign = MINUS if amount_minor < 0 else "+" if signed and amount_minor > 0 else ""
    return sign + text


def format_size(size_bytes: int, *, language: str | None = None) -> str:
    """How much a file weighs, in the words that the page's script has for it; 1024 bytes are a kilobyte.

    >>> format_size(149_061, language="fr"), format_size(900, language="en")
    ('0,1\\u202fMo', '1 kB')
    """
    mega = 1024 * 1024
    small = size_bytes < mega / 10
    unit, weight = ("kilobyte", -(-size_bytes // 1024)) if small else ("megabyte", round(size_bytes / mega, 1))
    return str(format_unit(weight, f"digital-{unit}", length="short", locale=reader_locale(language)))


def colon() -> str:
    """A colon as the reader's language sets it: French leaves a space before it that no line is broken at."""
    return "\u00a0:" if reader_locale().language == "fr" else ":"


def format_bps(bps: int, *, language: str | None = None) -> str:
    """Hundredths of a percent as a percentage, without digits that carry nothing.

    >>> format_bps(1500, language="en"), format_bps(1234, language="en")
    ('15%', '12.34%')
    """
    return format_percent(
        Decimal(bps) / 10_000,
        format=None,
        locale=reader_locale(language),
        decimal_quantization=False,
    )


def format_number(number: float | Decimal, *, language: str | None = None) -> str:
    """A plain number with the reader's separators."""
    return format_decimal(number, locale=reader_locale(language))


def format_minutes(minutes: int, *, language: str | None = None) -> str:
    """Working time, in hours and minutes.

    >>> format_minutes(480, language="en"), format_minutes(90, language="en"), format_minutes(45, language="en")
    ('8h', '1h 30m', '45m')
    """
    hours, rest = divmod(int(minutes), 60)
    return _units([(hours, "hour"), (rest, "minute")], "narrow", language)


def format_duration(span: timedelta, *, language: str | None = None) -> str:
    """A length of time in its two largest units; the sign is dropped.

    >>> format_duration(timedelta(days=2, hours=4, minutes=9), language="en")
    '2 days 4 hrs'
    """
    seconds = int(abs(span.total_seconds()))
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second")]
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    return _units(parts[:2], "short", language)


def _units(parts: list[tuple[int, str]], length: Literal["short", "narrow"], language: str | None) -> str:
    shown = [part for part in parts if part[0]] or parts[-1:]
    locale = reader_locale(language)
    return " ".join(format_unit(value, unit, length=length, locale=locale) for value, unit in shown)


def format_relative(moment: datetime, now: datetime, *, language: str | None = None) -> str:
    """How far `moment` is from `now`, with its direction: "in 3 days", "2 hours ago"."""
    return format_timedelta(moment - now, add_direction=True, threshold=1.2, locale=reader_locale(language))


def format_day(day: date, *, language: str | None = None) -> str:
    """A day of the calendar, which is the same in every zone.

    >>> format_day(date(2026, 6, 1), language="en")
    '1 June 2026'
    """
    return format_date(day, "d MMMM y", locale=reader_locale(language))


def format_moment(moment: datetime, style: str = "datetime", *, language: str | None = None) -> str:
    """A moment in the reader's zone. `style`: datetime (names the zone), date, day (no year) or time.

    The zone is named wherever an hour is shown, so that a deadline can't be misread by somebody abroad.
    """
    local = timezone.localtime(moment)
    locale = reader_locale(language)
    if style == "date":
        return format_date(local, "d MMMM y", locale=locale)
    if style == "day":
        return format_datetime(local, "d MMM", locale=locale)
    # The zone's own abbreviation: what CLDR offers differs from language to language ("CET", "+0100", "TU").
    zone = local.tzname()
    if style == "time":
        return f"{format_time(local, 'HH:mm', locale=locale)} {zone}"
    return f"{format_datetime(local, 'd MMM y, HH:mm', locale=locale)} {zone}"
