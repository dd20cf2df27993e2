"""What becomes of a comment: dealt with, taken up again, taken back, or shown to everybody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.comment_rules import Side
from contests.errors import NotPermitted, WrongMoment
from contests.models import Comment, CommentRelease
from contests.services.access import lock_for
from contests.services.commenting.access import seat_at
from contests.visibility import DECIDERS


@transaction.atomic
def resolve_comment(actor: User, comment_id: UUID, *, now: datetime) -> Comment:
    """Say for the brand that a thread is dealt with. Doing so again changes nothing.

    Raises NotVisible, NotPermitted or WrongMoment.
    """
    first = _thread_of(actor, comment_id)
    if first.resolved_at is None:
        first.resolved_at, first.resolved_by = now, actor
        first.save(update_fields=["resolved_at", "resolved_by"])
    return first


@transaction.atomic
def reopen_comment(actor: User, comment_id: UUID) -> Comment:
    """Take a thread up again. Raises NotVisible, NotPermitted or WrongMoment."""
    first = _thread_of(actor, comment_id)
    if first.resolved_at is not None:
        first.resolved_at, first.resolved_by = None, None
        first.save(update_fields=["resolved_at", "resolved_by"])
    return first


@transaction.atomic
def withdraw_comment(actor: User, comment_id: UUID, *, now: datetime) -> Comment:
    """Take back what one has written: nobody reads it any more, and its place stays.

    Raises NotVisible, NotPermitted or WrongMoment.
    """
    _seat, comment = seat_at(actor, comment_id)
    if comment.author_id != actor.pk:
        raise NotPermitted(_("A comment is taken back by whoever wrote it."))
    if comment.withdrawn_at is None:
        comment.withdrawn_at = now
        comment.save(update_fields=["withdrawn_at"])
    return comment


@transaction.atomic
def release_comments(actor: User, contest_id: UUID, *, now: datetime) -> CommentRelease:
    """Let everybody who sees an entry of this contest read its comments; for good. Doing so again changes nothing.

    Raises NotVisible, NotPermitted or WrongMoment.
    """
    contest, role = lock_for(actor, contest_id)
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand’s owners and managers show its comments to everybody."))
    if contest.decided_at is None:
        raise WrongMoment(_("Comments are shown to everybody after the decision at the earliest."))
    release, _created = CommentRelease.objects.get_or_create(
        contest=contest, defaults={"released_by": actor, "released_at": now}
    )
    return release


def _thread_of(actor: User, comment_id: UUID) -> Comment:
    """The comment that began the thread, for somebody who may say that it is dealt with."""
    seat, comment = seat_at(actor, comment_id)
    if seat.side != Side.BRAND:
        raise NotPermitted(_("Whether a comment is dealt with is for the brand to say."))
    return comment.parent or comment
