"""The life of a contest: its states, the moves between them, who may make them, and every deadline's default.

Pure: no framework, no clock, no settings. `now` and facts are arguments; nothing here reads or writes anything.

    draft ──request_funding──▶ awaiting_funds ──open──▶ open ──close_entries──▶ shortlisting
      ▲                             │                    │ (extend: stays open)      │
      └──────────return_to_draft────┘                    │ (no admissible entry)     │ confirm_shortlist
                                                         ▼                           ▼
                                                     cancelled ◀──cancel──┬──── final_round
                                                                          │          │ end_final_round
                              lapsed ◀──lapse── (shortlisting,            │          ▼
                                                 final_round, judging)    └────── judging
                                                                                     │ award
          settled ◀──accept── handover ◀──all_delivered── awarded ◀──────────────────┘
                                 │                           ▲ │ pass_over (a winner did not deliver)
                                 └───────────────────────────┘ └─▶ settled (nobody is left to deliver)

    From open up to handover a contest may be suspended by an admin (dispute, fraud); it resumes where it was, with
    every
    deadline moved by the time it stood still. Every state has a deadline or a reason that it has none (`NO_DEADLINE`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a contest stands."""

    DRAFT = "draft"
    AWAITING_FUNDS = "awaiting_funds"
    OPEN = "open"
    SHORTLISTING = "shortlisting"
    FINAL_ROUND = "final_round"
    JUDGING = "judging"
    AWARDED = "awarded"
    HANDOVER = "handover"
    SETTLED = "settled"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


class Move(StrEnum):
    """What may happen to a contest."""

    REQUEST_FUNDING = "request_funding"
    RETURN_TO_DRAFT = "return_to_draft"
    OPEN = "open"
    EXTEND = "extend"
    CLOSE_ENTRIES = "close_entries"
    CLOSE_EMPTY = "close_empty"
    CONFIRM_SHORTLIST = "confirm_shortlist"
    END_FINAL_ROUND = "end_final_round"
    AWARD = "award"
    PASS_OVER = "pass_over"
    ALL_DELIVERED = "all_delivered"
    ACCEPT = "accept"
    CLOSE_UNDELIVERED = "close_undelivered"
    LAPSE = "lapse"
    CANCEL = "cancel"
    SUSPEND = "suspend"
    RESUME = "resume"


class Role(StrEnum):
    """In what capacity somebody acts on one contest."""

    OWNER = "owner"
    MANAGER = "manager"
    JUDGE = "judge"
    FINANCE = "finance"
    CREATIVE = "creative"
    ADMIN = "admin"
    AUDITOR = "auditor"
    CLOCK = "clock"
    STRANGER = "stranger"


class DeadlineKind(StrEnum):
    """What falls due. Those in REMINDERS only remind; each of the others has a move as its default."""

    FUNDING_EXPIRES = "funding_expires"
    ENTRIES_CLOSE = "entries_close"
    SHORTLIST_DUE = "shortlist_due"
    FINAL_ROUND_ENDS = "final_round_ends"
    DECISION_DUE = "decision_due"
    FINAL_NOTICE = "final_notice"
    LAPSE = "lapse"
    DELIVERY_DUE = "delivery_due"
    ACCEPTANCE_DUE = "acceptance_due"
    SUSPENSION_ENDS = "suspension_ends"


class CancelStage(StrEnum):
    """How far the work had come when the brand cancelled; what it owes never falls from one stage to the next."""

    OPEN = "open"
    SHORTLISTING = "shortlisting"
    FINAL = "final"


S, M = State, Move
BEFORE_FUNDS = frozenset({S.DRAFT, S.AWAITING_FUNDS})
DECIDING = frozenset({S.SHORTLISTING, S.FINAL_ROUND, S.JUDGING})
RUNNING = frozenset({S.OPEN, *DECIDING, S.AWARDED, S.HANDOVER})
FINAL = frozenset({S.SETTLED, S.LAPSED, S.CANCELLED})
OUTCOMES = frozenset({S.AWARDED, S.LAPSED, S.CANCELLED})
REMINDERS = frozenset({DeadlineKind.SHORTLIST_DUE, DeadlineKind.DECISION_DUE, DeadlineKind.FINAL_NOTICE})

