"""When a message is tried again, and what an answer means for it. Pure: chance and time are arguments.

At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h: three days in all, so that a receiver may
be away over a weekend. Each wait is stretched or shortened by a fifth, so that what failed together does not come back
together.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Final

WAITS: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_TRIES: Final = len(WAITS) + 1
SPREAD: Final = 0.2
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
DISABLE_AFTER: Final = timedelta(days=5)
"""An endpoint that has taken nothing for so long is switched off, and its owner is told …"""
DISABLE_TRIES: Final = 7
"""… once a message has been tried so often, for at least half a day: that nothing was sent for days is no failure."""

LONGEST_REST: Final = timedelta(minutes=10)

OVERLOADED: Final = frozenset({429, 503})
GONE: Final = 410


class Meaning(StrEnum):
    """What an answer says about the message."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    GONE = "gone"
    """The receiver wants nothing any more: the endpoint is switched off at once."""


def meaning_of(status: int | None) -> Meaning:
    """Of an HTTP status; None: there was no answer. A redirect is not followed, and is a failure like any other.

    >>> [str(meaning_of(status)) for status in (200, 204, 301, 410, 500, None)]
    ['delivered', 'delivered', 'try_again', 'gone', 'try_again', 'try_again']
    """
    if status is not None and 200 <= status < 300:
        return Meaning.DELIVERED
    return Meaning.GONE if status == GONE else Meaning.TRY_AGAIN


@dataclass(frozen=True, slots=True)
class Again:
    """How long to wait before the next try, and how long the receiver asks to be sent nothing at all."""

    wait: timedelta
    hold: timedelta = timedelta()


def next_try(tries: int, status: int | None, retry_after: str, *, chance: float, now: datetime) -> Again | None:
    """After so many failed tries; None: no more. `chance` is from 0 to 1.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> next_try(1, 500, "", chance=0.5, now=noon).wait, next_try(10, 500, "", chance=0.5, now=noon)
    (datetime.timedelta(seconds=5), None)
    >>> next_try(1, 429, "120", chance=0.5, now=noon)
    Again(wait=datetime.timedelta(seconds=120), hold=datetime.timedelta(seconds=120))
    """
    if tries >= MOST_TRIES:
        return None
    wait = WAITS[tries - 1] * (1 + SPREAD * (2 * chance - 1))
    asked = wait_asked_for(retry_after, now) if status in OVERLOADED else None
    if asked is None:
        return Again(wait)
    return Again(max(wait, asked), hold=asked)


def rest_of(failing_for: timedelta) -> timedelta:
    """How long an endpoint is left alone after a failure: a tenth of the time for which it has been failing, so that
    one that hangs does not take up our time, and one that is back is found so soon.

    >>> [str(rest_of(timedelta(minutes=minutes))) for minutes in (0, 5, 1000)]
    ['0:00:00', '0:00:30', '0:10:00']
    """
    return min(LONGEST_REST, failing_for / 10)


def was_patient(tries: int, failing_for: timedelta) -> bool:
    """Whether enough was tried, for long enough, to switch the endpoint off. `tries`: of the message that failed last.

    >>> was_patient(7, timedelta(days=5)), was_patient(1, timedelta(days=60)), was_patient(9, timedelta(days=4))
    (True, False, False)
    """
    return tries >= DISABLE_TRIES and failing_for >= DISABLE_AFTER


def wait_asked_for(retry_after: str, now: datetime) -> timedelta | None:
    """What the header `Retry-After` asks for, in seconds or as a date, at most a day; None if it says nothing.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> wait_asked_for("Mon, 02 Mar 2026 12:05:00 GMT", noon), wait_asked_for("soon", noon), wait_asked_for("-5", noon)
    (datetime.timedelta(seconds=300), None, None)
    """
    words = retry_after.strip()
    if words.isascii() and words.isdigit():
        return min(LONGEST_RETRY_AFTER, timedelta(seconds=int(words[:9])))
    try:
        moment = parsedate_to_datetime(words)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(LONGEST_RETRY_AFTER, max(timedelta(), moment - now))
