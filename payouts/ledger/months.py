"""The months in which postings lie: a table for each, made well before anything is to be laid in it.

An entry whose month has no table is refused, and nothing may be booked until there is one. So a task makes the coming
months every day, and the audit says when one of the next two is missing. Entries themselves lie in one table: their
keys are unique for ever, and PostgreSQL keeps no key unique over several.
"""

from typing import Final

from django.db import connection

AHEAD: Final = 3
"""So many months after the present one are made."""


def make_coming_months() -> int:
    """Make those of the coming months that are missing; returns how many. Waits three seconds at most for whoever is
    posting, and raises OperationalError then: the next call makes them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT payouts_make_posting_months(%s)", [AHEAD])
        return int(cursor.fetchone()[0])
