"""Suspending a contest (dispute, fraud) and resuming it: time stands still, and every deadline moves by as much."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from accounts.models import User
from contests.lifecycle import Move, Role, postpone
from contests.models import Contest
from contests.selectors.roles import role_on
from contests.services.community.opening import postpone_vote
from contests.services.jury.drawing import postpone_jury
from contests.services.publishing import set_moments
from contests.services.transitions import lock_contest, move_contests


@transaction.atomic
def suspend_contest(actor: User, contest_id: UUID, reason: str, *, now: datetime) -> Contest:
    """Stop the clock, for at most the suspension period; by an admin, with a reason."""
    contest = lock_contest(contest_id)
    data = {contest.pk: {"reason": reason}}
    move_contests(
        [contest],
        Move.SUSPEND,
        role=role_on(contest, actor),
        now=now,
        actor_id=actor.pk,
        data=data,
    )
    return contest


@transaction.atomic
def resume_contest(actor: User, contest_id: UUID, *, now: datetime) -> Contest:
    """Let the clock go on."""
    contest = lock_contest(contest_id)
    _resume(contest, role=role_on(contest, actor), actor_id=actor.pk, now=now)
    return contest


def resume_by_clock(contests: Sequence[Contest], *, now: datetime) -> None:
    """The suspension has lasted as long as it may. The contests are locked."""
    for contest in contests:
        _resume(contest, role=Role.CLOCK, actor_id=None, now=now)


def _resume(contest: Contest, *, role: Role, actor_id: int | None, now: datetime) -> None:
    suspended_at = contest.state_since
    stood_still = now - suspended_at
    if contest.timeline is not None:
        set_moments(contest, postpone(contest.timeline, stood_still))
    move_contests([contest], Move.RESUME, role=role, now=now, actor_id=actor_id)
    postpone_jury(contest, since=suspended_at, by=stood_still, now=now)
    postpone_vote(contest, since=suspended_at, by=stood_still, now=now)
    # What the new state would call for anew (a full delivery period, say) gives way to what was left of the old.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE contests_deadline AS fresh SET due_at = old.due_at + make_interval(secs => %s)
            FROM contests_deadline AS old
            WHERE fresh.contest_id = %s AND fresh.due_state = 'waiting'
              AND old.contest_id = fresh.contest_id AND old.kind = fresh.kind
              AND old.due_state = 'cancelled' AND old.finished_at = %s
            """,
            [stood_still.total_seconds(), contest.pk, suspended_at],
        )
