"""Putting entries aside while one chooses, and taking them back. The author is told both, and why.

It is no disqualification: the entry stays admissible, and whatever silence or cancelling would pay it, it will be paid.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidElimination, ShortlistedStays, WrongMoment
from contests.gallery_rules import elimination_problems
from contests.lifecycle import State
from contests.models import Contest, Elimination, EliminationReason, Entry, EntryState, ShortlistPick, ShortlistPlace
from contests.services import work_mails
from contests.services.gallery.access import lock_for_deciders
from contests.services.transitions import note_event

CHOOSING = frozenset({State.OPEN, State.SHORTLISTING})


@transaction.atomic
def eliminate(actor: User, entry_id: UUID, reason: str, words: str = "", *, now: datetime) -> Elimination:
    """Put an entry aside. Raises NotVisible, NotPermitted, InvalidElimination, ShortlistedStays or WrongMoment."""
    contest, entry, role = lock_for_deciders(actor, entry_id)
    words = " ".join(words.split())
    if problems := elimination_problems(reason, words, EliminationReason.values):
        raise InvalidElimination(problems)
    _check_moment(contest, entry)
    if Elimination.objects.filter(entry=entry, undone_at=None).exists():
        raise WrongMoment(_("This entry is eliminated already."))
    made = Elimination.objects.create(entry=entry, reason=reason, words=words, eliminated_by=actor, eliminated_at=now)
    ShortlistPick.objects.filter(entry=entry).delete()
    data = {"entry": str(entry.pk), "code": entry.code, "reason": reason, "words": words}
    note_event(contest, "entry_eliminated", role=role, actor_id=actor.pk, now=now, data=data)
    work_mails.tell_eliminated(made, now=now)
    return made


@transaction.atomic
def reinstate(actor: User, entry_id: UUID, *, now: datetime) -> Elimination:
    """Take an elimination back. Raises NotVisible, NotPermitted or WrongMoment."""
    contest, entry, role = lock_for_deciders(actor, entry_id)
    _check_moment(contest, entry)
    standing = Elimination.objects.select_for_update().filter(entry=entry, undone_at=None).first()
    if standing is None:
        raise WrongMoment(_("This entry is not eliminated."))
    standing.undone_by, standing.undone_at = actor, now
    standing.save(update_fields=["undone_by", "undone_at"])
    data = {"entry": str(entry.pk), "code": entry.code}
    note_event(contest, "entry_taken_back", role=role, actor_id=actor.pk, now=now, data=data)
    work_mails.tell_reinstated(standing, now=now)
    return standing


def _check_moment(contest: Contest, entry: Entry) -> None:
    if ShortlistPlace.objects.filter(entry=entry).exists():
        raise ShortlistedStays(_("This entry is on the shortlist: it will be paid, and cannot be eliminated any more."))
    if contest.state not in CHOOSING or entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("Entries are eliminated, and taken back, until the shortlist is made."))
