"""Says something of an entry, or answers it. The contest is locked, so that threads are numbered in a row."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from contests.comment_rules import (
    MOST_IN_AN_HOUR,
    MOST_OF_AN_ENTRY,
    CommentDraft,
    problems_in_comment,
    problems_in_words,
)
from contests.errors import InvalidComment, Problem, WrongMoment
from contests.models import Comment, Entry, EntryVersion, FileKind, FileState, StoredFile
from contests.services.commenting.access import Seat, seat_at, take_seat
from contests.services.commenting.telling import tell_commented

HOUR = timedelta(hours=1)


@transaction.atomic
def write_comment(actor: User, entry_id: UUID, draft: CommentDraft, *, now: datetime) -> Comment:
    """Begin a thread about an entry's version, one of its pictures, or a place on it.

    Raises NotVisible, NotPermitted, WrongMoment or InvalidComment.
    """
    seat = take_seat(actor, entry_id)
    problems = list(problems_in_comment(draft))
    if problems:
        raise InvalidComment(problems)
    version = _version(seat.entry, draft.version)
    anchor = draft.anchor
    place: dict[str, Any] = {
        "version": version,
        "file": _picture(version, draft.file),
        "x": anchor.x if anchor else None,
        "y": anchor.y if anchor else None,
        "width": anchor.width if anchor else None,
        "height": anchor.height if anchor else None,
    }
    last = Comment.objects.filter(entry=seat.entry).aggregate(last=Max("thread"))["last"] or 0
    return _keep(actor, seat, {**place, "parent": None, "thread": last + 1, "place": 0}, draft.body, now=now)


@transaction.atomic
def reply(actor: User, comment_id: UUID, body: str, *, now: datetime) -> Comment:
    """Answer a comment; an answer to an answer stands in the same thread.

    Raises NotVisible, NotPermitted, WrongMoment or InvalidComment.
    """
    seat, answered = seat_at(actor, comment_id)
    problems = list(problems_in_words(body))
    if problems:
        raise InvalidComment(problems)
    first = answered.parent or answered
    last = Comment.objects.filter(entry=seat.entry, thread=first.thread).aggregate(last=Max("place"))["last"]
    place = {"parent": first, "thread": first.thread, "place": last + 1, "version_id": first.version_id}
    return _keep(actor, seat, place, body, now=now)


def _keep(actor: User, seat: Seat, place: dict[str, Any], body: str, *, now: datetime) -> Comment:
    said = body.strip()
    _check_rate(actor, seat.entry, place, said, now=now)
    comment = Comment.objects.create(entry=seat.entry, side=seat.side, author=actor, body=said, created_at=now, **place)
    tell_commented(seat.contest, comment, now=now)
    return comment


def _version(entry: Entry, number: int | None) -> EntryVersion:
    versions = EntryVersion.objects.filter(entry=entry)
    found = versions.last() if number is None else versions.filter(number=number).first()
    if found is None:
        raise InvalidComment([Problem("version", _("This entry has no such version."))])
    return found


def _picture(version: EntryVersion, ref: UUID | None) -> StoredFile | None:
    if ref is None:
        return None
    files = StoredFile.objects.filter(version=version, kind=FileKind.IMAGE, state=FileState.READY)
    found = files.filter(ref=ref).first()
    if found is None:
        raise InvalidComment([Problem("file", _("This version has no such picture."))])
    return found


def _check_rate(actor: User, entry: Entry, place: dict[str, Any], said: str, *, now: datetime) -> None:
    """The same words at the same place are a form that was sent twice; too many of them help nobody."""
    lately = Comment.objects.filter(entry=entry, author=actor, created_at__gt=now - HOUR)
    if _says_again(lately, place, said):
        raise InvalidComment([Problem("body", _("You have written this already."))])
    if lately.count() >= MOST_IN_AN_HOUR:
        sentence = _("You have written %(n)d comments here within an hour. Go on a little later.")
        raise WrongMoment(sentence % {"n": MOST_IN_AN_HOUR})
    if Comment.objects.filter(entry=entry).count() >= MOST_OF_AN_ENTRY:
        sentence = _("There are %(n)d comments on this entry, which is the most.")
        raise WrongMoment(sentence % {"n": MOST_OF_AN_ENTRY})


def _says_again(lately: QuerySet[Comment], place: dict[str, Any], said: str) -> bool:
    for same in lately.filter(body=said, withdrawn_at=None):
        if all(getattr(same, name) == value for name, value in place.items() if name not in ("thread", "place")):
            return True
    return False