_FROM: dict[Move, tuple[frozenset[State], State | None]] = {
    M.REQUEST_FUNDING: (frozenset({S.DRAFT}), S.AWAITING_FUNDS),
    M.RETURN_TO_DRAFT: (frozenset({S.AWAITING_FUNDS}), S.DRAFT),
    M.OPEN: (frozenset({S.AWAITING_FUNDS}), S.OPEN),
    M.EXTEND: (frozenset({S.OPEN}), S.OPEN),
    M.CLOSE_ENTRIES: (frozenset({S.OPEN}), S.SHORTLISTING),
    M.CLOSE_EMPTY: (frozenset({S.OPEN, S.SHORTLISTING}), S.CANCELLED),
    M.CONFIRM_SHORTLIST: (frozenset({S.SHORTLISTING}), S.FINAL_ROUND),
    M.END_FINAL_ROUND: (frozenset({S.FINAL_ROUND}), S.JUDGING),
    M.AWARD: (frozenset({S.JUDGING}), S.AWARDED),
    M.PASS_OVER: (frozenset({S.AWARDED}), S.AWARDED),
    M.ALL_DELIVERED: (frozenset({S.AWARDED}), S.HANDOVER),
    M.ACCEPT: (frozenset({S.HANDOVER}), S.SETTLED),
    M.CLOSE_UNDELIVERED: (frozenset({S.AWARDED}), S.SETTLED),
    M.LAPSE: (DECIDING, S.LAPSED),
    M.CANCEL: (frozenset({S.OPEN, *DECIDING}), S.CANCELLED),
    M.SUSPEND: (RUNNING, S.SUSPENDED),
    M.RESUME: (frozenset({S.SUSPENDED}), None),
}

_DECIDERS = frozenset({Role.OWNER, Role.MANAGER})
_MAY: dict[Move, frozenset[Role]] = {
    M.REQUEST_FUNDING: _DECIDERS,
    M.RETURN_TO_DRAFT: _DECIDERS | {Role.CLOCK},
    M.OPEN: frozenset({Role.CLOCK}),
    M.EXTEND: _DECIDERS,
    M.CLOSE_ENTRIES: frozenset({Role.CLOCK}),
    M.CLOSE_EMPTY: frozenset({Role.CLOCK}),
    M.CONFIRM_SHORTLIST: _DECIDERS,
    M.END_FINAL_ROUND: _DECIDERS | {Role.CLOCK},
    M.AWARD: _DECIDERS,
    M.PASS_OVER: frozenset({Role.CLOCK, Role.ADMIN}),
    M.ALL_DELIVERED: frozenset({Role.CREATIVE, Role.CLOCK}),
    M.ACCEPT: _DECIDERS | {Role.CLOCK},
    M.CLOSE_UNDELIVERED: frozenset({Role.CLOCK}),
    M.LAPSE: frozenset({Role.CLOCK}),
    M.CANCEL: _DECIDERS | {Role.ADMIN},
    M.SUSPEND: frozenset({Role.ADMIN}),
    M.RESUME: frozenset({Role.ADMIN, Role.CLOCK}),
}

NO_DEADLINE: dict[State, str] = {
    S.DRAFT: "nobody works and nothing is held yet",
    S.SETTLED: "everything has been decided",
    S.LAPSED: "everything has been decided",
    S.CANCELLED: "everything has been decided",
}


class WrongMove(ValueError):
    """The contest is not in a state from which this move exists; the message says what may be done instead."""

    def __init__(self, state: State, move: Move) -> None:
        self.state, self.move = state, move
        possible = ", ".join(sorted(allowed_moves(state))) or "nothing"
        super().__init__(f"A contest that is {state} cannot {move.replace('_', ' ')}; possible now: {possible}.")


