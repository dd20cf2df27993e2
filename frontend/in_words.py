"""Amounts written out, as on a cheque, so that whoever approves one notices a zero too many. English and French.

Pure; every unit is said, and nothing is rounded. What is smaller than the currency's unit stands behind as a fraction.
"""

from typing import Final

from babel.numbers import get_currency_name

from frontend.formatting import MINOR_DIGITS, reader_locale

LARGEST: Final = 10**15

_EN_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS: Final = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))

_FR_WORDS: Final = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_FR_TENS_WORDS: Final = "dix vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_FR_SCALES: Final = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))

_EN: Final = _EN_WORDS.split()
_FR: Final = _FR_WORDS.split()
_FR_TENS: Final = ["", *_FR_TENS_WORDS.split()]


def amount_in_words(amount_minor: int, currency: str, language: str) -> str:
    """The amount with its currency's name. Raises ValueError below nothing and from 10^15 units on.

    >>> amount_in_words(1_240_050, "EUR", "en")
    'twelve thousand four hundred euros and 50/100'
    >>> amount_in_words(1_240_050, "EUR", "fr")
    'douze mille quatre cents euros et 50/100'
    >>> amount_in_words(200_000_000, "EUR", "fr"), amount_in_words(100, "EUR", "fr")
    ('deux millions d’euros', 'un euro')
    """
    digits = MINOR_DIGITS.get(currency, 2)
    units, part = divmod(amount_minor, 10**digits)
    if not 0 <= units < LARGEST:
        raise ValueError(amount_minor)
    is_french = language.startswith("fr")
    name = get_currency_name(currency, units, locale=reader_locale(language))
    words = number_in_french(units) if is_french else number_in_english(units)
    if is_french and units and units % 10**6 == 0:
        name = f"d’{name}" if name[0].lower() in "aeiouyhé" else f"de {name}"
    fraction = f" {'et' if is_french else 'and'} {part:0{digits}}/{10**digits}" if part else ""
    return f"{words} {name}{fraction}"


def number_in_english(number: int) -> str:
    """
    >>> [number_in_english(n) for n in (0, 21, 100, 105, 1_001, 12_345_678)]  # doctest: +NORMALIZE_WHITESPACE
    ['zero', 'twenty-one', 'one hundred', 'one hundred and five', 'one thousand and one',
     'twelve million three hundred and forty-five thousand six hundred and seventy-eight']
    """
    if number < 20:
        return _EN[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _EN_TENS[tens] + (f"-{_EN[rest]}" if rest else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_EN[hundreds]} hundred" + (f" and {number_in_english(rest)}" if rest else "")
    value, scale = next(step for step in _EN_SCALES if number >= step[0])
    count, rest = divmod(number, value)
    joint = " and " if rest < 100 else " "
    return f"{number_in_english(count)} {scale}" + (f"{joint}{number_in_english(rest)}" if rest else "")


def number_in_french(number: int) -> str:
    """By the traditional spelling.

    >>> [number_in_french(n) for n in (16, 21, 71, 80, 81, 91, 200, 201, 1000)]  # doctest: +NORMALIZE_WHITESPACE
    ['seize', 'vingt et un', 'soixante et onze', 'quatre-vingts', 'quatre-vingt-un', 'quatre-vingt-onze', 'deux cents',
     'deux cent un', 'mille']
    >>> [number_in_french(n) for n in (80_000, 200_000, 200_000_000, 1_000_001)]
    ['quatre-vingt mille', 'deux cent mille', 'deux cents millions', 'un million un']
    """
    for value, scale in _FR_SCALES:
        if number >= value:
            count, rest = divmod(number, value)
            counted = f"{number_in_french(count)} {scale}{'s' if count > 1 else ''}"
            return counted + (f" {number_in_french(rest)}" if rest else "")
    if number >= 1000:
        count, rest = divmod(number, 1000)
        thousands = "mille" if count == 1 else f"{_below_thousand(count, is_last=False)} mille"
        return thousands + (f" {_below_thousand(rest)}" if rest else "")
    return _below_thousand(number)


def _below_thousand(number: int, *, is_last: bool = True) -> str:
    """`is_last`: nothing follows that keeps "cent" and "vingt" from their s."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, is_last)
    many = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent"
    if rest:
        return f"{many} {_below_hundred(rest, is_last)}"
    return f"{many}s" if hundreds > 1 and is_last else many


def _below_hundred(number: int, is_last: bool) -> str:
    if number < 20:
        return _FR[number]
    tens, rest = divmod(number, 10)
    if tens in (7, 9):
        rest += 10  # Seventies and nineties count on from sixty and eighty.
    if number == 80:
        return "quatre-vingts" if is_last else "quatre-vingt"
    if not rest:
        return _FR_TENS[tens]
    joint = " et " if rest in (1, 11) and tens < 8 else "-"
    return f"{_FR_TENS[tens]}{joint}{_FR[rest]}"
