"""The one clock that workers obey: the database's, so that no host's clock can fire a deadline early."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The database's wall clock, aware, also inside a transaction (where `now()` would stand still)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment
