"""Draws a jury when judging begins, has stand-ins take over what falls out, and closes it when its work is over.

The contest is locked by whoever calls. Nothing here moves a deadline of the contest.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from contests.jury import BallotState, JuryState, JuryTimes, choose_stand_in, draw, is_over, outcome, plan_times
from contests.lifecycle import Role
from contests.models import Contest, Juror, Jury, JuryBallot, JuryDeadline, JuryStep, ShortlistPlace
from contests.services.jury import mails
from contests.services.jury.conflicts import known_conflicts, note_found
from contests.services.transitions import note_event
from duerows.models import DueState

CAN_JUDGE = Q(user=None) | Q(user__is_active=True, user__blocked_at=None)
"""Nobody who has left the site, or is blocked, is given ballots: they would wait for somebody who cannot come."""

LIVE = (BallotState.OPEN.value, BallotState.SUBMITTED.value)


def open_juries(contests: Sequence[Contest], *, now: datetime) -> None:
    """Judging has begun in these contests: draw their juries, where they have one."""
    by_id = {contest.pk: contest for contest in contests}
    for jury in Jury.objects.filter(contest__in=by_id, state=JuryState.PREPARING.value).order_by("contest_id"):
        jury.contest = by_id[jury.contest_id]
        _open(jury, now)


def _open(jury: Jury, now: datetime) -> None:
    contest = jury.contest
    times = plan_times(now, contest.decide_by) if contest.decide_by else None
    entries = _shortlisted(jury)
    note_found(jury, now=now)
    conflicts = known_conflicts(jury)
    # Whoever has not answered yet may still come; only those who said no, or can say nothing more, are out of reach.
    possible = jury.jurors.filter(CAN_JUDGE, declined_at=None, excused_at=None).values_list("pk", flat=True)
    reach = {entry: sum((juror, entry) not in conflicts for juror in possible) for entry in entries}
    if times is None or outcome(reach, jury.quorum) == JuryState.INQUORATE:
        _end(jury, JuryState.INQUORATE, now)
        return
    jury.state, jury.seed, jury.opened_at = JuryState.SCORING.value, secrets.token_hex(16), now
    jury.ballots_by, jury.closes_at = times.ballots_by, times.closes_at
    jury.save()
    regular = [juror.pk for juror in _at_work(jury) if not juror.is_stand_in]
    drawn = draw(entries, regular, conflicts, per_entry=jury.ballots_per_entry, seed=jury.seed)
    JuryBallot.objects.bulk_create(JuryBallot(juror_id=who, entry_id=entry, assigned_at=now) for who, entry in drawn)
    _set_clock(jury, times)
    data = {"seed": jury.seed, "jurors": len(regular), "ballots": len(drawn)}
    note_event(contest, "jury_drawn", role=Role.CLOCK, actor_id=None, now=now, data=data)
    mails.tell_ballots(jury, [j for j in _at_work(jury) if any(who == j.pk for who, _ in drawn)], now=now, once_for="")
    fill_up(jury, now=now)


def fill_up(jury: Jury, *, now: datetime) -> None:
    """Give stand-ins what is missing to each entry's number of ballots, and tell them; while there are any."""
    note_found(jury, now=now)
    conflicts = known_conflicts(jury)
    stand_ins = {juror.pk: juror for juror in _at_work(jury) if juror.is_stand_in}
    ballots = list(JuryBallot.objects.filter(juror__jury=jury))
    loads = Counter(dict.fromkeys(stand_ins, 0))
    loads.update(one.juror_id for one in ballots if one.juror_id in stand_ins and one.state in LIVE)
    given: list[JuryBallot] = []
    for entry in _shortlisted(jury):
        of_entry = [one for one in ballots if one.entry_id == entry]
        holders = {one.juror_id for one in of_entry}
        replaced = {one.stands_in_for_id for one in of_entry}
        fallen = [one for one in of_entry if one.state not in LIVE and one.pk not in replaced]
        missing = jury.ballots_per_entry - sum(one.state in LIVE for one in of_entry)
        for _number in range(missing):
            chosen = choose_stand_in(entry, loads, holders=holders, conflicts=conflicts, seed=jury.seed)
            if chosen is None:
                break
            left = fallen.pop() if fallen else None
            given.append(JuryBallot(juror_id=chosen, entry_id=entry, stands_in_for=left, assigned_at=now))
            holders.add(chosen)
            loads[chosen] += 1
    JuryBallot.objects.bulk_create(given)
    for key in sorted({one.juror_id for one in given}):
        first = next(one for one in given if one.juror_id == key)
        mails.tell_ballots(jury, [stand_ins[key]], now=now, once_for=str(first.pk))


