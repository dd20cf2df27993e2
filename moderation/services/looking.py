"""What an admin makes of a likeness: no copy, or a case, in which it is then decided like any other."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.errors import NotPermitted, NotVisible
from contests.services.transitions import lock_contest
from moderation.errors import CaseClosed
from moderation.models import Case, Likeness, Origin, Verdict
from moderation.rules import Target
from moderation.selectors.likenesses import likenesses_for
from moderation.services.reporting import open_case


@transaction.atomic
def dismiss_likeness(actor: User, likeness_id: int, *, now: datetime) -> Likeness:
    """It is no copy: nobody is shown it any more. Raises NotVisible, NotPermitted or CaseClosed."""
    likeness = _lock(actor, likeness_id)
    _write(likeness, Verdict.DISMISSED, actor, now)
    record_act(Act.LIKENESS_DISMISS, actor, likeness)
    return likeness


@transaction.atomic
def open_case_of(actor: User, likeness_id: int, *, now: datetime) -> Case:
    """Make a case of the later work. Raises NotVisible, NotPermitted or CaseClosed."""
    likeness = _lock(actor, likeness_id)
    case = open_case(Target.ENTRY, likeness.later_id, Origin.LIKENESS, now=now)
    likeness.case = case
    _write(likeness, Verdict.CASE, actor, now)
    return case


def _lock(actor: User, likeness_id: int) -> Likeness:
    if not (actor.is_admin and actor.is_active):
        raise NotPermitted(_("Only an admin of the platform decides this."))
    found = likenesses_for(actor).filter(pk=likeness_id).first()
    if found is None:
        raise NotVisible
    lock_contest(found.later.contest_id)
    likeness = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness_id)
    if likeness.verdict:
        raise CaseClosed(_("Somebody has looked at this already."))
    return likeness


def _write(likeness: Likeness, verdict: Verdict, actor: User, now: datetime) -> None:
    likeness.verdict, likeness.looked_by, likeness.looked_at = verdict, actor, now
    likeness.save(update_fields=["verdict", "looked_by", "looked_at", "case"])
