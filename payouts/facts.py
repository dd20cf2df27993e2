"""The one window from payouts into contests: what happened in them, as plain facts for the policy engine.

Set-based: a fixed number of queries for any number of contests. Decides nothing, writes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast
from uuid import UUID

from django.db.models import Count, Q

from contests.lifecycle import State
from contests.models import (
    Award,
    CommunityResult,
    Contest,
    Entry,
    EntryShare,
    EntryState,
    RevisionRequest,
    ShortlistPlace,
)
from payouts.policy import EntryFacts, Facts, Outcome, Stage
from payouts.policy.quantities import Quantities
from payouts.policy.rules.extension import DAYS
from payouts.policy.rules.revisions import ROUNDS
from payouts.policy.rules.time_true_up import MINUTES
from payouts.policy.rules.voted_award import VOTES

NOTHING: Final[Mapping[UUID, frozenset[str]]] = MappingProxyType({})


def load_facts(contests: Sequence[Contest], reads: Mapping[UUID, frozenset[str]] = NOTHING) -> dict[UUID, Facts]:
    """The facts of decided contests, by contest id. Five queries, whatever their number; one more where rounds are
    read, and one where votes are.

    `reads`: the quantities that each contest's policy reads; a policy is told no others, and refuses them.
    """
    ids = [contest.pk for contest in contests]
    shares = _shares(ids)
    undelivered = _undelivered(ids)
    awards = {
        entry_id: (rank, because)
        for entry_id, rank, because in Award.objects.filter(contest__in=ids).values_list(
            "entry_id", "rank", "passed_over_because"
        )
    }
    shortlisted = set(ShortlistPlace.objects.filter(contest__in=ids).values_list("entry_id", flat=True))
    rounds = _rounds([key for key in ids if ROUNDS in reads.get(key, frozenset())])
    votes = _votes([key for key in ids if VOTES in reads.get(key, frozenset())])
    entries: dict[UUID, list[EntryFacts]] = defaultdict(list)
    columns = ("pk", "contest_id", "state", "disqualified_because", "minutes_spent")
    rows = Entry.objects.filter(contest__in=ids).values_list(*columns)
    for entry_id, contest_id, state, disqualified_because, minutes in rows:
        rank, passed_over_because = awards.get(entry_id, (None, ""))
        if contest_id in undelivered:
            rank, passed_over_because = None, ""
        entries[contest_id].append(
            EntryFacts(
                entry_id=str(entry_id),
                admissible=state == EntryState.SUBMITTED,
                shortlisted=entry_id in shortlisted,
                rank=rank,
                disqualified=bool(disqualified_because or passed_over_because),
                disqualification_reason=disqualified_because or passed_over_because,
                shares=tuple(shares[entry_id]),
                quantities=_of_entry(
                    minutes,
                    rounds.get(entry_id, 0),
                    # Whoever was ruled out has no votes; whoever won and did not deliver keeps theirs.
                    0 if disqualified_because else votes.get(entry_id, 0),
                    reads.get(contest_id, frozenset()),
                ),
            )
        )
    return {
        contest.pk: Facts(
            outcome=_outcome(contest, entries[contest.pk], delivered=contest.pk not in undelivered),
            stage=cast(Stage | None, contest.cancel_stage or None),
            decided_at=_decided_at(contest),
            entries=tuple(entries[contest.pk]),
            quantities=asked_of(contest, reads.get(contest.pk, frozenset())),
        )
        for contest in contests
    }


def facts_so_far(contest: Contest, reads: frozenset[str] = frozenset()) -> tuple[EntryFacts, ...]:
    """The entries of a contest that is not decided yet, as facts: for previews of what a decision would mean.

    `reads` as for `load_facts`.
    """
    shares = _shares([contest.pk])
    shortlisted = set(ShortlistPlace.objects.filter(contest=contest).values_list("entry_id", flat=True))
    rounds = _rounds([contest.pk] if ROUNDS in reads else [])
    votes = _votes([contest.pk] if VOTES in reads else [])
    rows = Entry.objects.filter(contest=contest).values_list("pk", "state", "disqualified_because", "minutes_spent")
    return tuple(
        EntryFacts(
            entry_id=str(entry_id),
            admissible=state == EntryState.SUBMITTED,
            shortlisted=entry_id in shortlisted,
            disqualified=bool(because),
            disqualification_reason=because,
            shares=tuple(shares[entry_id]),
            quantities=_of_entry(minutes, rounds.get(entry_id, 0), 0 if because else votes.get(entry_id, 0), reads),
        )
        for entry_id, state, because, minutes in rows
    )


def asked_of(contest: Contest, reads: frozenset[str]) -> Quantities:
    """What was asked of everybody in a contest beyond its terms, as far as its policy reads it."""
    return ((DAYS, contest.extension_days),) if contest.extension_days and DAYS in reads else ()


def _of_entry(minutes: int | None, rounds: int, votes: int, reads: frozenset[str]) -> Quantities:
    known = ((ROUNDS, rounds), (MINUTES, minutes or 0), (VOTES, votes))
    return tuple((name, value) for name, value in known if value and name in reads)


def _rounds(contest_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many rounds of changes were asked of each entry."""
    if not contest_ids:
        return {}
    asked = RevisionRequest.objects.filter(entry__contest__in=contest_ids)
    return dict(asked.values_list("entry_id").annotate(rounds=Count("id")))


def _votes(contest_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many votes the community's count gave each entry; nothing where none was counted."""
    if not contest_ids:
        return {}
    return dict(CommunityResult.objects.filter(vote__in=contest_ids).values_list("entry_id", "votes"))


def _outcome(contest: Contest, entries: Sequence[EntryFacts], *, delivered: bool) -> Outcome:
    if not any(entry.competed for entry in entries):
        return "void"
    if contest.state == State.LAPSED or not delivered:
        return "lapsed"
    if contest.state == State.CANCELLED:
        return "cancelled"
    return "awarded"


def _undelivered(contest_ids: Sequence[UUID]) -> set[UUID]:
    """Awarded contests in which every winner was passed over and nobody is left: they end as if the brand had
    lapsed.
    """
    standing = Award.objects.filter(contest__in=contest_ids)
    tally = standing.values("contest_id").annotate(left=Count("id", filter=Q(passed_over_at=None)))
    return {row["contest_id"] for row in tally if row["left"] == 0}


def _shares(contest_ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    shares: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    rows = EntryShare.objects.filter(entry__contest__in=contest_ids).values_list("entry_id", "user_id", "weight")
    for entry_id, user_id, weight in rows:
        shares[entry_id].append((str(user_id), weight))
    return shares


def _decided_at(contest: Contest) -> str:
    if contest.decided_at is None:
        raise ValueError(f"Contest {contest.pk} has not been decided.")
    return contest.decided_at.isoformat()
