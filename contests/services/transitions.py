"""The one place where a contest changes its state. Set-based: the same code moves one contest or five hundred.

Order of locks in the whole project: contests by id, then their deadlines, then escrows, then anything else.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from accounts.models import Act
from accounts.services.audit_trail import record_act
from contests.lifecycle import (
    FINAL,
    OUTCOMES,
    Move,
    Role,
    State,
    check_move,
    deadlines_on_entering,
    next_state,
)
from contests.models import Contest, ContestEvent, Deadline
from contests.services.after.asking import plan_asking
from duerows.bulk import insert_columns


def lock_contests(ids: Iterable[UUID]) -> list[Contest]:
    """Lock these contests until the transaction ends, in the order of their ids, and read them afresh."""
    return list(Contest.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))


def lock_contest(contest_id: UUID) -> Contest:
    """Lock one contest and read it afresh. Raises Contest.DoesNotExist."""
    return Contest.objects.select_for_update().get(pk=contest_id)


def move_contests(
    contests: Sequence[Contest],
    move: Move,
    *,
    role: Role,
    now: datetime,
    actor_id: int | None = None,
    data: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> None:
    """Make one move in contests that the caller has locked: state, events, and the deadlines that follow.

    Raises NotAllowed or WrongMove, before anything is written, if any of them may not make it.
    """
    if not contests:
        return
    before: dict[UUID, State] = {}
    for contest in contests:
        state = State(contest.state)
        check_move(role, state, move)
        before[contest.pk] = state
        target = next_state(state, move, suspended_from=_suspended_from(contest))
        contest.suspended_from = state if move == Move.SUSPEND else ""
        contest.state = target
        contest.state_since = now
        if target in OUTCOMES and contest.decided_at is None:
            contest.decided_at = now
    _write_states(contests)
    _write_events(contests, before, move, role, actor_id, now, data or {})
    if actor_id is not None:
        _record(contests, before, move, actor_id, data or {})
    _replace_deadlines(contests, now)
    plan_asking([contest for contest in contests if contest.state in FINAL], now=now)


def note_event(
    contest: Contest,
    kind: str,
    *,
    role: Role,
    now: datetime,
    actor_id: int | None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Record a noteworthy act that leaves the state as it is."""
    ContestEvent.objects.create(
        contest=contest,
        at=now,
        kind=kind,
        role=role,
        actor_id=actor_id,
        from_state=contest.state,
        to_state=contest.state,
        data=dict(data or {}),
    )


def _suspended_from(contest: Contest) -> State | None:
    return State(contest.suspended_from) if contest.suspended_from else None


def _write_states(contests: Sequence[Contest]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE contests_contest AS c
            SET state = n.state, state_since = n.since, suspended_from = n.suspended_from, decided_at = n.decided_at
            FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[], %s::timestamptz[])
                 AS n(id, state, since, suspended_from, decided_at)
            WHERE c.id = n.id
            """,
            [
                [c.pk for c in contests],
                [str(c.state) for c in contests],
                [c.state_since for c in contests],
                [str(c.suspended_from) for c in contests],
                [c.decided_at for c in contests],
            ],
        )


def _write_events(
    contests: Sequence[Contest],
    before: Mapping[UUID, State],
    move: Move,
    role: Role,
    actor_id: int | None,
    now: datetime,
    data: Mapping[UUID, Mapping[str, Any]],
) -> None:
    count = len(contests)
    insert_columns(
        ContestEvent,
        {
            "contest_id": ("uuid", [c.pk for c in contests]),
            "at": ("timestamptz", [now] * count),
            "kind": ("text", [str(move)] * count),
            "role": ("text", [str(role)] * count),
            "actor_id": ("bigint", [actor_id] * count),
            "from_state": ("text", [str(before[c.pk]) for c in contests]),
            "to_state": ("text", [str(c.state) for c in contests]),
            "data": (
                "jsonb",
                [orjson.dumps(dict(data.get(c.pk, {}))).decode() for c in contests],
            ),
        },
    )


def _record(
    contests: Sequence[Contest],
    before: Mapping[UUID, State],
    move: Move,
    actor_id: int,
    data: Mapping[UUID, Mapping[str, Any]],
) -> None:
    """What a person does to a contest decides about money: it belongs into the audit trail, with where it came from."""
    for contest in contests:
        record_act(
            Act.CONTEST_MOVE,
            None,
            contest,
            actor_id=actor_id,
            contest_id=contest.pk,
            reason=str(data.get(contest.pk, {}).get("reason", "")),
            before={"state": before[contest.pk]},
            after={"state": contest.state, "move": move},
        )


def _replace_deadlines(contests: Sequence[Contest], now: datetime) -> None:
    """Cancel what was still waiting, and write what the new states call for (see lifecycle.deadlines_on_entering)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE contests_deadline SET due_state = 'cancelled', finished_at = %s, lease_until = NULL
            WHERE due_state = 'waiting' AND contest_id = ANY(%s)
            """,
            [now, [c.pk for c in contests]],
        )
    due = [
        (contest.pk, deadline)
        for contest in contests
        for deadline in deadlines_on_entering(
            State(contest.state),
            now=now,
            timeline=contest.timeline,
            periods=contest.periods,
        )
    ]
    insert_columns(
        Deadline,
        {
            "contest_id": ("uuid", [pk for pk, _ in due]),
            "kind": ("text", [str(deadline.kind) for _, deadline in due]),
            "due_at": ("timestamptz", [deadline.due_at for _, deadline in due]),
            "due_state": ("text", ["waiting"] * len(due)),
            "fence": ("integer", [0] * len(due)),
            "attempts": ("smallint", [0] * len(due)),
            "last_error": ("text", [""] * len(due)),
        },
    )
