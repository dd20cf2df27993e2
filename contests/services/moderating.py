"""What the platform does with single works and words: hides them, shows them again, lets an entry in again.

For admins who have no part in the contest. Whether it is right, and what is said of it, is decided elsewhere; nothing
here touches a shortlist, an award or money: what was earned stays earned.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotPermitted, NotVisible, WrongMoment
from contests.lifecycle import Role
from contests.models import Comment, Entry, EntryState, Message, Question
from contests.services.access import lock_for, lock_with_entry
from contests.services.reviewing import REVIEWING
from contests.services.transitions import note_event


@transaction.atomic
def hide_entry(actor: User, entry_id: UUID, *, now: datetime) -> Entry:
    """Show it to its makers and the brand only. Doing it twice is harmless. Raises NotVisible or NotPermitted."""
    return _set_entry_hidden(actor, entry_id, now)


@transaction.atomic
def show_entry(actor: User, entry_id: UUID) -> Entry:
    """Show it again to whoever saw it before. Raises NotVisible or NotPermitted."""
    return _set_entry_hidden(actor, entry_id, None)


@transaction.atomic
def reinstate_entry(actor: User, entry_id: UUID, *, now: datetime) -> Entry:
    """Let an entry that was ruled out take part again. Raises WrongMoment once the contest is decided."""
    contest, entry, role = lock_with_entry(actor, entry_id)
    _check_admin(role)
    if contest.state not in REVIEWING or entry.state != EntryState.DISQUALIFIED:
        raise WrongMoment(_("This entry cannot be let in again: the contest has gone on without it."))
    entry.state, entry.disqualified_because = EntryState.SUBMITTED, ""
    entry.save(update_fields=["state", "disqualified_because"])
    data = {"entry": str(entry.pk), "code": entry.code}
    note_event(contest, "entry_reinstated", role=role, actor_id=actor.pk, now=now, data=data)
    return entry


@transaction.atomic
def hide_question(actor: User, question_id: UUID, *, now: datetime) -> Question:
    """Show it to whoever asked it only. Raises NotVisible or NotPermitted."""
    return _set_question_hidden(actor, question_id, now)


@transaction.atomic
def show_question(actor: User, question_id: UUID) -> Question:
    """Show it again. Raises NotVisible or NotPermitted."""
    return _set_question_hidden(actor, question_id, None)


@transaction.atomic
def hide_comment(actor: User, comment_id: UUID, *, now: datetime) -> None:
    """Show it to whoever wrote it only. Raises NotVisible or NotPermitted."""
    _set_comment_hidden(actor, comment_id, now)


@transaction.atomic
def show_comment(actor: User, comment_id: UUID) -> None:
    """Show it again. Raises NotVisible or NotPermitted."""
    _set_comment_hidden(actor, comment_id, None)


@transaction.atomic
def hide_message(actor: User, message_id: UUID, *, now: datetime) -> None:
    """Show it to whoever wrote it only. Raises NotVisible or NotPermitted."""
    _set_message_hidden(actor, message_id, now)


@transaction.atomic
def show_message(actor: User, message_id: UUID) -> None:
    """Show it again. Raises NotVisible or NotPermitted."""
    _set_message_hidden(actor, message_id, None)


def _set_entry_hidden(actor: User, entry_id: UUID, moment: datetime | None) -> Entry:
    _contest, entry, role = lock_with_entry(actor, entry_id)
    _check_admin(role)
    entry.hidden_at = moment
    entry.save(update_fields=["hidden_at"])
    return entry


def _set_question_hidden(actor: User, question_id: UUID, moment: datetime | None) -> Question:
    contest_id = Question.objects.filter(pk=question_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    _contest, role = lock_for(actor, contest_id)
    _check_admin(role)
    question = Question.objects.select_for_update().get(pk=question_id)
    question.hidden_at = moment
    question.save(update_fields=["hidden_at"])
    return question


def _set_comment_hidden(actor: User, comment_id: UUID, moment: datetime | None) -> None:
    entry_id = Comment.objects.filter(pk=comment_id).values_list("entry_id", flat=True).first()
    _check_admin_of_entry(actor, entry_id)
    Comment.objects.filter(pk=comment_id).update(hidden_at=moment)


def _set_message_hidden(actor: User, message_id: UUID, moment: datetime | None) -> None:
    entry_id = Message.objects.filter(pk=message_id).values_list("conversation_id", flat=True).first()
    _check_admin_of_entry(actor, entry_id)
    Message.objects.filter(pk=message_id).update(hidden_at=moment)


def _check_admin_of_entry(actor: User, entry_id: UUID | None) -> None:
    if entry_id is None:
        raise NotVisible
    _contest, _entry, role = lock_with_entry(actor, entry_id)
    _check_admin(role)


def _check_admin(role: Role) -> None:
    if role != Role.ADMIN:
        raise NotPermitted(_("Only an admin without a part in the contest does this."))
