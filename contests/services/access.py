"""How a service comes to a contest on somebody's behalf: locked, seen by them, in a capacity read under the lock."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import JurySeatRefused, NdaNeeded, NotEligible, NotPermitted, NotVisible
from contests.lifecycle import Role
from contests.models import Contest, Entry, Juror
from contests.selectors.roles import is_admitted, read_as
from contests.services.transitions import lock_contest
from contests.visibility import meets_contest, sees_contest


def lock_for(actor: User, contest_id: UUID) -> tuple[Contest, Role]:
    """The contest, locked until the transaction ends, and the actor's role on it. Raises NotVisible."""
    try:
        contest = lock_contest(contest_id)
    except Contest.DoesNotExist:
        raise NotVisible from None
    return contest, _role_if_seen(contest, actor)


def look_at(actor: User, contest_id: UUID) -> tuple[Contest, Role]:
    """The same without a lock: for a first look, before work that would be for nothing."""
    contest = Contest.objects.filter(pk=contest_id).first()
    if contest is None:
        raise NotVisible
    return contest, _role_if_seen(contest, actor)


def lock_with_entry(actor: User, entry_id: UUID) -> tuple[Contest, Entry, Role]:
    """An entry with its contest, the contest locked first. Raises NotVisible; who sees the entry is not asked here."""
    contest_id = Entry.objects.filter(pk=entry_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    contest, role = lock_for(actor, contest_id)
    entry = Entry.objects.select_for_update().get(pk=entry_id)
    entry.contest = contest
    return contest, entry, role


def check_not_blocked(actor: User) -> None:
    """A blocked account begins nothing new. Raises NotPermitted; the database refuses the same on its own."""
    if actor.is_blocked:
        raise NotPermitted(_("Your account is blocked: nothing new can be begun with it."))


def check_eligible(role: Role) -> None:
    """Only creatives who are independent of the brand and of the platform take part. Raises NotEligible."""
    if role == Role.CREATIVE:
        return
    if role == Role.STRANGER:
        raise NotEligible(_("Make yourself a creative profile first; then you can take part."))
    raise NotEligible(_("People of the brand or of the platform cannot take part in its contests."))


def check_judges_not(contest: Contest, person: User) -> None:
    """Whoever sits on the contest's jury does not enter it, alone or in a team. Raises JurySeatRefused."""
    if judges(contest, person):
        raise JurySeatRefused(_("You sit on this contest's jury. Leave it first, if you would rather enter."))


def judges(contest: Contest, person: User) -> bool:
    """Whether somebody has taken a seat on the contest's jury, and not left it."""
    return Juror.objects.filter(jury__contest=contest, user=person, accepted_at__isnull=False, excused_at=None).exists()


def _role_if_seen(contest: Contest, actor: User) -> Role:
    reader = read_as(actor)
    role, admitted = reader.role_in(contest.brand_id), is_admitted(contest, reader)
    if sees_contest(contest.state, role, contest.kind, is_admitted=admitted):
        return role
    if meets_contest(contest.state, role, contest.kind, is_admitted=admitted):
        raise NdaNeeded(_("This brief is confidential: accept its confidentiality first."))
    raise NotVisible
