"""What a brand may still ask for in a running contest, and what it pays for it: more days, rounds of changes.

By the contest's own policy; what is not in it cannot be asked for at any price. Reads only.
"""

from dataclasses import dataclass
from uuid import UUID

from contests.models import RevisionRequest
from payouts.models import Escrow
from payouts.policy import HourlyFloor, Terms, floor
from payouts.policy.arithmetic import bps_up
from payouts.policy.rules.extension import Extension
from payouts.policy.rules.revisions import Revisions
from payouts.services.policies import load_policy


@dataclass(frozen=True, slots=True)
class Asking:
    """`day_minor`: the most that one more day adds for all shortlisted together, whatever their number. `round_minor`:
    what one round of changes pays its entry, unless it is one of the winner's free ones. None: cannot be asked for."""

    currency: str
    days_left: int
    day_minor: int | None
    rounds_each: int
    free_for_winner: int
    round_minor: int | None
    rounds_asked: dict[UUID, int]


def asking_of(contest_id: UUID) -> Asking:
    """Raises Escrow.DoesNotExist for a contest that was never to be funded. Two queries."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    policy, terms = load_policy(escrow.policy_id), Terms.from_dict(escrow.terms)
    extension, revisions = policy.optional(Extension), policy.optional(Revisions)
    places = range(1, terms.shortlist_max + 1)
    asked: dict[UUID, int] = {}
    for entry_id in RevisionRequest.objects.filter(entry__contest=contest_id).values_list("entry_id", flat=True):
        asked[entry_id] = asked.get(entry_id, 0) + 1
    return Asking(
        currency=escrow.currency,
        days_left=escrow.contest.extension_days_left,
        day_minor=max(n * bps_up(floor(policy, terms, n).amount_minor, extension.daily_bps) for n in places)
        if extension
        else None,
        rounds_each=escrow.contest.revision_rounds_max,
        free_for_winner=revisions.free_for_winner if revisions else 0,
        round_minor=policy.rule(HourlyFloor).worth(revisions.minutes_per_round, terms) if revisions else None,
        rounds_asked=asked,
    )
