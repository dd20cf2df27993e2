"""The end of a vote: ballots are closed and marked, and counted once each marked one was looked at; by its clock.

Marked ballots that nobody looked at in time are neither counted nor called foul: the vote then has no result, and the
award is shared by rule. The contest is locked by whoever calls.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from contests.community import CastBallot, VoteState, signs_in, tally
from contests.lifecycle import Role, State
from contests.models import (
    CommunityBallot,
    CommunityDeadline,
    CommunityMark,
    CommunityResult,
    CommunityStep,
    CommunityVote,
    ShortlistPlace,
)
from contests.selectors.community import VOTED_WHILE
from contests.services.community import mails
from contests.services.community.opening import overtake_votes, stop_clock
from contests.services.transitions import lock_contests, note_event
from duerows.claims import BATCH, work_off


def work_off_votes(*, now: datetime, limit: int = BATCH) -> int:
    """Claim one batch of passed steps and let each have its effect. Returns how many were claimed."""
    return work_off(CommunityDeadline, _let_pass, now=now, lock=_lock_their_contests, limit=limit)


def _lock_their_contests(keys: Sequence[int]) -> None:
    lock_contests(CommunityDeadline.objects.filter(pk__in=keys).values_list("vote_id", flat=True))


def _let_pass(keys: Sequence[int], now: datetime) -> None:
    for row in CommunityDeadline.objects.filter(pk__in=keys).order_by("due_at", "pk"):
        # Read anew each time: an earlier step of the same vote may have ended it.
        vote = CommunityVote.objects.select_related("contest").get(pk=row.vote_id)
        if not vote.is_pending or vote.contest.state == State.SUSPENDED:
            continue
        if vote.contest.state not in VOTED_WHILE:
            overtake_votes([vote.contest], now=now)
        elif vote.state == VoteState.OPEN:
            # Also when it is the later step that comes first, after a long standstill.
            close_vote(vote, now=now)
        elif row.step == CommunityStep.CHECK:
            _end(vote, VoteState.UNCHECKED, now)


def close_vote(vote: CommunityVote, *, now: datetime) -> None:
    """Take no more ballots; mark those that show signs of one hand, or count at once if none does."""
    marks = signs_in(_cast(vote))
    if not marks:
        count_vote(vote, now=now)
        return
    vote.state = VoteState.CHECKING
    vote.save(update_fields=["state"])
    CommunityMark.objects.bulk_create(
        CommunityMark(ballot_id=ballot, sign=sign, marked_at=now)
        for ballot, signs in sorted(marks.items())
        for sign in sorted(signs)
    )
    data = {"ballots": vote.all_ballots.count(), "marked": len(marks)}
    note_event(vote.contest, "community_closed", role=Role.CLOCK, actor_id=None, now=now, data=data)
    mails.tell_moderators(vote, now=now)


def count_if_checked(vote: CommunityVote, *, now: datetime) -> None:
    """Count, unless a marked ballot still waits for somebody."""
    if not vote.all_ballots.filter(marks__isnull=False, ruling=None).exists():
        count_vote(vote, now=now)


def count_vote(vote: CommunityVote, *, now: datetime) -> None:
    """The result, for good: each shortlisted entry with its votes. Struck ballots stay on the record, uncounted."""
    said = last_choices(vote)
    struck = set(vote.all_ballots.filter(ruling__is_struck=True).values_list("pk", flat=True))
    entries = list(ShortlistPlace.objects.filter(contest=vote.contest_id).values_list("entry_id", flat=True))
    votes = tally(said, struck, entries)
    vote.ballots, vote.struck = len(said), len(struck)
    _end(vote, VoteState.COUNTED, now)
    CommunityResult.objects.bulk_create(
        CommunityResult(vote=vote, entry_id=entry, votes=votes[entry]) for entry in entries
    )


def last_choices(vote: CommunityVote) -> dict[UUID, list[UUID]]:
    """What each ballot says in the end."""
    rows = vote.all_ballots.order_by("pk", "choices__number").values_list("pk", "choices__entries")
    return {key: entries for key, entries in rows if entries is not None}


def _cast(vote: CommunityVote) -> Mapping[UUID, CastBallot]:
    said = last_choices(vote)
    networks: dict[UUID, set[str]] = {key: set() for key in said}
    for key, network in vote.all_ballots.values_list("pk", "choices__network"):
        if network:
            networks[key].add(network)
    rows = CommunityBallot.objects.filter(vote=vote).values_list("pk", "cast_at", "voter__blocked_at")
    return {
        key: CastBallot(tuple(said[key]), at, frozenset(networks[key]), blocked is not None)
        for key, at, blocked in rows
        if key in said
    }


def _end(vote: CommunityVote, state: VoteState, now: datetime) -> None:
    vote.state, vote.ended_at = state, now
    vote.save(update_fields=["state", "ended_at", "ballots", "struck"])
    stop_clock(vote, now=now)
    data = {"ballots": vote.ballots, "struck": vote.struck} if state == VoteState.COUNTED else {}
    kind = f"community_{state}"
    note_event(vote.contest, kind, role=Role.CLOCK, actor_id=None, now=now, data=data)
    mails.tell_ended(vote, now=now)
