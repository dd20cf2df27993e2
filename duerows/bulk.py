"""Writing many rows in one statement: the arrays of their columns, unnested. Ten times as fast as a row at a time.

For tables whose rows are only ever inserted by services; nothing here knows what the rows mean.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

Column = tuple[str, Sequence[Any]]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Take `count` fresh keys from the table's own sequence, in rising order."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')::regclass) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def insert_columns(model: type[models.Model], columns: Mapping[str, Column], *, on_conflict: str = "") -> int:
    """Insert rows given as columns: name → (PostgreSQL type, values). Returns how many were inserted.

    Names, types and `on_conflict` are constants of the caller's code; values travel as parameters.
    """
    if not columns or not next(iter(columns.values()))[1]:
        return 0
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    arrays = ", ".join(f"%s::text[]::{kind}[]" if kind == "jsonb" else f"%s::{kind}[]" for kind, _ in columns.values())
    sql = f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {on_conflict}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(values) for _, values in columns.values()])
        return cursor.rowcount
