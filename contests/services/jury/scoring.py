"""A juror's ballot: saved as they go, sent once it is whole, or sent back unjudged with a reason."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidBallot, NotVisible, Problem, WrongMoment
from contests.jury import LEAST_POINTS, MOST_POINTS, BallotState, JuryState
from contests.lifecycle import State
from contests.models import Jury, JuryBallot, JuryConflict, Score
from contests.services.jury.conflicts import note_found
from contests.services.jury.drawing import close_if_over, fill_up
from contests.services.jury.seats import LEAST_REASON, MOST_REASON, lock_seat

MOST_COMMENT = 2000


@transaction.atomic
def save_ballot(
    actor: User,
    ballot_id: UUID,
    points: Mapping[int, int | None],
    comment: str,
    *,
    send: bool = False,
    now: datetime,
) -> JuryBallot:
    """Write down points (by criterion; None takes them back) and the comment; with `send`, for good.

    Raises NotVisible, WrongMoment or InvalidBallot with a problem for each criterion (`points_<key>`).
    """
    jury, ballot = _lock_open(actor, ballot_id, now)
    criteria = set(jury.criteria.values_list("pk", flat=True))
    words = comment.strip()
    if problems := _problems(points, words, criteria):
        raise InvalidBallot(problems)
    for criterion, given in points.items():
        if given is None:
            Score.objects.filter(ballot=ballot, criterion=criterion).delete()
        else:
            Score.objects.update_or_create(ballot=ballot, criterion_id=criterion, defaults={"points": given})
    ballot.comment, ballot.saved_at = words, now
    ballot.save(update_fields=["comment", "saved_at"])
    if send:
        _send(jury, ballot, criteria, now)
    return ballot


@transaction.atomic
def abstain(actor: User, ballot_id: UUID, reason: str, *, now: datetime) -> JuryBallot:
    """Send a ballot back unjudged; a stand-in takes it. Raises NotVisible, WrongMoment or InvalidBallot."""
    jury, ballot = _lock_open(actor, ballot_id, now)
    words = reason.strip()
    if not LEAST_REASON <= len(words) <= MOST_REASON or "\0" in words:
        raise InvalidBallot([Problem("reason", _("Say in a sentence why you do not judge this one."))])
    ballot.state, ballot.abstained_because, ballot.closed_at = BallotState.ABSTAINED.value, words, now
    ballot.save(update_fields=["state", "abstained_because", "closed_at"])
    fill_up(jury, now=now)
    close_if_over(jury, now=now)
    return ballot


def due_at(jury: Jury, *, is_stand_in: bool) -> datetime | None:
    """Until when a juror's ballots are taken."""
    return jury.closes_at if is_stand_in else jury.ballots_by


def _lock_open(actor: User, ballot_id: UUID, now: datetime) -> tuple[Jury, JuryBallot]:
    """One's own open ballot, the contest locked, while ballots are taken."""
    contest_id = JuryBallot.objects.filter(pk=ballot_id, juror__user=actor).values_list(
        "juror__jury__contest_id", flat=True
    )
    if not contest_id:
        raise NotVisible
    contest, jury, juror = lock_seat(actor, contest_id[0])
    ballot = JuryBallot.objects.get(pk=ballot_id)
    if ballot.state != BallotState.OPEN:
        raise WrongMoment(_("This ballot is closed; what you sent stands."))
    due = due_at(jury, is_stand_in=juror.is_stand_in)
    if jury.state != JuryState.SCORING or contest.state != State.JUDGING or due is None or now >= due:
        raise WrongMoment(_("Ballots are not taken any more."))
    return jury, ballot


def _problems(points: Mapping[int, int | None], comment: str, criteria: set[int]) -> list[Problem]:
    problems = [
        Problem(f"points_{key}", _("Points are whole numbers from %(least)d to %(most)d.") % BOUNDS)
        for key, given in points.items()
        if given is not None and not LEAST_POINTS <= given <= MOST_POINTS
    ]
    problems += [
        Problem(f"points_{key}", _("This jury has no such criterion. Reload the page."))
        for key in points
        if key not in criteria
    ]
    if len(comment) > MOST_COMMENT or "\0" in comment:
        sentence = _("Shorten your comment to at most %(most)d characters.") % {"most": MOST_COMMENT}
        problems.append(Problem("comment", sentence))
    return problems


BOUNDS = {"least": LEAST_POINTS, "most": MOST_POINTS}


def _send(jury: Jury, ballot: JuryBallot, criteria: set[int], now: datetime) -> None:
    scored = set(Score.objects.filter(ballot=ballot).values_list("criterion_id", flat=True))
    if missing := sorted(criteria - scored):
        raise InvalidBallot([Problem(f"points_{key}", _("Give points here, or abstain.")) for key in missing])
    note_found(jury, now=now)
    # A tie that has come up since the draw: the ballot is not counted and somebody else gets it. Which tie is not told.
    is_tied = JuryConflict.objects.filter(juror=ballot.juror_id, entry=ballot.entry_id).exists()
    ballot.state, ballot.closed_at = (BallotState.RECUSED if is_tied else BallotState.SUBMITTED).value, now
    ballot.save(update_fields=["state", "closed_at"])
    if is_tied:
        fill_up(jury, now=now)
    close_if_over(jury, now=now)
