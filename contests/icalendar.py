"""Writes calendars as RFC 5545 has them: lines of at most 75 octets ended by CRLF, moments in UTC, texts escaped.

Pure: values in, bytes out. What is in a calendar is decided elsewhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75
PRODUCT = "-//Fairbrief//Deadlines//EN"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One moment. `sequence` grows whenever it is moved, so that calendars take the later one."""

    uid: str
    at: datetime
    changed_at: datetime
    sequence: int
    summary: str
    description: str
    url: str
    is_certain: bool = True


def write_calendar(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """A whole calendar, to be fetched again every hour.

    >>> print(write_calendar("Deadlines", []).decode().splitlines()[1])
    VERSION:2.0
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{moment(event.changed_at)}"
    yield f"LAST-MODIFIED:{moment(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{moment(event.at)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    yield f"DESCRIPTION:{escaped(event.description)}"
    yield f"URL:{event.url}"
    yield f"STATUS:{'CONFIRMED' if event.is_certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def moment(at: datetime) -> str:
    """In UTC, to the second.

    >>> moment(datetime(2026, 3, 2, 12, 0, 1, tzinfo=UTC))
    '20260302T120001Z'
    """
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    r"""A text as a value; what cannot be printed is left out, so that no title can begin a line of its own.

    >>> escaped("Tea, milk;\nand \\ \x07honey")
    'Tea\\, milk\\;\\nand \\\\ honey'
    """
    one = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in one if sign == "\n" or sign.isprintable())
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, none of which splits a sign; the following ones begin with a space.

    >>> [len(piece) for piece in folded("é" * 60).split(b"\\r\\n")]
    [74, 47, 0]
    """
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    pieces.append(piece)
    return b"\r\n".join(pieces) + b"\r\n"
