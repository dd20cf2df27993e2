"""After the award: delivery by the winners, acceptance by the brand or by the clock, and what follows a silence of
either.

A winner who does not deliver in time is passed over and keeps what the entry has earned; the prize goes by rule to the
next. When nobody is left to deliver, the contest is settled and the prizes are paid to the shortlist, without rights.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests import paymaster
from contests.errors import HandoverRefused
from contests.lifecycle import Move, Role, State, WrongMove
from contests.models import Award, Contest, FileState, Handover
from contests.selectors.roles import role_on
from contests.services import mails
from contests.services.after.checklist import write_items
from contests.services.rights import RightsConsent, accept_for
from contests.services.transitions import lock_contest, move_contests, note_event

NOT_DELIVERED = "not delivered in time"


@transaction.atomic
def deliver(
    actor: User, contest_id: UUID, award_id: int, note: str, *, now: datetime, rights: RightsConsent | None = None
) -> Handover:
    """The author hands over the final files (already stored with the handover). The last delivery moves the
    contest on. With `rights` the author accepts their transfer too; without, no right passes, and all else is the same.
    """
    contest = lock_contest(contest_id)
    if contest.state != State.AWARDED:
        raise WrongMove(State(contest.state), Move.ALL_DELIVERED)
    handover = Handover.objects.select_related("award__entry").filter(award_id=award_id, award__contest=contest).first()
    if handover is None or handover.award.entry.author_id != actor.pk or handover.award.passed_over_at:
        raise HandoverRefused(_("There is nothing for you to hand over here."))
    if handover.delivered_at:
        raise HandoverRefused(_("This work has been delivered already."))
    if not handover.files.exclude(state=FileState.REFUSED).exists():
        raise HandoverRefused(_("Add at least one final file."), field="files")
    handover.note = note
    handover.delivered_at = now
    handover.save(update_fields=["note", "delivered_at"])
    note_event(
        contest,
        "delivered",
        role=Role.CREATIVE,
        now=now,
        actor_id=actor.pk,
        data={"award": award_id},
    )
    if rights is not None:
        accept_for(contest, actor, rights, now=now)
    if not _undelivered(contest).exists():
        move_contests(
            [contest],
            Move.ALL_DELIVERED,
            role=Role.CREATIVE,
            now=now,
            actor_id=actor.pk,
        )
    mails.tell_deciders([contest], "handover_delivered", now=now, once_for=str(award_id))
    return handover


@transaction.atomic
def accept_handovers(actor: User, contest_id: UUID, *, now: datetime, rights: RightsConsent | None = None) -> Contest:
    """The brand accepts what was delivered: prizes may be paid, the contest is settled. With `rights` it accepts their
    transfer too, which passes them if the makers have.
    """
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    _accept([contest], role=role, actor_id=actor.pk, now=now)
    if rights is not None:
        accept_for(contest, actor, rights, now=now)
    return contest


def accept_by_clock(contests: Sequence[Contest], *, now: datetime) -> None:
    """The brand stayed silent on a delivery: it counts as accepted, and no right passes. The contests are locked."""
    _accept(contests, role=Role.CLOCK, actor_id=None, now=now)


def _accept(contests: Sequence[Contest], *, role: Role, actor_id: int | None, now: datetime) -> None:
    move_contests(contests, Move.ACCEPT, role=role, now=now, actor_id=actor_id)
    handovers = Handover.objects.filter(
        award__contest__in=contests,
        award__passed_over_at=None,
        delivered_at__isnull=False,
        accepted_at=None,
    )
    handovers.update(accepted_at=now, accepted_by_clock=role == Role.CLOCK)
    paymaster.the_paymaster().handovers_accepted([contest.pk for contest in contests], now=now)
    mails.tell_winners(contests, "prize_released", now=now)


def pass_over_silent_winners(contests: Sequence[Contest], *, now: datetime) -> None:
    """The delivery deadline has passed in these locked contests: whoever has not delivered is passed over."""
    for contest in contests:
        _pass_over(contest, now=now)


def _pass_over(contest: Contest, *, now: datetime) -> None:
    silent = list(_undelivered(contest))
    Award.objects.filter(pk__in=[award.pk for award in silent]).update(
        passed_over_at=now, passed_over_because=NOT_DELIVERED
    )
    successors = _ask_successors(contest, now=now)
    data = {contest.pk: {"passed_over": [str(award.entry_id) for award in silent]}}
    if successors:
        move_contests([contest], Move.PASS_OVER, role=Role.CLOCK, now=now, data=data)
        mails.tell_winners([contest], "award_passed_on", now=now)
    elif contest.awards.filter(passed_over_at=None, handover__delivered_at__isnull=False).exists():
        move_contests([contest], Move.ALL_DELIVERED, role=Role.CLOCK, now=now, data=data)
    else:
        move_contests([contest], Move.CLOSE_UNDELIVERED, role=Role.CLOCK, now=now, data=data)
    if silent:
        paymaster.the_paymaster().awards_changed([contest.pk], now=now)


def _undelivered(contest: Contest) -> models.QuerySet[Award]:
    return contest.awards.filter(passed_over_at=None, handover__isnull=False, handover__delivered_at=None)


def _ask_successors(contest: Contest, *, now: datetime) -> list[Award]:
    """Ask for the work of the next ranked entries, in place of those passed over."""
    prized = contest.prizes.count()
    standing = list(contest.awards.filter(passed_over_at=None).select_related("handover").order_by("rank", "pk"))
    moved_up = [
        award
        for award in standing
        if 1 + sum(1 for other in standing if other.rank < award.rank) <= prized and not hasattr(award, "handover")
    ]
    handovers = [Handover(award=award, created_at=now) for award in moved_up]
    write_items(Handover.objects.bulk_create(handovers), contest)
    return moved_up
