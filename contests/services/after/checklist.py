"""The checklist of a handover: the winner marks each item as delivered, the brand ticks it off or says what is missing.

It moves nothing else. A handover is accepted by the brand's word or by its silence, whatever its items say; an item
that is open stops no clock. What was called missing may still be supplied until then.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidMark, NotPermitted, NotVisible, Problem, WrongMoment
from contests.lifecycle import Role, State
from contests.models import (
    Brief,
    Contest,
    FileState,
    Handover,
    HandoverItem,
    HandoverMark,
    HandoverMarkFile,
    MarkKind,
    StoredFile,
)
from contests.selectors.roles import role_on
from contests.services import mails
from contests.services.access import lock_for
from contests.visibility import DECIDERS

WORDS_MAX = 1000
OPEN_STATES = frozenset({State.AWARDED, State.HANDOVER})


def write_items(handovers: Sequence[Handover], contest: Contest) -> None:
    """Give new handovers of one contest the brief's deliverables as their items, in the caller's transaction."""
    asked = Brief.objects.filter(contest=contest).values_list("deliverables", flat=True).first() or []
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, position=position, words=words)
        for handover in handovers
        for position, words in enumerate(asked, start=1)
    )


@transaction.atomic
def mark_delivered(actor: User, item_id: int, refs: Sequence[UUID], words: str = "", *, now: datetime) -> HandoverMark:
    """The winner says that this item is delivered, and by which of the handover's files; again if it was missing.

    Raises NotVisible, WrongMoment or InvalidMark.
    """
    contest, item = _lock_item(actor, item_id)
    award = item.handover.award
    if award.entry.author_id != actor.pk:
        raise NotVisible
    if award.passed_over_at:
        raise WrongMoment(_("The award has passed to somebody else."))
    _check_open(contest, item)
    text = _checked_words(words, needed=False)
    files = list(StoredFile.objects.filter(handover=item.handover, ref__in=refs).exclude(state=FileState.REFUSED))
    if len(files) != len(set(refs)):
        raise InvalidMark([Problem("files", _("Choose among the files that you have added to this handover."))])
    mark = HandoverMark.objects.create(item=item, kind=MarkKind.DELIVERED, words=text, by=actor, at=now)
    HandoverMarkFile.objects.bulk_create(HandoverMarkFile(mark=mark, file=file) for file in files)
    if item.handover.delivered_at:
        mails.tell_deciders([contest], "handover_item_supplied", now=now, once_for=str(mark.pk))
    return mark


@transaction.atomic
def tick(actor: User, item_id: int, *, now: datetime) -> HandoverMark:
    """The brand has found this item. Accepting the whole is another act. Raises NotVisible or WrongMoment."""
    _contest, item = _lock_for_brand(actor, item_id)
    return HandoverMark.objects.create(item=item, kind=MarkKind.TICKED, by=actor, at=now)


@transaction.atomic
def say_missing(actor: User, item_id: int, words: str, *, now: datetime) -> HandoverMark:
    """The brand says what is missing of this item; its maker is told. The time for accepting runs on.

    Raises NotVisible, NotPermitted, WrongMoment or InvalidMark.
    """
    _contest, item = _lock_for_brand(actor, item_id)
    text = _checked_words(words, needed=True)
    mark = HandoverMark.objects.create(item=item, kind=MarkKind.MISSING, words=text, by=actor, at=now)
    mails.tell_maker(item.handover.award.entry, "handover_item_missing", now=now, once_for=str(mark.pk))
    return mark


def lacks_something(handover: Handover) -> bool:
    """Whether the brand has called something missing that was not supplied since."""
    latest = HandoverMark.objects.filter(item__handover=handover).order_by("item_id", "-id").distinct("item_id")
    return any(mark.kind == MarkKind.MISSING for mark in latest)


def _lock_item(actor: User, item_id: int) -> tuple[Contest, HandoverItem]:
    contest_id = HandoverItem.objects.filter(pk=item_id).values_list("handover__award__contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    contest, _role = lock_for(actor, contest_id)
    return contest, HandoverItem.objects.select_related("handover__award__entry").get(pk=item_id)


def _lock_for_brand(actor: User, item_id: int) -> tuple[Contest, HandoverItem]:
    contest, item = _lock_item(actor, item_id)
    role = role_on(contest, actor)
    if role in (Role.CREATIVE, Role.STRANGER):
        raise NotVisible
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers answer a handover."))
    if item.handover.delivered_at is None:
        raise WrongMoment(_("This work has not been handed over yet."))
    _check_open(contest, item)
    return contest, item


def _check_open(contest: Contest, item: HandoverItem) -> None:
    if contest.state not in OPEN_STATES or item.handover.accepted_at:
        raise WrongMoment(_("This handover is closed: its items stand as they are."))


def _checked_words(words: str, *, needed: bool) -> str:
    text = words.strip()
    if needed and not text:
        raise InvalidMark([Problem("words", _("Say what is missing, so that it can be supplied."))])
    if len(text) > WORDS_MAX:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        raise InvalidMark([Problem("words", sentence % {"most": WORDS_MAX, "length": len(text)})])
    if "\0" in text:
        raise InvalidMark([Problem("words", _("This holds a character that cannot be kept."))])
    return text
