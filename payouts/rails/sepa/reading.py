"""Reads the bank's XML without trusting it: no DTD, no entities, bounded; names looked up whatever the version.

Versions of one message differ by their namespace and by a level or two of nesting. Paths name the elements alone, and a
value may be looked for in more than one place.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from payouts.rails.batch import UnreadableReport

LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,5})?")
_WITHOUT_DECIMALS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS: Final = dict.fromkeys(_WITHOUT_DECIMALS.split(), 0) | dict.fromkeys(_WITH_THREE.split(), 3)
ASK_THE_BANK: Final = "Ask the bank for the report again; if it is the same, it has to be read by hand."


def read_document(content: bytes, *roots: str) -> Element:
    """The message's own element, which is one of these. Raises UnreadableReport."""
    if len(content) > LARGEST_DOCUMENT:
        raise UnreadableReport(f"The report has {len(content)} bytes, more than are read. {ASK_THE_BANK}")
    try:
        document: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableReport(f"The report is not plain XML ({type(error).__name__}). {ASK_THE_BANK}") from error
    for root in roots:
        message = document.find(f"{{*}}{root}")
        if message is not None:
            return message
    inside = ", ".join(local_name(child) for child in document[:3]) or "nothing"
    raise UnreadableReport(f"The report holds {inside} where {' or '.join(roots)} is read. {ASK_THE_BANK}")


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def find(element: Element, path: str) -> Element | None:
    """The first element at this path."""
    return element.find(_anywhere(path))


def find_all(element: Element, path: str) -> list[Element]:
    """Every element at this path, in order."""
    return element.findall(_anywhere(path))


def text(element: Element, *paths: str) -> str:
    """The text at the first of these paths that has any, without space around it; ''."""
    for path in paths:
        for found in element.findall(_anywhere(path)):
            if found.text and found.text.strip():
                return found.text.strip()
    return ""


def texts(element: Element, path: str) -> tuple[str, ...]:
    """All texts at this path."""
    return tuple(found.text.strip() for found in find_all(element, path) if found.text and found.text.strip())


def required(element: Element, *paths: str) -> str:
    """As `text`, where there must be one."""
    found = text(element, *paths)
    if not found:
        raise UnreadableReport(f"{local_name(element)} has no {paths[0]}. {ASK_THE_BANK}")
    return found


def amount(element: Element, *paths: str) -> tuple[int, str] | None:
    """The amount at the first of these paths as minor units and its currency, or None. Never rounded."""
    for path in paths:
        found = find(element, path)
        if found is not None and found.text:
            return minor_units(found.text.strip(), found.get("Ccy", "")), found.get("Ccy", "")
    return None


def minor_units(figure: str, currency: str) -> int:
    """Minor units of an amount on the wire, which is never negative. Raises UnreadableReport.

    >>> minor_units("168.28", "EUR"), minor_units("168.280", "EUR"), minor_units("5", "JPY"), minor_units("0.5", "EUR")
    (16828, 16828, 5, 50)
    """
    if not _AMOUNT.fullmatch(figure) or not re.fullmatch("[A-Z]{3}", currency):
        raise UnreadableReport(f"{figure!r} {currency!r} is no amount. {ASK_THE_BANK}")
    units = Decimal(figure).scaleb(_DECIMALS.get(currency, 2))
    if units != int(units):
        raise UnreadableReport(f"{figure} {currency} is no whole number of its smallest unit. {ASK_THE_BANK}")
    return int(units)


def day(element: Element, *paths: str) -> date | None:
    """The day at the first of these paths, which may also hold a time. Raises UnreadableReport."""
    words = text(element, *paths)
    if not words:
        return None
    try:
        return datetime.fromisoformat(words).date() if "T" in words else date.fromisoformat(words[:10])
    except ValueError as error:
        raise UnreadableReport(f"{words!r} is no date. {ASK_THE_BANK}") from error


def _anywhere(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))
