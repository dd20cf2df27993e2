"""Closed months: until when nothing may be booked any more. Months are UTC's.

The database refuses the same on its own; here the refusal gets words.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from payouts.errors import PeriodClosed
from payouts.models import PeriodClose
from payouts.models.period_guards import LOCK


def closed_until() -> datetime | None:
    """The moment before which nothing may be booked; None while no month is closed."""
    return PeriodClose.objects.order_by("-ends_at").values_list("ends_at", flat=True).first()


def check_open(moments: Iterable[datetime]) -> None:
    """Raise PeriodClosed if any of the moments lies in a closed month."""
    end = closed_until()
    if end is not None and (early := [moment for moment in moments if moment < end]):
        words = _("The books are closed until %(end)s; nothing can be booked for %(moment)s.")
        raise PeriodClosed(words % {"end": f"{end:%Y-%m-%d}", "moment": f"{min(early).astimezone(UTC):%Y-%m-%d}"})


def end_of(month: date) -> datetime:
    """The moment at which a month is over.

    >>> end_of(date(2026, 12, 1))
    datetime.datetime(2027, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)


def hold_still() -> None:
    """Wait until whoever is posting has committed, and let nobody post before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
