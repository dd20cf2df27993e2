"""What somebody decides of a marked ballot: it counts, or it is struck, with a reason that stays on the record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.community import VoteState
from contests.errors import InvalidVote, NotPermitted, NotVisible, PollClosed
from contests.gallery_rules import text_problems
from contests.lifecycle import Role
from contests.models import CommunityBallot, CommunityRuling, CommunityVote
from contests.services.access import lock_for
from contests.services.community.counting import count_if_checked
from contests.services.transitions import note_event

REASON = (10, 1000)


@transaction.atomic
def rule_on(actor: User, ballot_id: UUID, *, is_struck: bool, reason: str, now: datetime) -> CommunityRuling:
    """Decide on a marked ballot; the last one decided lets the vote be counted. For admins without a part in it.

    Raises NotVisible, NotPermitted, PollClosed or InvalidVote.
    """
    ballot = CommunityBallot.objects.filter(pk=ballot_id).first()
    if ballot is None or not actor.is_admin:
        raise NotVisible
    contest, role = lock_for(actor, ballot.vote_id)
    if role != Role.ADMIN:
        raise NotPermitted(_("Only an admin without a part in the contest does this."))
    words = " ".join(reason.split())
    vote = CommunityVote.objects.select_for_update().get(pk=contest.pk)
    if vote.state != VoteState.CHECKING or not ballot.marks.exists():
        raise PollClosed(_("This ballot is not being checked, or not any more."))
    if CommunityRuling.objects.filter(ballot=ballot).exists():
        raise PollClosed(_("Somebody has decided on this ballot already."))
    if problems := text_problems("reason", words, least=REASON[0], most=REASON[1]):
        raise InvalidVote(problems)
    made = CommunityRuling.objects.create(
        ballot=ballot, is_struck=is_struck, reason=words, ruled_by=actor, ruled_at=now
    )
    data = {"ballot": str(ballot.pk), "struck": is_struck, "reason": words}
    note_event(contest, "community_ruled", role=role, actor_id=actor.pk, now=now, data=data)
    vote.contest = contest
    count_if_checked(vote, now=now)
    return made
