"""Says something to the other side. The contest is locked, so that messages are numbered in a row."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.comment_rules import Side
from contests.errors import InvalidMessage, NotPermitted, NotVisible, Problem, WrongMoment
from contests.lifecycle import Role
from contests.message_rules import (
    MOST_IN_AN_HOUR,
    MOST_OPENED_IN_A_DAY,
    OPEN_AFTER_END,
    SAME_WITHIN,
    may_open,
    may_write_as,
    problems_in_message,
    side_in,
    takes_messages,
    what_names,
)
from contests.models import Contest, Conversation, Entry, EntryShare, Message
from contests.selectors.roles import may_see_entry
from contests.services.access import check_not_blocked, lock_with_entry
from contests.services.messaging.telling import tell_written

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@transaction.atomic
def send_message(actor: User, entry_id: UUID, body: str, *, now: datetime) -> Message:
    """Write to the other side about an entry; the first message opens the conversation.

    The same words again within minutes, with nothing in between, are the message that is there already.
    Raises NotVisible, NotPermitted, WrongMoment or InvalidMessage.
    """
    contest, entry, role = lock_with_entry(actor, entry_id)
    conversation = Conversation.objects.filter(pk=entry_id).first()
    side = _side(actor, entry, role, is_begun=conversation is not None)
    check_not_blocked(actor)
    _check_moment(contest, entry, side, is_begun=conversation is not None, now=now)
    _check_words(contest, entry, side, body)
    said = body.strip()
    if conversation is None:
        _check_opening(actor, now=now)
        conversation = Conversation.objects.create(entry=entry, opened_by=actor, opened_at=now, last_at=now)
    elif same := _said_just_now(actor, conversation, said, now=now):
        return same
    _check_rate(actor, conversation, now=now)
    number = conversation.last_number + 1
    message = Message.objects.create(
        conversation=conversation, number=number, side=side, author=actor, body=said, created_at=now
    )
    conversation.last_number, conversation.last_at = number, now
    conversation.save(update_fields=["last_number", "last_at"])
    tell_written(contest, entry, message, now=now)
    return message


def _side(actor: User, entry: Entry, role: Role, *, is_begun: bool) -> Side:
    is_author = entry.author_id == actor.pk
    side = side_in(role, is_author=is_author)
    is_inside = side is not None and (is_author or is_begun)
    if not is_inside and not may_see_entry(entry, actor):
        raise NotVisible
    if side is None:
        raise NotPermitted(_("Messages about an entry are between its author and the brand."))
    if not may_write_as(role, is_author=is_author):
        raise NotPermitted(_("The brand’s owners and managers write; who judges reads along."))
    return side


def _check_moment(contest: Contest, entry: Entry, side: Side, *, is_begun: bool, now: datetime) -> None:
    if entry.state == "withdrawn":
        raise WrongMoment(_("This entry was withdrawn: what was written can be read, and no more be added."))
    if not takes_messages(contest.state, contest.state_since, entry.state, now=now):
        sentence = _("The brief ended more than %(days)d days ago: what was written can be read, and no more be added.")
        raise WrongMoment(sentence % {"days": OPEN_AFTER_END.days})
    if not is_begun and not may_open(side, entry.state):
        sentence = _("This entry was ruled out. If that was wrong, report it: only the platform can let it in again.")
        raise WrongMoment(sentence)


def _check_words(contest: Contest, entry: Entry, side: Side, body: str) -> None:
    problems = list(problems_in_message(body))
    if not problems and side == Side.MAKER and contest.is_blind_now and (name := what_names(body, _traits(entry))):
        sentence = _("This brief is blind until it is decided: take out “%(name)s”, by which the brand could know you.")
        problems.append(Problem("body", sentence % {"name": name}))
    if problems:
        raise InvalidMessage(problems)


def _traits(entry: Entry) -> list[str]:
    """By what those who made it can be told: handles, names and addresses."""
    team = EntryShare.objects.filter(entry=entry).values("user_id")
    people = User.objects.filter(pk__in=team) | User.objects.filter(pk=entry.author_id)
    return [trait for row in people.values_list("handle", "display_name", "email") for trait in row if trait]


def _said_just_now(actor: User, conversation: Conversation, said: str, *, now: datetime) -> Message | None:
    last = Message.objects.filter(conversation=conversation, number=conversation.last_number).first()
    if last is not None and last.author_id == actor.pk and last.body == said and now - last.created_at < SAME_WITHIN:
        return last
    return None


def _check_opening(actor: User, *, now: datetime) -> None:
    if Conversation.objects.filter(opened_by=actor, opened_at__gt=now - DAY).count() >= MOST_OPENED_IN_A_DAY:
        sentence = _("You have begun %(n)d conversations within a day, which is the most. Go on tomorrow.")
        raise WrongMoment(sentence % {"n": MOST_OPENED_IN_A_DAY})


def _check_rate(actor: User, conversation: Conversation, *, now: datetime) -> None:
    lately = Message.objects.filter(conversation=conversation, author=actor, created_at__gt=now - HOUR)
    if lately.count() >= MOST_IN_AN_HOUR:
        sentence = _("You have written %(n)d messages here within an hour. Go on a little later.")
        raise WrongMoment(sentence % {"n": MOST_IN_AN_HOUR})
