"""The second step of paying: calls the rails for disbursements that are due, outside any transaction.

A due disbursement is to be sent, or to be asked about; one that any worker may have sent before is asked about first,
under its own key, and sent again (under that same key) only if the rail never saw it. On a stopped rail nothing is
sent, and what may have left is asked about all the same; what waits for an approval is not touched. Decides nothing
about money.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import connection

from duerows.claims import Claim, claim, put_back
from payouts.models import Disbursement
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch_registry import BATCH_RAILS
from payouts.rails.registry import get_rail
from payouts.services.carrying import ask_about, order
from payouts.services.outgoing import Outgoing, load_outgoing
from payouts.services.recording import Outcome, record_outcomes
from payouts.services.switches import Switches
from payouts.services.verdicts import Verdict, judge, judge_back

log = structlog.get_logger(__name__)

SLOTS: Final = 16
"""Calls in the air at once, per worker process. The database is only touched by the calling thread."""

BATCH: Final = SLOTS * 8
LEASE: Final = timedelta(seconds=45)
CALL_FOR: Final = 15.0
"""Seconds after its claim in which a call may still start. The slowest call (ask, then send, both timing out) takes as
long again, so that it ends within the lease; what was not begun by then is handed back untouched."""

STOP_AFTER: Final = 20.0
"""Seconds after which no other batch is begun in one visit, so that a task ends well within its time limit."""

RAIL_STOPPED: Final = "rail_stopped"

MAY_LEAVE: Final = """
    state <> 'held' AND (NOT needs_approval OR run_id IS NOT NULL)
    AND (state <> 'pending' OR attempts > 0
         OR rail NOT IN (SELECT c.rail FROM payouts_railcontrol c WHERE c.stopped_at IS NOT NULL))
"""
"""What a worker may touch: nothing that waits for an approval; on a stopped rail only what may have left already."""


@dataclass(frozen=True, slots=True)
class Call:
    """What came of one disbursement: an answer, or none because the call was not begun, or an error of our own."""

    row: Outgoing
    begun: bool = True
    answer: RailAnswer | None = None
    error: str = ""


@dataclass(slots=True)
class Flight:
    """A claimed batch whose calls are queued or under way."""

    claims: dict[int, Claim]
    calls: list[Future[Call]]


def send_due(now: datetime, *, batches: int = 1) -> int:
    """Claim up to so many batches of due disbursements, call their rails, record what they said. Returns how many.

    While one batch is being recorded, the next one's calls are under way. `now` is the moment of the call; what follows
    happens at that moment plus the time that has really passed.
    """
    release_expired_holds(now)
    started, done = time.monotonic(), 0

    def moment() -> datetime:
        return now + timedelta(seconds=time.monotonic() - started)

    switches = Switches()
    with ThreadPoolExecutor(SLOTS, thread_name_prefix="rail") as pool:
        flight = _launch(pool, switches, moment())
        while flight.calls:
            batches -= 1
            is_last = batches <= 0 or time.monotonic() - started > STOP_AFTER
            following = Flight({}, []) if is_last else _launch(pool, switches, moment())
            switches.watch_until(flight.calls)
            _land(flight, moment)
            done += len(flight.calls)
            flight = following
    return done


def release_expired_holds(now: datetime) -> int:
    """A hold ends by itself at its date: the payment is pending again, and due."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_disbursement SET state = 'pending', reason = '', fence = fence + 1
            WHERE state = 'held' AND due_state = 'waiting' AND due_at <= %s
            """,
            [now],
        )
        return int(cursor.rowcount)


def _launch(pool: ThreadPoolExecutor, switches: Switches, now: datetime) -> Flight:
    # What goes out in files is gathered, never sent one by one.
    where, params = f"{MAY_LEAVE} AND rail <> ALL(%s)", [list(BATCH_RAILS)]
    due = claim(Disbursement, now=now, limit=BATCH, lease=LEASE, where=where, params=params)
    claims = {one.pk: one for one in due}
    begin_by = time.monotonic() + CALL_FOR
    switches.look()
    # A notice may have overtaken a claim already; such a row is no longer ours.
    rows = [row for row in load_outgoing(list(claims)).values() if row.fence == claims[row.pk].fence]
    return Flight(claims, [pool.submit(call_rail, row, begin_by, switches) for row in rows])


def call_rail(row: Outgoing, begin_by: float, switches: Switches) -> Call:
    """Ask or order, in a thread of its own; never raises and never touches the database."""
    if time.monotonic() > begin_by or row.waits_for_approval or (row.is_fresh and switches.is_off(row.rail)):
        return Call(row, begun=False)
    if row.is_fresh and row.closed:
        # Nobody has sent it yet, so it can be given up: the debt will follow its payee to the account of now.
        return Call(row, answer=RailAnswer(RailStatus.REJECTED, reason=row.closed))
    try:
        return Call(row, answer=_ask_or_send(row, switches))
    except Exception as error:
        log.exception("rail_call_failed", disbursement=row.pk, key=row.key)
        return Call(row, error=repr(error))


def _ask_or_send(row: Outgoing, switches: Switches) -> RailAnswer | None:
    rail = get_rail(row.rail)
    if not row.is_fresh:
        answer = ask_about(rail, row)
        if answer is not None or not row.is_perhaps_unsent:
            return answer
        if switches.is_off(row.rail):
            # It never left, and it may not leave now: asked about again until the rail runs, then sent under its key.
            return RailAnswer(RailStatus.UNKNOWN, reason=RAIL_STOPPED)
    return order(rail, row)


def _land(flight: Flight, moment: Callable[[], datetime]) -> None:
    calls = [future.result() for future in flight.calls]
    now = moment()
    record_outcomes(
        [Outcome(call.row, _verdict_on(call, now), call.answer) for call in calls if call.begun and not call.error],
        now=now,
    )
    for call in calls:
        if call.error:
            put_back(Disbursement, flight.claims[call.row.pk], now=now, error=call.error)
    _hand_back([call.row for call in calls if not call.begun])


def _verdict_on(call: Call, now: datetime) -> Verdict:
    decide = judge if call.row.origin is None else judge_back
    return decide(call.row.known(now), call.answer)


def _hand_back(rows: Sequence[Outgoing]) -> None:
    """Give up claims under which no call was begun, as if they had never been made."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_disbursement AS d SET lease_until = NULL, attempts = d.attempts - 1
            FROM unnest(%s::bigint[], %s::integer[]) AS mine(id, fence)
            WHERE d.id = mine.id AND d.fence = mine.fence AND d.due_state = 'waiting'
            """,
            [[row.pk for row in rows], [row.fence for row in rows]],
        )
