"""Some of the demo's creatives vote where a vote is open to them: each for one or two works, hours apart."""

from datetime import datetime, timedelta
from itertools import islice

from contests.community import VoteState, bar_of
from contests.models import CommunityVote
from contests.selectors.community import vote_page, voter_facts
from contests.services.community.voting import cast_ballot
from demo.cast import Cast

HOUR = timedelta(hours=1)
VOTERS = 4


def vote(cast: Cast, *, now: datetime) -> None:
    """A few ballots in each open vote that has none yet."""
    for open_one in CommunityVote.objects.filter(state=VoteState.OPEN, all_ballots=None).order_by("pk"):
        contest_id = open_one.contest_id
        able = (one for one in cast.creatives if bar_of(voter_facts(one.pk, contest_id), open_one.opened_at) is None)
        for number, person in enumerate(islice(able, VOTERS), start=1):
            moment = min(now, open_one.opened_at + number * HOUR)
            choices = vote_page(person, contest_id, now=moment).choices
            cast_ballot(person, contest_id, [one.entry for one in choices[: 1 + number % 2]], now=moment)
