"""A vote in a poll, by whoever has its link. One to a voter, who may change it until the poll closes.

A voter is a secret word in their own browser. Whoever clears it can vote again: this is a straw poll, and says so.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from contests.errors import InvalidVote, NotVisible, PollClosed
from contests.gallery_rules import POLLED_WHILE, is_open, vote_problems
from contests.models import Ballot, BallotMark, EntryState, Poll
from contests.poll_secrets import digest_of, voter_digest

CAST = """
    INSERT INTO contests_ballot (poll_id, voter_digest, cast_at) VALUES (%(poll)s, %(voter)s, %(now)s)
    ON CONFLICT (poll_id, voter_digest) DO UPDATE SET cast_at = excluded.cast_at RETURNING id
"""


@transaction.atomic
def cast_vote(token: str, voter: str, marks: Mapping[UUID, int | None], *, now: datetime) -> Ballot:
    """Vote, or change one's vote. Raises NotVisible, PollClosed or InvalidVote.

    The poll's row is locked as shared: votes come side by side, and closing waits for those under way.
    """
    digest = digest_of(token)
    found = Poll.objects.filter(token_digest=digest).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contests_poll WHERE id = %s AND token_digest = %s FOR SHARE", [found, digest])
        if cursor.fetchone() is None:
            raise NotVisible
    poll = Poll.objects.select_related("contest").get(pk=found)
    if poll.contest.state not in POLLED_WHILE or not is_open(poll.closes_at, poll.closed_at, now):
        raise PollClosed(_("This poll is closed; votes are not taken any more."))
    standing = poll.options.filter(entry__state=EntryState.SUBMITTED, entry__hidden_at=None, file__state="ready")
    options = dict(standing.values_list("ref", "pk"))
    if problems := vote_problems(poll.kind, marks, options):
        raise InvalidVote(problems)
    with connection.cursor() as cursor:
        cursor.execute(CAST, {"poll": poll.pk, "voter": voter_digest(poll.pk, voter), "now": now})
        (key,) = cursor.fetchone()
    ballot = Ballot.objects.get(pk=key)
    ballot.marks.all().delete()
    BallotMark.objects.bulk_create(
        BallotMark(ballot=ballot, option_id=options[ref], stars=stars) for ref, stars in marks.items()
    )
    return ballot
