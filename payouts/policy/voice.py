"""How a number is said in French and in English: money, shares, durations. Decides no amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

CURRENCIES: Final[dict[str, tuple[str, int]]] = {
    "AUD": ("A$", 2),
    "CAD": ("C$", 2),
    "CHF": ("CHF", 2),
    "CZK": ("Kč", 2),
    "DKK": ("DKK", 2),
    "EUR": ("€", 2),
    "GBP": ("£", 2),
    "JPY": ("¥", 0),
    "NOK": ("NOK", 2),
    "PLN": ("zł", 2),
    "SEK": ("SEK", 2),
    "TND": ("DT", 3),
    "USD": ("$", 2),
}
"""ISO 4217 code → symbol and number of decimals of the minor unit."""

# French typography wants a narrow no-break space between thousands and a no-break space before a unit or a
# colon.
NARROW_SPACE: Final = "\u202f"
NO_BREAK_SPACE: Final = "\u00a0"

_UNITS: Final = (
    (86_400, {"en": ("day", "days"), "fr": ("jour", "jours")}),
    (3_600, {"en": ("hour", "hours"), "fr": ("heure", "heures")}),
    (60, {"en": ("minute", "minutes"), "fr": ("minute", "minutes")}),
    (1, {"en": ("second", "seconds"), "fr": ("seconde", "secondes")}),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A titled paragraph of a policy in plain words."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Says numbers in one language."""

    language: Language
    thousands: str
    point: str
    space: str

    def number(self, units: int, decimals: int = 0) -> str:
        """Write `units` / 10^`decimals` with all its decimals."""
        whole, part = divmod(abs(units), 10**decimals)
        text = f"{whole:,}".replace(",", self.thousands)
        if decimals:
            text = f"{text}{self.point}{part:0{decimals}d}"
        return f"-{text}" if units < 0 else text

    def money(self, amount_minor: int, currency: str) -> str:
        symbol, decimals = CURRENCIES.get(currency, (currency, 2))
        return f"{self.number(amount_minor, decimals)}{self.space}{symbol}"

    def bps(self, bps: int, shift: int) -> str:
        """Write `bps` / 10^`shift` without useless zeros."""
        text = self.number(bps, shift)
        return text.rstrip("0").rstrip(self.point)

    def percent(self, bps: int) -> str:
        return f"{self.bps(bps, 2)}{self.space}%"

    def factor(self, bps: int) -> str:
        return self.bps(bps, 4)

    def count(self, number: int, one: str, many: str) -> str:
        """Write a number with its noun: French keeps the singular below two, English for one only."""
        single = abs(number) < 2 if self.language == "fr" else number == 1
        return f"{self.number(number)}{self.space}{one if single else many}"

    def duration(self, seconds: int) -> str:
        """Write a duration in the largest unit that divides it."""
        size, words = next(unit for unit in _UNITS if seconds % unit[0] == 0)
        return self.count(seconds // size, *words[self.language])

    def section(self, *, en: tuple[str, ...], fr: tuple[str, ...]) -> Section:
        """Choose the words of this language; the first is the title."""
        title, *sentences = map(self.typeset, en if self.language == "en" else fr)
        return Section(title, tuple(sentences))

    def typeset(self, text: str) -> str:
        """Keep a French colon or semicolon on the line of the word before it.

        >>> VOICES["fr"].typeset("deux parts : la vôtre ; la mienne")
        'deux parts\\xa0: la vôtre\\u202f; la mienne'
        """
        if self.language == "en":
            return text
        return text.replace(" :", f"{NO_BREAK_SPACE}:").replace(" ;", f"{NARROW_SPACE};")


VOICES: Final[dict[Language, Voice]] = {
    "en": Voice("en", ",", ".", " "),
    "fr": Voice("fr", NARROW_SPACE, ",", NO_BREAK_SPACE),
}


def voice_of(language: str) -> Voice:
    """Return the voice of a language or of one of its regional forms; English speaks for the others.

    >>> voice_of("fr-ca").language, voice_of("en").language, voice_of("de").language
    ('fr', 'en', 'en')
    """
    return VOICES["fr" if language.lower().partition("-")[0] == "fr" else "en"]


def format_money(amount_minor: int, currency: str, language: str) -> str:
    """Write an amount of minor units for a reader.

    >>> format_money(1_234_567, "EUR", "en"), format_money(-5, "USD", "en"), format_money(1_500, "JPY", "en")
    ('12,345.67 €', '-0.05 $', '1,500 ¥')
    >>> format_money(1_234_567, "EUR", "fr")
    '12\\u202f345,67\\xa0€'
    """
    return voice_of(language).money(amount_minor, currency)
