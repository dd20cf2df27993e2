"""Works off deadlines that have passed: each kind's default, in batches, in one transaction with the row's finish."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from contests.lifecycle import (
    DeadlineKind,
    Move,
    Role,
    State,
    allowed_moves,
    default_move,
)
from contests.models import Contest, Deadline, Entry, EntryState
from contests.services import handover, judging, mails, suspension
from contests.services.jury.drawing import open_juries
from contests.services.transitions import lock_contests, move_contests
from duerows.claims import BATCH, work_off

Effect = Callable[[Sequence[Contest], datetime], None]


def work_off_deadlines(*, now: datetime, limit: int = BATCH) -> int:
    """Claim one batch of passed deadlines and let each have its effect. Returns how many were claimed."""
    return work_off(Deadline, _let_pass, now=now, lock=_lock_their_contests, limit=limit)


def _lock_their_contests(keys: Sequence[int]) -> None:
    lock_contests(Deadline.objects.filter(pk__in=keys).values_list("contest_id", flat=True))


def _let_pass(keys: Sequence[int], now: datetime) -> None:
    rows = Deadline.objects.filter(pk__in=keys).values_list("contest_id", "kind")
    contests = {contest.pk: contest for contest in Contest.objects.filter(pk__in=[pk for pk, _ in rows]).order_by("pk")}
    by_kind: dict[DeadlineKind, list[Contest]] = defaultdict(list)
    for contest_id, kind in rows:
        by_kind[DeadlineKind(kind)].append(contests[contest_id])
    for kind, effect in EFFECTS.items():
        ready = [contest for contest in by_kind.get(kind, ()) if _still_applies(contest, kind)]
        if ready:
            effect(ready, now)


def _still_applies(contest: Contest, kind: DeadlineKind) -> bool:
    move = default_move(kind)
    return move is None or move in allowed_moves(State(contest.state))


def _close_entries(contests: Sequence[Contest], now: datetime) -> None:
    entered = set(
        Entry.objects.filter(contest__in=contests, state=EntryState.SUBMITTED).values_list("contest_id", flat=True)
    )
    with_entries = [contest for contest in contests if contest.pk in entered]
    move_contests(with_entries, Move.CLOSE_ENTRIES, role=Role.CLOCK, now=now)
    mails.tell_deciders(with_entries, "entries_closed", now=now)
    judging.close_empty([contest for contest in contests if contest.pk not in entered], now=now)


def _return_to_draft(contests: Sequence[Contest], now: datetime) -> None:
    move_contests(contests, Move.RETURN_TO_DRAFT, role=Role.CLOCK, now=now)


def _end_final_round(contests: Sequence[Contest], now: datetime) -> None:
    move_contests(contests, Move.END_FINAL_ROUND, role=Role.CLOCK, now=now)
    open_juries(contests, now=now)


def _remind(template: str) -> Effect:
    def effect(contests: Sequence[Contest], now: datetime) -> None:
        mails.tell_deciders(contests, template, now=now)

    return effect


# In an order that lets an earlier move make a later one void within one batch (a closing before a lapse).
EFFECTS: Mapping[DeadlineKind, Effect] = {
    DeadlineKind.SUSPENSION_ENDS: lambda contests, now: suspension.resume_by_clock(contests, now=now),
    DeadlineKind.FUNDING_EXPIRES: _return_to_draft,
    DeadlineKind.ENTRIES_CLOSE: _close_entries,
    DeadlineKind.SHORTLIST_DUE: _remind("shortlist_reminder"),
    DeadlineKind.FINAL_ROUND_ENDS: _end_final_round,
    DeadlineKind.DECISION_DUE: _remind("decision_reminder"),
    DeadlineKind.FINAL_NOTICE: _remind("final_notice"),
    DeadlineKind.LAPSE: lambda contests, now: judging.lapse_contests(contests, now=now),
    DeadlineKind.DELIVERY_DUE: lambda contests, now: handover.pass_over_silent_winners(contests, now=now),
    DeadlineKind.ACCEPTANCE_DUE: lambda contests, now: handover.accept_by_clock(contests, now=now),
}
