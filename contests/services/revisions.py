"""Changes: a brand asks for another round on a shortlisted entry, and that round is paid for, whatever comes of it.

No pay, no request (rule 11): beyond what its policy set aside nothing can be asked. What a round costs is not said.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests.errors import NotPermitted, NotVisible, RevisionRefused, WrongMoment
from contests.lifecycle import State
from contests.models import Contest, Entry, RevisionRequest, ShortlistPlace
from contests.selectors.roles import may_see_entry
from contests.services import work_mails
from contests.services.access import lock_with_entry
from contests.services.transitions import note_event
from contests.visibility import DECIDERS

ASKABLE = frozenset({State.FINAL_ROUND, State.JUDGING})
LEAST_NOTE, MOST_NOTE = 10, 2000


@transaction.atomic
def ask_for_revision(actor: User, entry_id: UUID, note: str, *, now: datetime) -> RevisionRequest:
    """Ask for one more round of changes to a shortlisted entry; its author is told what should change.

    Raises NotVisible, NotPermitted, WrongMoment or RevisionRefused.
    """
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers ask for changes."))
    if contest.state not in ASKABLE:
        raise WrongMoment(_("Changes are asked for in the final round and while you judge."))
    if not ShortlistPlace.objects.filter(entry=entry).exists():
        raise RevisionRefused(_("Only a shortlisted entry is paid for changes, so only of one can they be asked."))
    number = _next_round(contest, entry)
    if not LEAST_NOTE <= len(note.strip()) <= MOST_NOTE:
        raise RevisionRefused(_("Say what should change, so that one round is enough."), field="note")
    request = RevisionRequest.objects.create(entry=entry, round=number, note=note.strip(), asked_by=actor, asked_at=now)
    data = {"entry": str(entry.pk), "code": entry.code, "round": number}
    note_event(contest, "revision_asked", role=role, actor_id=actor.pk, now=now, data=data)
    work_mails.tell_revision(request, now=now)
    return request


def _next_round(contest: Contest, entry: Entry) -> int:
    most = contest.revision_rounds_max
    number = entry.revision_requests.count() + 1
    if not most:
        raise RevisionRefused(_("No money is set aside for changes, so none can be asked for."))
    if number > most:
        words = ngettext(
            "Money is set aside for %(n)d round for each entry; it has been asked for.",
            "Money is set aside for %(n)d rounds for each entry; all have been asked for.",
            most,
        )
        raise RevisionRefused(words % {"n": most})
    return number