class NotAllowed(PermissionError):
    """This role may not make this move."""

    def __init__(self, role: Role, move: Move) -> None:
        self.role, self.move = role, move
        super().__init__(f"A {role} may not {move.replace('_', ' ')} a contest.")


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each part lasts: the first four are the brand's choice, the others its policy's (see
    `payouts.policy`).
    """

    entries: timedelta
    shortlisting: timedelta
    final_round: timedelta
    judging: timedelta
    silence: timedelta
    final_notice: timedelta
    delivery: timedelta
    acceptance: timedelta


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments that follow from the opening; fixed when the contest opens."""

    opens_at: datetime
    closes_at: datetime
    shortlist_by: datetime
    final_round_ends_at: datetime
    decide_by: datetime
    final_notice_at: datetime
    lapses_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline to be kept as a row."""

    kind: DeadlineKind
    due_at: datetime


FUNDING_PERIOD = timedelta(days=30)
SUSPENSION_PERIOD = timedelta(days=14)


def plan_timeline(opens_at: datetime, periods: Periods) -> Timeline:
    """The contest's moments if it opens at `opens_at`, in UTC: a day is 24 hours, also where clocks are put forward.

    >>> from datetime import UTC
    >>> day = timedelta(days=1)
    >>> p = Periods(14 * day, 5 * day, 4 * day, 3 * day, 14 * day, 7 * day, 7 * day, 7 * day)
    >>> t = plan_timeline(datetime(2026, 1, 1, tzinfo=UTC), p)
    >>> t.closes_at.day, t.decide_by.day, (t.lapses_at - t.decide_by).days
    (15, 27, 21)
    """
    opens_at = opens_at.astimezone(UTC)
    closes_at = opens_at + periods.entries
    shortlist_by = closes_at + periods.shortlisting
    final_round_ends_at = shortlist_by + periods.final_round
    decide_by = final_round_ends_at + periods.judging
    final_notice_at = decide_by + periods.silence
    return Timeline(
        opens_at=opens_at,
        closes_at=closes_at,
        shortlist_by=shortlist_by,
        final_round_ends_at=final_round_ends_at,
        decide_by=decide_by,
        final_notice_at=final_notice_at,
        lapses_at=final_notice_at + periods.final_notice,
    )


def postpone(timeline: Timeline, by: timedelta) -> Timeline:
    """The same contest with everything that is still to come so much later; when it opened is past.

    >>> from datetime import UTC
    >>> day = timedelta(days=1)
    >>> p = Periods(14 * day, 5 * day, 4 * day, 3 * day, 14 * day, 7 * day, 7 * day, 7 * day)
    >>> planned = plan_timeline(datetime(2026, 1, 1, tzinfo=UTC), p)
    >>> later = postpone(planned, 3 * day)
    >>> later.opens_at == planned.opens_at, later.closes_at.day, (later.lapses_at - planned.lapses_at).days
    (True, 18, 3)
    """
    to_come = {name: getattr(timeline, name) + by for name in Timeline.__slots__ if name != "opens_at"}
    return replace(timeline, **to_come)


def allowed_moves(state: State) -> frozenset[Move]:
    """Every move that exists from this state, whoever makes it.

    >>> sorted(allowed_moves(State.HANDOVER))
    [<Move.ACCEPT: 'accept'>, <Move.SUSPEND: 'suspend'>]
    """
    return frozenset(move for move, (sources, _) in _FROM.items() if state in sources)


def next_state(state: State, move: Move, *, suspended_from: State | None = None) -> State:
    """The state that the move leads to. Raises WrongMove where it does not exist.

    >>> next_state(State.JUDGING, Move.AWARD)
    <State.AWARDED: 'awarded'>
    """
    sources, target = _FROM[move]
    if state not in sources:
        raise WrongMove(state, move)
    if target is not None:
        return target
    if suspended_from not in RUNNING:
        raise WrongMove(state, move)
    return suspended_from


def may(role: Role, move: Move) -> bool:
    """Whether somebody in this role may make this move, in any state."""
    return role in _MAY[move]


def check_move(role: Role, state: State, move: Move) -> None:
    """Raise NotAllowed or WrongMove unless this role may make this move now."""
    if not may(role, move):
        raise NotAllowed(role, move)
    if move not in allowed_moves(state):
        raise WrongMove(state, move)


def transitions() -> frozenset[tuple[State, State]]:
    """Every pair of states that some move joins; the database's guard is generated from it."""
    pairs = {(source, target) for sources, target in _FROM.values() for source in sources if target}
    pairs |= {(S.SUSPENDED, state) for state in RUNNING}
    return frozenset((a, b) for a, b in pairs if a != b)


