"""When somebody's next morning is. Pure."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MORNING: Final = time(8)
"""By the clock on the person's wall, in summer and in winter."""


def next_morning(now: datetime, zone: str) -> datetime:
    """The first moment after `now` at which it is eight in the morning there; of an unknown zone, in UTC.

    >>> next_morning(datetime(2026, 3, 28, 7, 0, tzinfo=UTC), "Europe/Paris").isoformat()
    '2026-03-29T06:00:00+00:00'
    >>> next_morning(datetime(2026, 3, 28, 6, 59, tzinfo=UTC), "Europe/Paris").isoformat()
    '2026-03-28T07:00:00+00:00'
    """
    try:
        here = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        here = ZoneInfo("UTC")
    today = now.astimezone(here).date()
    for days in (0, 1):
        morning = datetime.combine(today + timedelta(days=days), MORNING, here).astimezone(UTC)
        if morning > now:
            return morning
    # A zone that skipped a whole day, as some at the date line did once.
    return now.astimezone(UTC) + timedelta(days=1)
