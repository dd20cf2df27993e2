"""Whom a case concerns: who made what it is about, who belongs to the brand, who reported it; and its contest's lock.

Order of locks: the contest, then the case, then people.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Membership, User
from contests.errors import NotPermitted, NotVisible
from contests.models import EntryShare
from contests.services.transitions import lock_contest
from moderation.errors import TooClose
from moderation.models import Case, Report
from moderation.rules import Ties, has_a_part
from moderation.selectors.whom import addressee_of, contest_of, entry_of


def lock_case(case_ref: UUID) -> Case:
    """The case as it is now, its contest locked first. Raises NotVisible."""
    about = ("entry", "question", "comment__entry", "message__conversation__entry")
    case = Case.objects.select_related(*about).filter(ref=case_ref).first()
    if case is None:
        raise NotVisible
    contest_id = contest_of(case)
    if contest_id is not None:
        lock_contest(contest_id)
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def ties_of(case: Case) -> Ties:
    """Everybody with a part in it."""
    makers = {addressee_of(case).pk}
    entry = entry_of(case)
    if entry is not None:
        makers |= {entry.author_id, *EntryShare.objects.filter(entry=entry).values_list("user_id", flat=True)}
    members = Membership.objects.filter(brand__contests=contest_of(case)) if contest_of(case) else None
    return Ties(
        makers=makers,
        members=set(members.values_list("user_id", flat=True)) if members is not None else (),
        reporters=set(Report.objects.filter(case=case).values_list("reporter_id", flat=True)),
    )


def check_judge(actor: User, case: Case) -> None:
    """Only an admin without a part in it. Raises NotPermitted or TooClose; the database refuses the same."""
    if not (actor.is_admin and actor.is_active):
        raise NotPermitted(_("Only an admin of the platform decides this."))
    if has_a_part(actor.pk, ties_of(case)):
        raise TooClose(_("You have a part in this, or reported it: somebody else decides."))