def cancel_stage(state: State) -> CancelStage:
    """The kill fee's stage for a contest cancelled in this state (see rule 10 of the policies)."""
    if state == S.OPEN:
        return CancelStage.OPEN
    if state == S.SHORTLISTING:
        return CancelStage.SHORTLISTING
    if state in (S.FINAL_ROUND, S.JUDGING):
        return CancelStage.FINAL
    raise WrongMove(state, M.CANCEL)


def deadlines_on_entering(
    state: State, *, now: datetime, timeline: Timeline | None, periods: Periods | None
) -> tuple[Due, ...]:
    """The deadlines to be kept from now on, all earlier ones being void. Past reminders are left out; past
    defaults are due.
    """
    now = now.astimezone(UTC)
    if state in NO_DEADLINE:
        return ()
    if state == S.AWAITING_FUNDS:
        return (Due(DeadlineKind.FUNDING_EXPIRES, now + FUNDING_PERIOD),)
    if state == S.SUSPENDED:
        return (Due(DeadlineKind.SUSPENSION_ENDS, now + SUSPENSION_PERIOD),)
    if timeline is None or periods is None:
        raise ValueError(f"A contest that is {state} must have its timeline.")
    if state == S.OPEN:
        return (Due(DeadlineKind.ENTRIES_CLOSE, timeline.closes_at),)
    if state == S.AWARDED:
        return (Due(DeadlineKind.DELIVERY_DUE, now + periods.delivery),)
    if state == S.HANDOVER:
        return (Due(DeadlineKind.ACCEPTANCE_DUE, now + periods.acceptance),)
    return tuple(_while_deciding(state, timeline, now))


def _while_deciding(state: State, timeline: Timeline, now: datetime) -> Iterable[Due]:
    if state == S.SHORTLISTING and timeline.shortlist_by > now:
        yield Due(DeadlineKind.SHORTLIST_DUE, timeline.shortlist_by)
    if state == S.FINAL_ROUND:
        yield Due(DeadlineKind.FINAL_ROUND_ENDS, timeline.final_round_ends_at)
    if timeline.decide_by > now:
        yield Due(DeadlineKind.DECISION_DUE, timeline.decide_by)
    if timeline.final_notice_at > now:
        yield Due(DeadlineKind.FINAL_NOTICE, timeline.final_notice_at)
    yield Due(DeadlineKind.LAPSE, timeline.lapses_at)


def default_move(kind: DeadlineKind, *, has_admissible_entries: bool = True) -> Move | None:
    """What happens by itself when a deadline passes; None for a reminder.

    >>> default_move(DeadlineKind.LAPSE), default_move(DeadlineKind.FINAL_NOTICE)
    (<Move.LAPSE: 'lapse'>, None)
    """
    if kind in REMINDERS:
        return None
    if kind == DeadlineKind.ENTRIES_CLOSE:
        return M.CLOSE_ENTRIES if has_admissible_entries else M.CLOSE_EMPTY
    return {
        DeadlineKind.FUNDING_EXPIRES: M.RETURN_TO_DRAFT,
        DeadlineKind.FINAL_ROUND_ENDS: M.END_FINAL_ROUND,
        DeadlineKind.LAPSE: M.LAPSE,
        DeadlineKind.DELIVERY_DUE: M.PASS_OVER,
        DeadlineKind.ACCEPTANCE_DUE: M.ACCEPT,
        DeadlineKind.SUSPENSION_ENDS: M.RESUME,
    }[kind]
