"""Numbers that stand on documents: which can be right. Nothing is asked of any register; a typing mistake is found.

Sources: the European Commission's structure of VAT numbers (VIES), INSEE's SIREN and SIRET (Luhn), the French key of
VAT numbers (12 + 3 × (SIREN mod 97)) mod 97.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

VAT_NUMBERS: Final[Mapping[str, str]] = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "GR": r"\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}|\d{12}",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
}
PREFIX: Final = {"GR": "EL"}
"""Where the number does not begin with the country's own letters."""


def clean_number(text: str) -> str:
    """A number without what people put between its signs.

    >>> clean_number("fr 11 123.456-782")
    'FR11123456782'
    """
    return re.sub(r"[\s.\-/]", "", text).upper()


def is_vat_number(number: str, country: str) -> bool:
    """Whether this can be a VAT number of the country: its form, and for France its key.

    >>> is_vat_number("FR11123456782", "FR"), is_vat_number("FR12123456782", "FR"), is_vat_number("DE123456789", "DE")
    (True, False, True)
    >>> is_vat_number("CHE123456788", "CH")
    True
    """
    form = VAT_NUMBERS.get(country)
    if form is None:
        return re.fullmatch(r"[A-Z0-9]{4,20}", number) is not None
    found = re.fullmatch(f"{PREFIX.get(country, country)}({form})", number)
    if found is None:
        return False
    if country == "FR" and found[1][:2].isdigit():
        return int(found[1][:2]) == (12 + 3 * (int(found[1][2:]) % 97)) % 97
    return True


def is_company_number(number: str, country: str) -> bool:
    """Whether this can be a company's number: in France a SIREN or a SIRET, elsewhere any short one.

    >>> is_company_number("123456782", "FR"), is_company_number("123456789", "FR"), is_company_number("HRB1234", "DE")
    (True, False, True)
    """
    if country != "FR":
        return re.fullmatch(r"[A-Z0-9]{4,20}", number) is not None
    return len(number) in (9, 14) and number.isdigit() and _luhn(number) % 10 == 0


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled)


def is_printable(text: str) -> bool:
    """Whether our typefaces can show it: Latin letters, digits and common signs.

    >>> is_printable("Anaïs Łukasz-O’Neill, 3 bis"), is_printable("Анна")
    (True, False)
    """
    return all((sign.isprintable() and ord(sign) < 0x250) or sign in "’‘“”–—…€\n" for sign in text)
