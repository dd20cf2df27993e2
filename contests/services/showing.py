"""Showing one's own entries on one's own page, and taking them away again; and the brand's word where it is needed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotPermitted, NotVisible, ShowingRefused, WrongMoment
from contests.models import Entry, EntryShare, ShowingWord, ShownWork
from contests.selectors.roles import may_see_entry
from contests.selectors.showcase import work_of
from contests.services import mails
from contests.services.access import check_not_blocked, lock_with_entry
from contests.services.transitions import note_event
from contests.showcase_rules import Refused, refuse
from contests.visibility import DECIDERS


@transaction.atomic
def show_work(actor: User, entry_id: UUID, *, now: datetime) -> ShownWork:
    """Show a work of one's own to everybody; twice is harmless.

    Raises NotVisible, NotPermitted, WrongMoment or ShowingRefused.
    """
    entry = _own_entry(actor, entry_id)
    check_not_blocked(actor)
    _check(refuse(work_of(entry)))
    row, _made = ShownWork.objects.get_or_create(entry=entry, person=actor, defaults={"shown_at": now})
    return row


@transaction.atomic
def take_away(actor: User, entry_id: UUID) -> None:
    """Show it no more; at any time, and twice is harmless. Raises NotVisible or NotPermitted."""
    entry = _own_entry(actor, entry_id)
    ShownWork.objects.filter(entry=entry, person=actor).delete()


@transaction.atomic
def agree_to_showing(actor: User, entry_id: UUID, *, now: datetime) -> None:
    """The brand's word that the makers may show this work, for good; twice is harmless.

    Raises NotVisible, NotPermitted or WrongMoment.
    """
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers agree to this."))
    if contest.decided_at is None:
        raise _too_early()
    _word, made = ShowingWord.objects.get_or_create(entry=entry, defaults={"given_by": actor, "given_at": now})
    if made:
        data = {"entry": str(entry.pk), "code": entry.code}
        note_event(contest, "showing_agreed", role=role, actor_id=actor.pk, now=now, data=data)
        mails.tell_maker(entry, "showing_agreed", now=now, once_for=str(entry.pk))


def _own_entry(actor: User, entry_id: UUID) -> Entry:
    _contest, entry, _role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if not EntryShare.objects.filter(entry=entry, user=actor).exists():
        raise NotPermitted(_("Only who made a work shows it."))
    return entry


def _too_early() -> WrongMoment:
    return WrongMoment(_("Entries are shown once their contest is decided."))


def _check(reason: Refused | None) -> None:
    if reason is None:
        return
    if reason == Refused.NOT_DECIDED:
        raise _too_early()
    raise ShowingRefused(
        {
            Refused.NOT_IN: _("This entry is no longer in its contest, and is not shown."),
            Refused.HIDDEN: _("The platform has hidden this entry, so it is not shown."),
            Refused.NEEDS_WORD: _(
                "Its rights are the brand's, or its brief was not for everybody: the brand agrees first. Ask it to."
            ),
        }[reason]
    )
