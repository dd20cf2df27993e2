"""Turns events into messages: reads what has been committed since the last visit, and writes a row for each listener.

A source's rows are read in the order of their transactions, up to the first that may still write. So none is missed,
however late its transaction commits, and none is read twice; should it be, after a crash or a restored backup, the
message's id is the same and the second one is not written.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import connection, transaction

from duerows.doorbell import ring
from duerows.xacts import horizon
from webhooks.models import Cursor
from webhooks.selectors.listeners import COLUMNS, as_json, listeners
from webhooks.sources import SOURCES, Source

log = structlog.get_logger(__name__)

BATCH: Final = 1000
"""Rows of a source in one transaction; those of the last transaction among them are taken together."""

VISIT: Final = 20
"""Batches in one visit, per source."""

OLDEST: Final = timedelta(days=30)
"""What happened longer ago is no news."""

SEND: Final = "webhooks.tasks.send_due_messages"

LISTENERS: Final = f"listeners AS (SELECT * FROM jsonb_to_recordset(%(listeners)s::jsonb) AS r({COLUMNS}))"

# The id is made of the endpoint and the event, so that the same event is the same message whenever it is read.
MESSAGES: Final = """
    INSERT INTO webhooks_delivery (endpoint_id, message_id, event_type, body, source, source_id, happened_at,
        created_at, outcome, due_state, due_at, fence, attempts, last_error)
    SELECT ep.id,
           'msg_' || left(encode(sha256(convert_to(ep.public_id || ':%(name)s:' || told.id, 'UTF8')), 'hex'), 32),
           told.type,
           jsonb_build_object('type', told.type, 'timestamp', to_char(told.at AT TIME ZONE 'UTC',
                              'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'data', told.data)::text,
           '%(name)s', told.id, told.at, %%(now)s, '', 'waiting', %%(now)s, 0, 0, ''
    FROM told JOIN webhooks_endpoint ep ON ep.id = told.endpoint
    WHERE told.at > %%(oldest)s
    ORDER BY told.id
    ON CONFLICT (endpoint_id, message_id) DO NOTHING
"""


def collect_events(now: datetime) -> int:
    """Read every source as far as it can be read. Returns how many messages were written.

    Any number of workers may call it: each source is read by one of them at a time, the others pass it over.
    """
    written = sum(_collect(source, now) for source in SOURCES.values())
    if written:
        ring(SEND)
    return written


def _collect(source: Source, now: datetime) -> int:
    total = 0
    for _ in range(VISIT):
        written, more = _collect_batch(source, now)
        total += written
        if not more:
            break
    return total


@transaction.atomic
def _collect_batch(source: Source, now: datetime) -> tuple[int, bool]:
    """One batch: how many messages were written, and whether there may be more to read."""
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(pk=source.name).first()
    if cursor is None:
        return 0, False
    end = horizon()
    ids, last_xid, last_id = _read(source, cursor, end)
    written = _write(source, ids, now) if ids else 0
    more = len(ids) >= BATCH
    cursor.next_xid = last_xid + 1 if more else end
    cursor.last_id, cursor.moved_at = max(cursor.last_id, last_id), now
    cursor.save(update_fields=["next_xid", "last_id", "moved_at"])
    return written, more


def _read(source: Source, cursor: Cursor, end: int) -> tuple[list[int], int, int]:
    """The next rows' keys, the last of their transactions, and their highest key."""
    if end < cursor.next_xid:
        return _read_after_restore(source, cursor, end)
    with connection.cursor() as statement:
        statement.execute(
            f"""
            SELECT id, own_xid FROM {source.table} WHERE own_xid >= %s AND own_xid < %s
            ORDER BY own_xid FETCH FIRST {BATCH} ROWS WITH TIES
            """,
            [cursor.next_xid, end],
        )
        rows = statement.fetchall()
    return [key for key, _ in rows], rows[-1][1] if rows else end, max((key for key, _ in rows), default=0)


def _read_after_restore(source: Source, cursor: Cursor, end: int) -> tuple[list[int], int, int]:
    """The database was rebuilt from a dump: its transactions count anew, from below where we had come to.

    Everything that the dump had not read yet, and everything written since, is read at once.
    """
    log.warning("webhook_cursor_restarted", source=source.name, was=cursor.next_xid, now=end)
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT id FROM {source.table} WHERE own_xid >= %s OR id > %s AND own_xid < %s ORDER BY id",
            [cursor.next_xid, cursor.last_id, end],
        )
        ids = [key for (key,) in statement.fetchall()]
    return ids, end - 1, max(ids, default=0)


def _write(source: Source, ids: list[int], now: datetime) -> int:
    found = listeners()
    if not found:
        return 0
    return run_told(
        source, ids, as_json(found), MESSAGES % {"name": source.name}, now=now, oldest=now - OLDEST
    ).rowcount


def run_told(source: Source, ids: list[int], listeners_json: str, statement: str, **params: Any) -> Any:
    """Run a statement over `told`: what these listeners are told about these rows of the source, as of now."""
    cursor = connection.cursor()
    cursor.execute(
        f"""
        WITH {LISTENERS}, batch AS MATERIALIZED (SELECT * FROM {source.table} WHERE id = ANY(%(ids)s)),
             told (endpoint, id, type, at, data) AS ({source.told})
        {statement}
        """,
        {**params, "ids": ids, "listeners": listeners_json},
    )
    return cursor
