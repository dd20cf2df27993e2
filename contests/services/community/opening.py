"""A vote begins when the shortlist is made known, ends with its contest, and stands still while the contest does.

The contest is locked by whoever calls. Nothing here moves a deadline of the contest.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from contests.community import LEAST_ENTRIES, PENDING, VoteState, VoteTimes, plan_times
from contests.errors import AwardRefused
from contests.lifecycle import Role
from contests.models import CommunityDeadline, CommunityStep, CommunityVote, Contest, ShortlistPlace
from contests.services.community import mails
from contests.services.transitions import note_event
from duerows.models import DueState


def open_vote(contest: Contest, *, now: datetime) -> None:
    """The shortlist was just confirmed: let the community vote, where an award was announced for it.

    With one entry on the shortlist there is nothing to vote on, and the award is that entry's by rule.
    """
    if not contest.brief.community_minor:
        return
    if ShortlistPlace.objects.filter(contest=contest).count() < LEAST_ENTRIES:
        return
    times = _times(contest, now)
    if times is None:
        return
    vote = CommunityVote.objects.create(
        contest=contest, opened_at=now, closes_at=times.closes_at, check_by=times.check_by
    )
    _set_clock(vote)
    data = {"closes_at": times.closes_at.isoformat(), "check_by": times.check_by.isoformat()}
    note_event(contest, "community_opened", role=Role.CLOCK, actor_id=None, now=now, data=data)
    mails.tell_opened(vote, now=now)


def check_vote_is_over(contest: Contest) -> None:
    """An award waits for the community's result, which stands before the day of the decision. Raises AwardRefused."""
    vote = CommunityVote.objects.filter(contest=contest, state__in=PENDING).first()
    if vote is None:
        return
    if vote.state == VoteState.OPEN:
        sentence = _("The community still votes on its award, until %(moment)s UTC. Award once that is counted.")
        moment = vote.closes_at
    else:
        sentence = _(
            "The community's ballots are being checked, until %(moment)s UTC at most. Award once that is done."
        )
        moment = vote.check_by
    raise AwardRefused(sentence % {"moment": f"{moment:%Y-%m-%d %H:%M}"}, field="ranks")


def overtake_votes(contests: Sequence[Contest], *, now: datetime) -> None:
    """These contests ended before their votes were counted: no vote counts, the award is shared by rule."""
    pending = CommunityVote.objects.filter(contest__in=contests, state__in=PENDING)
    for vote in pending.select_related("contest").order_by("contest_id"):
        vote.state, vote.ended_at = VoteState.OVERTAKEN, now
        vote.save(update_fields=["state", "ended_at"])
        stop_clock(vote, now=now)
        note_event(vote.contest, "community_overtaken", role=Role.CLOCK, actor_id=None, now=now)


def postpone_vote(contest: Contest, *, since: datetime, by: timedelta, now: datetime) -> None:
    """The contest stood still: what was to come in its vote comes so much later."""
    vote = CommunityVote.objects.filter(contest=contest, state__in=PENDING).first()
    if vote is None:
        return
    if vote.closes_at >= since and vote.state == VoteState.OPEN:
        vote.closes_at += by
    vote.check_by += by
    vote.save(update_fields=["closes_at", "check_by"])
    stop_clock(vote, now=now)
    _set_clock(vote)


def stop_clock(vote: CommunityVote, *, now: datetime) -> None:
    """Nothing falls due in this vote any more."""
    vote.deadlines.filter(due_state=DueState.WAITING).update(
        due_state=DueState.CANCELLED, finished_at=now, lease_until=None
    )


def _set_clock(vote: CommunityVote) -> None:
    due = {CommunityStep.CHECK: vote.check_by}
    if vote.state == VoteState.OPEN:
        due[CommunityStep.CLOSE] = vote.closes_at
    CommunityDeadline.objects.bulk_create(
        CommunityDeadline(vote=vote, step=step, due_at=moment) for step, moment in due.items()
    )


def _times(contest: Contest, now: datetime) -> VoteTimes | None:
    line = contest.timeline
    if line is None:
        return None
    return plan_times(
        now,
        shortlist_by=line.shortlist_by,
        final_round_ends_at=line.final_round_ends_at,
        decide_by=line.decide_by,
        lapses_at=line.lapses_at,
    )
