"""What happened to contests and what falls due: for a contest's page, and across contests for the platform's auditors.

Whoever has no part in a contest sees its moves only, without names. What was done with single entries is told to the
brand and the platform, and of a blind contest under way to admins alone: even its moment could betray an author.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import orjson

from contests.errors import NotVisible
from contests.selectors.cards import AuthorCard, DeadlineCard, EventCard
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CONTEST, reader_params

_MEMBER = "c.brand_id = ANY(%(brands)s)"
_ADMIN = f"(%(admin)s AND NOT {_MEMBER})"
_INSIDE = f"({_MEMBER} OR %(admin)s OR %(auditor)s)"
_BLIND = "(c.visibility = 'blind' AND c.decided_at IS NULL)"
_OF_CREATIVE = "(h.role = 'creative')"

EVENT_COLUMNS = f"""
    h.id, h.contest_id, h.at, h.kind, h.role, h.from_state, h.to_state,
    CASE WHEN {_INSIDE} THEN u.handle END, CASE WHEN {_INSIDE} THEN u.display_name END,
    CASE WHEN {_INSIDE} AND NOT (h.kind = 'jury_drawn' AND {_BLIND} AND NOT {_ADMIN})
         THEN h.data ELSE '{{{{}}}}'::jsonb END
"""
"""How many ballots a jury got, and by which lot, would tell of conflicts with makers who are not to be known yet."""
SEES_EVENT = f"""({SEES_CONTEST}
    AND (h.from_state <> h.to_state OR h.kind = 'extend' OR {_INSIDE})
    AND (NOT {_OF_CREATIVE} OR h.from_state <> h.to_state OR {_ADMIN} OR NOT {_BLIND}))"""
EVENT_TABLES = """contests_contestevent h JOIN contests_contest c ON c.id = h.contest_id
    LEFT JOIN accounts_user u ON u.id = h.actor_id"""
DEADLINE_COLUMNS = "d.id, d.contest_id, d.kind, d.due_at, d.due_state, d.attempts, d.finished_at"

FIRST_TO_LAST = Order((("h.id", "bigint"),))
LAST_TO_FIRST = Order((("h.id", "bigint"),), descending=True)
BY_DUE = Order((("d.due_at", "timestamptz"), ("d.id", "bigint")))
NEWEST_DEADLINES = Order((("d.id", "bigint"),), descending=True)


def contest_events(viewer: Viewer, contest_id: UUID, *, after: str | None = None, limit: int = PAGE) -> Page[EventCard]:
    """A contest's history from its beginning: two queries beside the reader's. Raises NotVisible."""
    params = _params_if_seen(viewer, contest_id)
    return _events("h.contest_id = %(contest)s", params, FIRST_TO_LAST, after=after, limit=limit)


def list_events(
    viewer: Viewer, *, kind: str = "", contest_id: UUID | None = None, after: str | None = None, limit: int = PAGE
) -> Page[EventCard]:
    """The latest events of all contests that the viewer may see; one query beside the reader's."""
    params: dict[str, object] = {
        **reader_params(read_as(viewer)),
        "kind": kind.replace("\0", ""),
        "contest": contest_id,
    }
    where = " AND ".join(
        ["TRUE", *(["h.kind = %(kind)s"] if kind else []), *(["h.contest_id = %(contest)s"] if contest_id else [])]
    )
    return _events(where, params, LAST_TO_FIRST, after=after, limit=limit)


def events_to_export(
    viewer: Viewer, *, kind: str = "", contest_id: UUID | None = None
) -> tuple[str, dict[str, object]]:
    """A statement, and its parameters, for all events that `list_events` would page through, the first ones first."""
    params: dict[str, object] = {**reader_params(read_as(viewer)), "kind": kind, "contest": contest_id}
    wanted = [*(["h.kind = %(kind)s"] if kind else []), *(["h.contest_id = %(contest)s"] if contest_id else [])]
    sql = f"""
        SELECT {EVENT_COLUMNS} FROM {EVENT_TABLES} WHERE {" AND ".join([SEES_EVENT, *wanted])} ORDER BY h.id
    """
    return sql.format(), params


def deadlines_of(viewer: Viewer, contest_id: UUID) -> tuple[DeadlineCard, ...]:
    """A contest's deadlines in the order in which they fall, past ones too: two queries beside the reader's."""
    params = _params_if_seen(viewer, contest_id)
    sql = f"SELECT {DEADLINE_COLUMNS} FROM contests_deadline d WHERE d.contest_id = %(contest)s ORDER BY {BY_DUE.by}"
    return tuple(DeadlineCard(*row) for row in fetch_all(sql, params))


def list_deadlines(
    viewer: Viewer,
    *,
    state: str = "",
    kind: str = "",
    due_before: datetime | None = None,
    contest_id: UUID | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page[DeadlineCard]:
    """The deadlines of all contests that the viewer may see, newest rows first; one query beside the reader's."""
    given: dict[str, tuple[str, object]] = {
        "state": ("d.due_state = %(state)s", state.replace("\0", "")),
        "kind": ("d.kind = %(kind)s", kind.replace("\0", "")),
        "due_before": ("d.due_at < %(due_before)s", due_before),
        "contest": ("d.contest_id = %(contest)s", contest_id),
    }
    kept = {name: pair for name, pair in given.items() if pair[1]}
    params = {**reader_params(read_as(viewer)), **{name: value for name, (_, value) in kept.items()}}
    where = " AND ".join([SEES_CONTEST, *(condition for condition, _ in kept.values())])
    sql = f"""
        SELECT {DEADLINE_COLUMNS}, {{columns}}
        FROM contests_deadline d JOIN contests_contest c ON c.id = d.contest_id
        WHERE {{behind}} AND {where} ORDER BY {{order}}
    """
    return fetch_page(sql, params, NEWEST_DEADLINES, DeadlineCard, after=after, limit=limit)


def _params_if_seen(viewer: Viewer, contest_id: UUID) -> dict[str, object]:
    params = {**reader_params(read_as(viewer)), "contest": contest_id}
    if not fetch_all(f"SELECT 1 FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CONTEST}", params):
        raise NotVisible
    return params


def _events(
    where: str, params: Mapping[str, object], order: Order, *, after: str | None, limit: int
) -> Page[EventCard]:
    sql = f"""
        SELECT {EVENT_COLUMNS}, {{columns}} FROM {EVENT_TABLES}
        WHERE {{behind}} AND {where} AND {SEES_EVENT} ORDER BY {{order}}
    """
    return fetch_page(sql, params, order, _event, after=after, limit=limit)


def _event(
    key: int,
    contest_id: UUID,
    at: datetime,
    kind: str,
    role: str,
    from_state: str,
    to_state: str,
    handle: str | None,
    name: str | None,
    data: str,
) -> EventCard:
    actor = None if handle is None else AuthorCard(handle, name or handle)
    return EventCard(key, contest_id, at, kind, role, from_state, to_state, actor, orjson.loads(data))
