"""Gives some of the demo's contests a jury: three owners of other brands judge, a fourth stands in."""

from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import User
from contests.models import Contest, Juror, JuryBallot, ShortlistPlace
from contests.services.jury.preparing import JuryDraft, invite_juror, set_up_jury, usual_criteria
from contests.services.jury.scoring import save_ballot
from contests.services.jury.seats import accept_seat
from demo.cast import Cast

HOUR = timedelta(hours=1)
COMMENTS = (
    "Holds at every size, and says what the brief says.",
    "A good thought; the second reading gives more than the first.",
    "Well made. I would look at the spacing once more.",
)


def seat_jury(cast: Cast, contest: Contest, owner: User, *, now: datetime) -> None:
    """The brand sets up a jury of outside experts, and all accept."""
    set_up_jury(owner, contest.pk, JuryDraft(usual_criteria()), now=now)
    others = [person for slug, person in sorted(cast.owners.items()) if person.pk != owner.pk]
    for number, expert in enumerate(others):
        juror = invite_juror(owner, contest.pk, email=expert.email, is_stand_in=number >= 3, now=now)
        accept_seat(expert, juror.pk, may_be_named=number == 0, releases_comments=True, now=now)


def judge(contest: Contest, *, now: datetime, leave_open: bool) -> None:
    """Each juror scores what they got, more kindly or less; with `leave_open` the last one still has work to do."""
    slots: dict[UUID, int] = dict(ShortlistPlace.objects.filter(contest=contest).values_list("entry_id", "slot"))
    jurors = Juror.objects.filter(jury__contest=contest, is_stand_in=False).select_related("user").order_by("email")
    for kindness, juror in enumerate(jurors):
        ballots = list(JuryBallot.objects.filter(juror=juror, state="open").order_by("entry__code"))
        if leave_open and kindness == len(jurors) - 1:
            ballots = ballots[:1]
        for number, ballot in enumerate(ballots):
            assert juror.user is not None, "everybody has accepted"
            score(juror.user, ballot, max(1, 8 + kindness - slots[ballot.entry_id]), now=now + number * HOUR)


def score(user: User, ballot: JuryBallot, points: int, *, now: datetime) -> None:
    """One ballot, sent: about so many points by every criterion."""
    criteria = ballot.juror.jury.criteria.values_list("pk", flat=True)
    given: dict[int, int | None] = {key: min(10, max(0, points + (place % 2))) for place, key in enumerate(criteria)}
    save_ballot(user, ballot.pk, given, COMMENTS[points % len(COMMENTS)], send=True, now=now)
