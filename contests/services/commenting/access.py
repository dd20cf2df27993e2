"""How a service of comments comes to an entry: its contest locked, the actor's part in it known, the talk open."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.comment_rules import Side, side_of, takes_comments
from contests.errors import NotPermitted, NotVisible, WrongMoment
from contests.lifecycle import Role
from contests.models import Comment, CommentRelease, Contest, Entry
from contests.selectors.roles import view_of
from contests.services.access import lock_with_entry
from contests.visibility import EntryView, sees_comments, sees_entry


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's part in the talk about one entry."""

    contest: Contest
    entry: Entry
    role: Role
    side: Side


def take_seat(actor: User, entry_id: UUID) -> Seat:
    """The entry, locked, and for whom the actor speaks. Raises NotVisible, NotPermitted or WrongMoment."""
    contest, entry, role = lock_with_entry(actor, entry_id)
    view = view_of(entry, actor)
    if not sees_entry(view):
        raise NotVisible
    return _seated(contest, entry, view, role)


def seat_at(actor: User, comment_id: UUID) -> tuple[Seat, Comment]:
    """A comment that the actor reads, and their part in its talk. Raises NotVisible, NotPermitted or WrongMoment."""
    entry_id = Comment.objects.filter(pk=comment_id).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise NotVisible
    contest, entry, role = lock_with_entry(actor, entry_id)
    view = view_of(entry, actor)
    if not sees_comments(view, is_released=CommentRelease.objects.filter(pk=contest.pk).exists()):
        raise NotVisible
    seat = _seated(contest, entry, view, role)
    comment = Comment.objects.select_related("version", "parent").get(pk=comment_id)
    comment.entry = entry
    return seat, comment


def _seated(contest: Contest, entry: Entry, view: EntryView, role: Role) -> Seat:
    side = side_of(role, is_own=view.is_own)
    if side is None:
        raise NotPermitted(_("Comments are written by the makers of an entry, and by the brand’s people who judge it."))
    if not takes_comments(contest.state, entry.state):
        raise WrongMoment(_("This is over: its comments can be read, and no more be changed."))
    return Seat(contest, entry, role, side)
