"""Writing many rows in one statement, given as columns. Ten times as fast as a row at a time.

For tables whose rows are only ever inserted by services; nothing here knows what the rows mean.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg import sql

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

    By COPY, which is half as fast again as INSERT and fires the same triggers. COPY knows no `on_conflict`: it is tried
    all the same, since rows seldom clash, and taken back for an INSERT from unnested arrays when some do. Names, types
    and `on_conflict` are constants of the caller's code.
    """
    if not columns or not next(iter(columns.values()))[1]:
        return 0
    if not on_conflict:
        return _copy(model, columns)
    try:
        with transaction.atomic():
            return _copy(model, columns)
    except IntegrityError:
        return _unnest(model, columns, on_conflict)


def _copy(model: type[models.Model], columns: Mapping[str, Column]) -> int:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), names)
    count = 0
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*(values for _, values in columns.values()), strict=True):
            copy.write_row(row)
            count += 1
    return count


def _unnest(model: type[models.Model], columns: Mapping[str, Column], on_conflict: str) -> int:
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    arrays = ", ".join(f"%s::text[]::{kind}[]" if kind == "jsonb" else f"%s::{kind}[]" for kind, _ in columns.values())
    statement = f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {on_conflict}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(values) for _, values in columns.values()])
        return cursor.rowcount
