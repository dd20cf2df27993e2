"""What somebody who was invited says: yes or no, what may be shown of them, a conflict, that they leave."""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import owns_address
from contests.errors import InvalidJury, JurySeatRefused, NotPermitted, NotVisible, Problem, WrongMoment
from contests.jury import BallotState, JuryState
from contests.models import (
    ConflictKind,
    Contest,
    Entry,
    EntryState,
    Juror,
    Jury,
    JuryBallot,
    JuryConflict,
    ShortlistPlace,
)
from contests.selectors.roles import may_see_entry
from contests.services.jury import mails
from contests.services.jury.drawing import close_if_over, fill_up
from contests.services.jury.mails import SALT
from contests.services.transitions import lock_contest

WORKING = frozenset({JuryState.PREPARING.value, JuryState.SCORING.value})
LEAST_REASON, MOST_REASON = 5, 1000


def juror_behind(token: str) -> Juror:
    """The seat that a mailed link is about, with its jury, contest and brand. Raises NotVisible."""
    try:
        key = UUID(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        raise NotVisible from None
    seats = Juror.objects.select_related("jury__contest__brand", "jury__contest__brief", "invited_by")
    juror = seats.filter(pk=key).first()
    if juror is None:
        raise NotVisible
    return juror


@transaction.atomic
def accept_seat(actor: User, juror_id: UUID, *, may_be_named: bool, releases_comments: bool, now: datetime) -> Juror:
    """Take the seat; once the jury works, as a stand-in. Accepting twice changes only what may be shown.

    Raises NotVisible, NotPermitted, JurySeatRefused or WrongMoment.
    """
    contest, jury, juror = _lock_invited(actor, juror_id)
    if juror.accepted_at is None:
        _check_may_sit(contest, jury, juror, actor)
        juror.user, juror.accepted_at = actor, now
        juror.is_stand_in = juror.is_stand_in or jury.state == JuryState.SCORING
    juror.may_be_named, juror.releases_comments = may_be_named, releases_comments
    juror.save()
    if jury.state == JuryState.SCORING:
        fill_up(jury, now=now)
    return juror


@transaction.atomic
def decline_seat(actor: User, juror_id: UUID, *, now: datetime) -> Juror:
    """Say no; the brand is told, so that it can ask somebody else. Raises NotVisible, NotPermitted or WrongMoment."""
    _contest, jury, juror = _lock_invited(actor, juror_id)
    if juror.accepted_at is not None:
        raise WrongMoment(_("You have accepted already. Leave the jury instead."))
    juror.declined_at = now
    juror.save(update_fields=["declined_at"])
    mails.tell_brand(jury, "jury_declined", now=now, once_for=str(juror.pk))
    return juror


@transaction.atomic
def leave_jury(actor: User, contest_id: UUID, *, now: datetime) -> Juror:
    """Leave: ballots that are in stand, the open ones go to stand-ins. Raises NotVisible or WrongMoment."""
    _contest, jury, juror = lock_seat(actor, contest_id)
    _excuse(juror, now)
    _recuse(JuryBallot.objects.filter(juror=juror, state=BallotState.OPEN.value), now)
    _go_on_without(jury, juror, now)
    return juror


@transaction.atomic
def declare_conflict(
    actor: User, contest_id: UUID, entry_id: UUID | None, reason: str, *, now: datetime
) -> JuryConflict:
    """Say what ties one to an entry, or to the contest (then one leaves). Ballots on it, also sent ones, are void.

    Raises NotVisible, WrongMoment or InvalidJury. The brand of a blind contest is not told the reason.
    """
    contest, jury, juror = lock_seat(actor, contest_id)
    entry = _entry_in(contest, entry_id, actor) if entry_id else None
    words = reason.strip()
    if not LEAST_REASON <= len(words) <= MOST_REASON or "\0" in words:
        raise InvalidJury([Problem("reason", _("Say in a sentence what the tie is."))])
    found = JuryConflict.objects.filter(juror=juror, entry=entry).first()
    conflict = found or JuryConflict.objects.create(
        juror=juror, entry=entry, kind=ConflictKind.DECLARED, reason=words, declared_by=actor, created_at=now
    )
    ballots = JuryBallot.objects.filter(juror=juror, state__in=[BallotState.OPEN.value, BallotState.SUBMITTED.value])
    if entry is None:
        _excuse(juror, now)
    else:
        ballots = ballots.filter(entry=entry)
    _recuse(ballots, now)
    _go_on_without(jury, juror, now)
    return conflict


def lock_seat(actor: User, contest_id: UUID) -> tuple[Contest, Jury, Juror]:
    """The contest, locked, with its jury and the actor's own seat, while the jury is not over.

    Raises NotVisible for whoever has no seat, WrongMoment once the jury is over.
    """
    contest = _lock(contest_id)
    juror = Juror.objects.select_related("jury").filter(jury__contest=contest, user=actor).first()
    if juror is None or not juror.is_at_work:
        raise NotVisible
    juror.jury.contest = contest
    if juror.jury.state not in WORKING:
        raise WrongMoment(_("This jury's work is over."))
    return contest, juror.jury, juror


def _lock_invited(actor: User, juror_id: UUID) -> tuple[Contest, Jury, Juror]:
    """The contest, locked, with the seat that an invitation to the actor's own address is about."""
    contest_id = Juror.objects.filter(pk=juror_id).values_list("jury__contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    contest = _lock(contest_id)
    juror = Juror.objects.select_related("jury").get(pk=juror_id)
    juror.jury.contest = contest
    if juror.user_id != actor.pk and not (juror.user_id is None and owns_address(actor, juror.email)):
        raise NotPermitted(_("This invitation is for another address. Sign in with the one that was invited."))
    if juror.declined_at is not None or juror.excused_at is not None:
        raise WrongMoment(_("This invitation was declined or withdrawn. Ask the brand for a new one."))
    if juror.jury.state not in WORKING:
        raise WrongMoment(_("This jury's work is over."))
    return contest, juror.jury, juror


def _lock(contest_id: UUID) -> Contest:
    """The seat or the invitation is what lets its holder in: a closed contest shows itself to them only once the jury
    is drawn, and they answer, declare and leave before that. Raises NotVisible.
    """
    try:
        return lock_contest(contest_id)
    except Contest.DoesNotExist:
        raise NotVisible from None


def _check_may_sit(contest: Contest, jury: Jury, juror: Juror, actor: User) -> None:
    if actor.is_admin or actor.is_auditor:
        raise JurySeatRefused(_("People of the platform see more than a juror may, so they judge nothing."))
    if Juror.objects.filter(jury=jury, user=actor).exclude(pk=juror.pk).exists():
        raise JurySeatRefused(_("You have a seat in this jury already."))
    entered = Entry.objects.filter(contest=contest).exclude(state=EntryState.WITHDRAWN)
    if entered.filter(author=actor).exists() or entered.filter(shares__user=actor).exists():
        raise JurySeatRefused(_("You have entered this contest, so you cannot judge it."))


def _entry_in(contest: Contest, entry_id: UUID, actor: User) -> Entry:
    """A shortlisted entry of the contest that the actor sees."""
    place = ShortlistPlace.objects.select_related("entry").filter(contest=contest, entry=entry_id).first()
    if place is None:
        raise NotVisible
    place.entry.contest = contest
    if not may_see_entry(place.entry, actor):
        raise NotVisible
    return place.entry


def _excuse(juror: Juror, now: datetime) -> None:
    juror.excused_at = now
    juror.save(update_fields=["excused_at"])


def _recuse(ballots: QuerySet[JuryBallot], now: datetime) -> None:
    ballots.update(state=BallotState.RECUSED.value, closed_at=now)


def _go_on_without(jury: Jury, juror: Juror, now: datetime) -> None:
    if juror.excused_at is not None:
        mails.tell_brand(jury, "jury_left", now=now, once_for=str(juror.pk))
    if jury.state == JuryState.SCORING:
        fill_up(jury, now=now)
        close_if_over(jury, now=now)