def close_if_over(jury: Jury, *, now: datetime) -> None:
    """End the jury if nobody has anything left to do, and nobody who could do more is still expected."""
    states = JuryBallot.objects.filter(juror__jury=jury).values_list("state", flat=True)
    if not is_over(BallotState(state) for state in states):
        return
    counted = submitted_by_entry(jury)
    if outcome(counted, jury.quorum) == JuryState.INQUORATE and _somebody_may_come(jury, now):
        return
    end_jury(jury, now=now)


def end_jury(jury: Jury, *, now: datetime) -> None:
    """The jury's time is over, or its work is done: what is in counts."""
    JuryBallot.objects.filter(juror__jury=jury, state=BallotState.OPEN.value).update(
        state=BallotState.MISSED.value, closed_at=now
    )
    _end(jury, outcome(submitted_by_entry(jury), jury.quorum), now)


def overtake_juries(contests: Sequence[Contest], *, now: datetime) -> None:
    """These contests were decided or ended: whatever their juries were doing is over."""
    running = [JuryState.PREPARING.value, JuryState.SCORING.value]
    for jury in Jury.objects.filter(contest__in=contests, state__in=running):
        JuryBallot.objects.filter(juror__jury=jury, state=BallotState.OPEN.value).update(
            state=BallotState.MISSED.value, closed_at=now
        )
        _finish(jury, JuryState.OVERTAKEN, now)


def postpone_jury(contest: Contest, *, since: datetime, by: timedelta, now: datetime) -> None:
    """The contest stood still: what was to come in its jury comes so much later."""
    jury = Jury.objects.filter(contest=contest, state=JuryState.SCORING.value).first()
    if jury is None or jury.ballots_by is None or jury.closes_at is None:
        return
    if jury.ballots_by >= since:
        jury.ballots_by += by
    jury.closes_at += by
    jury.save(update_fields=["ballots_by", "closes_at"])
    for row in list(jury.deadlines.filter(due_at__gte=since)):
        jury.deadlines.filter(pk=row.pk, due_state=DueState.WAITING).update(
            due_state=DueState.CANCELLED, finished_at=now, lease_until=None
        )
        JuryDeadline.objects.create(jury=jury, step=row.step, due_at=row.due_at + by)


def submitted_by_entry(jury: Jury) -> dict[UUID, int]:
    """How many ballots are in for each shortlisted entry."""
    sent = JuryBallot.objects.filter(juror__jury=jury, state=BallotState.SUBMITTED.value)
    counted = Counter(sent.values_list("entry_id", flat=True))
    return {entry: counted[entry] for entry in _shortlisted(jury)}


def _somebody_may_come(jury: Jury, now: datetime) -> bool:
    """Whether an invitation is unanswered, while there is time."""
    waiting = jury.jurors.filter(accepted_at=None, declined_at=None, excused_at=None).exists()
    return waiting and jury.ballots_by is not None and now < jury.ballots_by


def _end(jury: Jury, state: JuryState, now: datetime) -> None:
    _finish(jury, state, now)
    data = {"outcome": state.value}
    note_event(jury.contest, "jury_closed", role=Role.CLOCK, actor_id=None, now=now, data=data)
    mails.tell_brand(jury, f"jury_{state.value}", now=now)


def _finish(jury: Jury, state: JuryState, now: datetime) -> None:
    jury.state, jury.closed_at = state.value, now
    jury.save(update_fields=["state", "closed_at"])
    jury.deadlines.filter(due_state=DueState.WAITING).update(
        due_state=DueState.CANCELLED, finished_at=now, lease_until=None
    )


def _set_clock(jury: Jury, times: JuryTimes) -> None:
    due = {
        JuryStep.REMIND: times.remind_at,
        JuryStep.REPLACE: times.ballots_by,
        JuryStep.CLOSE: times.closes_at,
    }
    JuryDeadline.objects.bulk_create(JuryDeadline(jury=jury, step=step, due_at=moment) for step, moment in due.items())


def _at_work(jury: Jury) -> list[Juror]:
    return list(jury.jurors.filter(CAN_JUDGE, accepted_at__isnull=False, excused_at=None))


def _shortlisted(jury: Jury) -> list[UUID]:
    return list(ShortlistPlace.objects.filter(contest=jury.contest_id).values_list("entry_id", flat=True))
