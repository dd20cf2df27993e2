"""A brand sets its jury up: criteria with weights, how many ballots, whom it invites. Until the jury is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidJury, NotPermitted, NotVisible, Problem, WrongMoment
from contests.jury import MOST_CRITERIA, MOST_JURORS, MOST_WEIGHT, JuryState
from contests.lifecycle import BEFORE_FUNDS, Role, State
from contests.models import Contest, ContestEvent, Criterion, Juror, Jury
from contests.services.access import lock_for
from contests.services.jury import mails
from contests.services.transitions import note_event
from contests.visibility import BRAND_ROLES, DECIDERS

MOST_TIMES_ASKED = 3
"""For one seat of one jury, the first time included."""

PREPARED_WHILE = frozenset({State.OPEN, State.SHORTLISTING, State.FINAL_ROUND})


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    name: str
    description: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class JuryDraft:
    """How a jury is to judge, as the brand writes it. The first criterion of the greatest weight breaks ties."""

    criteria: Sequence[CriterionDraft]
    quorum: int = 2
    ballots_per_entry: int = 3
    shows_comments: bool = True


def usual_criteria() -> tuple[CriterionDraft, ...]:
    """What most juries look at, in the reader's language; a brand changes them as it likes."""
    return (
        CriterionDraft(_("Brand fit"), _("Does it say what the brief says, to those it is for?"), 3),
        CriterionDraft(_("Idea"), _("Is there a thought in it that one remembers?"), 3),
        CriterionDraft(_("Craft"), _("Is it well made, down to the details?"), 2),
        CriterionDraft(_("Feasibility"), _("Can it be produced and used as asked?"), 2),
    )


@transaction.atomic
def set_up_jury(actor: User, contest_id: UUID, draft: JuryDraft, *, now: datetime) -> Jury:
    """Make the contest's jury, or change one that is not drawn yet. Raises NotVisible, NotPermitted, WrongMoment or
    InvalidJury.
    """
    contest, role = lock_to_prepare(actor, contest_id)
    if problems := _problems_in(draft):
        raise InvalidJury(problems)
    figures = {
        "quorum": draft.quorum,
        "ballots_per_entry": draft.ballots_per_entry,
        "shows_comments": draft.shows_comments,
    }
    jury, is_new = Jury.objects.update_or_create(
        contest=contest, defaults=figures, create_defaults={**figures, "created_by": actor, "created_at": now}
    )
    jury.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(
            jury=jury,
            position=position,
            name=one.name.strip(),
            description=one.description.strip(),
            weight=one.weight,
        )
        for position, one in enumerate(draft.criteria, start=1)
    )
    if is_new:
        note_event(contest, "jury_set_up", role=role, actor_id=actor.pk, now=now)
    return jury


@transaction.atomic
def invite_juror(actor: User, contest_id: UUID, *, email: str, is_stand_in: bool, now: datetime) -> Juror:
    """Invite an address to judge, and mail the link; again, if they said no, left, or were taken off.

    Raises NotVisible, NotPermitted, WrongMoment or InvalidJury.
    """
    contest, role = lock_to_prepare(actor, contest_id)
    jury = jury_of(contest)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidJury([Problem("email", _("Write a whole e-mail address, as in name@example.com."))]) from None
    asked = jury.jurors.filter(email__iexact=address).first()
    if asked is None and jury.jurors.count() >= MOST_JURORS:
        sentence = _("A jury has at most %(most)d people, stand-ins included.") % {"most": MOST_JURORS}
        raise InvalidJury([Problem("email", sentence)])
    juror = asked or Juror(jury=jury, email=address)
    if asked is not None:
        _check_may_ask_again(asked)
    juror.user, juror.accepted_at, juror.declined_at, juror.excused_at = None, None, None, None
    juror.is_stand_in, juror.invited_by, juror.invited_at = is_stand_in, actor, now
    juror.may_be_named, juror.releases_comments = False, False
    juror.save()
    data = {"stand_in": is_stand_in, "juror": str(juror.pk)}
    note_event(contest, "juror_invited", role=role, actor_id=actor.pk, now=now, data=data)
    mails.tell_invited(juror, contest, actor, now=now)
    return juror


