"""A jury's own deadlines, worked off as rows: jurors are reminded, stand-ins take over, the jury is over.

A juror who vanishes blocks nothing. While the contest is suspended a step does nothing; it is set anew on resuming.
"""

from collections.abc import Sequence
from datetime import datetime

from contests.jury import BallotState, JuryState
from contests.lifecycle import State
from contests.models import Juror, Jury, JuryBallot, JuryDeadline, JuryStep
from contests.services.jury import mails
from contests.services.jury.drawing import close_if_over, end_jury, fill_up, overtake_juries
from contests.services.transitions import lock_contests
from duerows.claims import BATCH, work_off


def work_off_juries(*, now: datetime, limit: int = BATCH) -> int:
    """Claim one batch of passed steps and let each have its effect. Returns how many were claimed."""
    return work_off(JuryDeadline, _let_pass, now=now, lock=_lock_their_contests, limit=limit)


def _lock_their_contests(keys: Sequence[int]) -> None:
    lock_contests(JuryDeadline.objects.filter(pk__in=keys).values_list("jury__contest_id", flat=True))


def _let_pass(keys: Sequence[int], now: datetime) -> None:
    for row in JuryDeadline.objects.filter(pk__in=keys).order_by("due_at", "pk"):
        # Read anew each time: an earlier step of the same jury may have ended it.
        jury = Jury.objects.select_related("contest").get(pk=row.jury_id)
        if jury.state != JuryState.SCORING or jury.contest.state == State.SUSPENDED:
            continue
        if jury.contest.state != State.JUDGING:
            overtake_juries([jury.contest], now=now)
            continue
        EFFECTS[JuryStep(row.step)](jury, now)


def _remind(jury: Jury, now: datetime) -> None:
    open_ones = jury.jurors.filter(ballots__state=BallotState.OPEN.value, excused_at=None).distinct()
    mails.tell_reminder(jury, open_ones, now=now)


def _replace(jury: Jury, now: datetime) -> None:
    """Jurors who have not sent their ballots are passed over; stand-ins go on with these until the jury closes."""
    late = JuryBallot.objects.filter(juror__jury=jury, juror__is_stand_in=False, state=BallotState.OPEN.value)
    absent = list(Juror.objects.filter(pk__in=late.values_list("juror_id", flat=True)))
    late.update(state=BallotState.MISSED.value, closed_at=now)
    mails.tell_relieved(jury, absent, now=now)
    fill_up(jury, now=now)
    close_if_over(jury, now=now)


def _close(jury: Jury, now: datetime) -> None:
    end_jury(jury, now=now)


EFFECTS = {JuryStep.REMIND: _remind, JuryStep.REPLACE: _replace, JuryStep.CLOSE: _close}
