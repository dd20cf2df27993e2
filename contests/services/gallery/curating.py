"""Notes, collections and picks: how a brand's people work through a gallery. Nobody else is ever told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidCollection, InvalidNote, NotPermitted, NotVisible, Problem, WrongMoment
from contests.gallery_rules import (
    MAX_COLLECTION_NAME,
    MAX_COLLECTIONS,
    MAX_NOTE,
    MAX_NOTES,
    text_problems,
)
from contests.lifecycle import State
from contests.models import (
    Collection,
    CollectionItem,
    Contest,
    Elimination,
    Entry,
    EntryNote,
    EntryState,
    ShortlistPick,
)
from contests.services.access import lock_for
from contests.services.gallery.access import (
    check_decides,
    lock_contest_for_raters,
    lock_for_deciders,
    lock_for_raters,
)


@transaction.atomic
def add_note(actor: User, entry_id: UUID, body: str, *, now: datetime) -> EntryNote:
    """Raises NotVisible, NotPermitted or InvalidNote."""
    _contest, entry, _role = lock_for_raters(actor, entry_id)
    text = body.strip()
    if problems := text_problems("body", text, least=1, most=MAX_NOTE):
        raise InvalidNote(problems)
    if EntryNote.objects.filter(entry=entry).count() >= MAX_NOTES:
        sentence = _("This entry has %(n)d notes, which is the most. Remove one first.")
        raise InvalidNote([Problem("body", sentence % {"n": MAX_NOTES})])
    return EntryNote.objects.create(entry=entry, writer=actor, body=text, created_at=now)


@transaction.atomic
def remove_note(actor: User, note_id: UUID) -> UUID:
    """Remove a note of one's own; the id of its entry. Raises NotVisible or NotPermitted."""
    entry_id = EntryNote.objects.filter(pk=note_id).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise NotVisible
    lock_for_raters(actor, entry_id)
    note = EntryNote.objects.select_for_update().filter(pk=note_id).first()
    if note is None:
        raise NotVisible
    if note.writer_id != actor.pk:
        raise NotPermitted(_("A note is removed by whoever wrote it."))
    note.delete()
    return entry_id


@transaction.atomic
def make_collection(actor: User, contest_id: UUID, name: str, *, now: datetime) -> Collection:
    """A new, empty collection. Raises NotVisible, NotPermitted or InvalidCollection."""
    contest = lock_contest_for_raters(actor, contest_id)
    wanted = " ".join(name.split())
    problems = text_problems("name", wanted, least=1, most=MAX_COLLECTION_NAME)
    others = Collection.objects.filter(contest=contest)
    if others.filter(name__iexact=wanted).exists():
        problems.append(Problem("name", _("There is a collection of this name; choose another name.")))
    if others.count() >= MAX_COLLECTIONS:
        sentence = _("This contest has %(n)d collections, which is the most. Remove one first.")
        problems.append(Problem("name", sentence % {"n": MAX_COLLECTIONS}))
    if problems:
        raise InvalidCollection(problems)
    return Collection.objects.create(contest=contest, name=wanted, created_by=actor, created_at=now)


@transaction.atomic
def remove_collection(actor: User, collection_id: UUID) -> UUID:
    """Remove a collection, not its entries; the id of its contest. Raises NotVisible or NotPermitted."""
    found = _lock_collection(actor, collection_id)
    found.delete()
    return found.contest_id


@transaction.atomic
def put_in_collection(actor: User, collection_id: UUID, entry_id: UUID, *, belongs: bool, now: datetime) -> Collection:
    """Let an entry belong to a collection, or not. Doing it again changes nothing. Raises NotVisible, NotPermitted."""
    found = _lock_collection(actor, collection_id)
    if not Entry.objects.filter(pk=entry_id, contest=found.contest_id).exclude(state=EntryState.WITHDRAWN).exists():
        raise NotVisible
    items = CollectionItem.objects.filter(collection=found, entry_id=entry_id)
    if not belongs:
        items.delete()
    elif not items.exists():
        CollectionItem.objects.create(collection=found, entry_id=entry_id, added_by=actor, added_at=now)
    return found


@transaction.atomic
def pick_entry(actor: User, entry_id: UUID, *, picked: bool, now: datetime) -> Entry:
    """Mean to shortlist an entry, or no longer. Raises NotVisible, NotPermitted or WrongMoment."""
    contest, entry, _role = lock_for_deciders(actor, entry_id)
    _check_picking(contest)
    if not picked:
        ShortlistPick.objects.filter(entry=entry).delete()
        return entry
    if entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("This entry cannot be shortlisted any more."))
    if Elimination.objects.filter(entry=entry, undone_at=None).exists():
        raise WrongMoment(_("This entry is eliminated. Take it back before you pick it."))
    if not ShortlistPick.objects.filter(entry=entry).exists():
        ShortlistPick.objects.create(entry=entry, picked_by=actor, picked_at=now)
    return entry


@transaction.atomic
def keep_picks(actor: User, contest_id: UUID, entry_ids: Sequence[UUID], *, now: datetime) -> None:
    """These, and no others, are meant to be shortlisted. Those that cannot be are left out.

    Raises NotVisible, NotPermitted or WrongMoment.
    """
    contest, role = lock_for(actor, contest_id)
    check_decides(role)
    _check_picking(contest)
    fit = Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED, pk__in=entry_ids)
    wanted = set(fit.exclude(eliminations__in=Elimination.objects.filter(undone_at=None)).values_list("pk", flat=True))
    there = ShortlistPick.objects.filter(entry__contest=contest)
    there.exclude(entry__in=wanted).delete()
    known = set(there.values_list("pk", flat=True))
    ShortlistPick.objects.bulk_create(
        ShortlistPick(entry_id=key, picked_by=actor, picked_at=now)
        for key in dict.fromkeys(entry_ids)
        if key in wanted - known
    )


def _check_picking(contest: Contest) -> None:
    if contest.state != State.SHORTLISTING:
        raise WrongMoment(_("The shortlist is picked once entries have closed, and until it is confirmed."))


def _lock_collection(actor: User, collection_id: UUID) -> Collection:
    contest_id = Collection.objects.filter(pk=collection_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    lock_contest_for_raters(actor, contest_id)
    found = Collection.objects.select_for_update().filter(pk=collection_id).first()
    if found is None:
        raise NotVisible
    return found