def _check_may_ask_again(asked: Juror) -> None:
    """Whoever is still asked, or takes part, is not; nor for ever who says no, nor who has a conflict."""
    if asked.declined_at is None and asked.excused_at is None:
        raise InvalidJury([Problem("email", _("This address has been invited already."))])
    invitations = ContestEvent.objects.filter(contest=asked.jury.contest_id, kind="juror_invited")
    times = invitations.filter(data__juror=str(asked.pk)).count()
    if times >= MOST_TIMES_ASKED or asked.conflicts.filter(entry=None).exists():
        raise InvalidJury([Problem("email", _("This address cannot be invited once more. Ask somebody else."))])


@transaction.atomic
def excuse_juror(actor: User, juror_id: UUID, *, now: datetime) -> Juror:
    """Take an invitation or a seat back. Not once the jury is drawn: then jurors leave only by their own will.

    Raises NotVisible, NotPermitted or WrongMoment. Doing it twice is harmless.
    """
    contest_id = Juror.objects.filter(pk=juror_id).values_list("jury__contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    lock_to_prepare(actor, contest_id, hide=True)
    juror = Juror.objects.select_for_update().get(pk=juror_id)
    if juror.excused_at is None:
        juror.excused_at = now
        juror.save(update_fields=["excused_at"])
    return juror


def lock_to_prepare(actor: User, contest_id: UUID, *, hide: bool = False) -> tuple[Contest, Role]:
    """The contest, locked, for an owner or a manager, while its jury may still be prepared. With `hide`, whoever is
    not of the brand is not told that there is anything.
    """
    contest, role = lock_for(actor, contest_id)
    if role not in DECIDERS:
        if hide and role not in BRAND_ROLES:
            raise NotVisible
        raise NotPermitted(_("Only the brand's owners and managers set up its jury."))
    if contest.state in BEFORE_FUNDS:
        raise WrongMoment(_("Set up the jury once the brief is open."))
    drawn = Jury.objects.filter(contest=contest).exclude(state=JuryState.PREPARING.value).exists()
    if drawn or contest.state not in PREPARED_WHILE:
        raise WrongMoment(_("The jury stands as it is once the final round is over."))
    return contest, role


def jury_of(contest: Contest) -> Jury:
    """The contest's jury. Raises WrongMoment where there is none yet."""
    jury = Jury.objects.filter(contest=contest).first()
    if jury is None:
        raise WrongMoment(_("Set the criteria first; then invite people to judge by them."))
    return jury


def _problems_in(draft: JuryDraft) -> list[Problem]:
    problems: list[Problem] = []
    if not 1 <= len(draft.criteria) <= MOST_CRITERIA:
        sentence = _("Give one to %(most)d criteria.") % {"most": MOST_CRITERIA}
        problems.append(Problem("criteria", sentence))
    names = [one.name.strip().lower() for one in draft.criteria]
    for number, one in enumerate(draft.criteria, start=1):
        problems += _problems_in_criterion(f"criterion_{number}", one)
        if names.index(names[number - 1]) != number - 1:
            problems.append(Problem(f"criterion_{number}", _("Two criteria have this name; give each its own.")))
    if not 1 <= draft.ballots_per_entry <= MOST_JURORS:
        sentence = _("One to %(most)d ballots for each entry.") % {"most": MOST_JURORS}
        problems.append(Problem("ballots_per_entry", sentence))
    if not 1 <= draft.quorum <= draft.ballots_per_entry:
        sentence = _("At least one, and no more than the ballots that each entry gets.")
        problems.append(Problem("quorum", sentence))
    return problems


def _problems_in_criterion(field: str, one: CriterionDraft) -> list[Problem]:
    if not 1 <= len(one.name.strip()) <= 80 or "\0" in one.name:
        return [Problem(field, _("Name the criterion in 1 to 80 characters."))]
    if len(one.description.strip()) > 400 or "\0" in one.description:
        return [Problem(field, _("Say what to look for in at most 400 characters."))]
    if not 1 <= one.weight <= MOST_WEIGHT:
        return [Problem(field, _("A weight is a whole number from 1 to %(most)d.") % {"most": MOST_WEIGHT})]
    return []
