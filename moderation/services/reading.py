"""Shows whoever decides on a reported message what was written around it, and writes down that they have read it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.errors import NotVisible
from contests.selectors.messages_around import MessageAround, messages_around
from moderation.errors import CaseClosed
from moderation.rules import READ_AROUND
from moderation.selectors.cases import cases_for, is_read_around_by
from moderation.selectors.whom import contest_of


@transaction.atomic
def read_around(actor: User, case_ref: UUID) -> tuple[MessageAround, ...]:
    """The reported message with a few before and after it; each reading is an act of its own in the audit trail.

    Raises NotVisible, also of what is no message, or CaseClosed once nothing is left for the actor to decide.
    """
    case = cases_for(actor).filter(ref=case_ref).first() if actor.is_admin and actor.is_active else None
    if case is None or case.message is None:
        raise NotVisible
    if not is_read_around_by(actor, case):
        raise CaseClosed(_("There is nothing left for you to decide here, and so nothing more to read."))
    found = messages_around(case.message, READ_AROUND)
    # Which ones, and none of their words: auditors read the trail.
    span = {"first": found[0].number, "last": found[-1].number}
    record_act(Act.MESSAGES_READ, actor, f"case:{case.ref}", contest_id=contest_of(case), after=span)
    return found
