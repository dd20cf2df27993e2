"""What somebody wants to report, as far as they see it themselves: what is hidden from them they cannot name."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.models import Membership, User
from contests.errors import NotVisible
from contests.models import Contest, Entry, Question
from contests.selectors.comments import get_comment
from contests.selectors.messages import get_message
from contests.selectors.roles import may_see_contest, may_see_entry, read_as
from moderation.rules import Target


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that can be reported. `label` tells no more of it than the reader sees anyway."""

    target: Target
    pk: UUID | int
    label: str
    contest_id: UUID | None
    is_own: bool


def find_target(viewer: User, target: Target, key: str) -> Found:
    """The thing, if the viewer sees it. Raises NotVisible."""
    if target == Target.PERSON:
        return _person(viewer, key)
    try:
        pk = UUID(key)
    except ValueError:
        raise NotVisible from None
    return FINDERS[target](viewer, pk)


def _entry(viewer: User, pk: UUID) -> Found:
    entry = Entry.objects.select_related("contest").filter(pk=pk).first()
    reader = read_as(viewer)
    if entry is None or not (may_see_contest(entry.contest, reader) and may_see_entry(entry, reader)):
        raise NotVisible
    own = Entry.objects.filter(Q(author=viewer) | Q(shares__user=viewer), pk=pk).exists()
    return Found(Target.ENTRY, pk, entry.code, entry.contest_id, own)


def _contest(viewer: User, pk: UUID) -> Found:
    contest = Contest.objects.select_related("brief").filter(pk=pk).first()
    reader = read_as(viewer)
    if contest is None or not may_see_contest(contest, reader):
        raise NotVisible
    return Found(Target.CONTEST, pk, contest.brief.title, pk, contest.brand_id in reader.brands)


def _question(viewer: User, pk: UUID) -> Found:
    question = Question.objects.select_related("contest").filter(pk=pk).first()
    if question is None or not may_see_contest(question.contest, viewer):
        raise NotVisible
    is_own = question.asker_id == viewer.pk
    if question.hidden_at is not None and not (is_own or viewer.is_admin):
        raise NotVisible
    return Found(Target.QUESTION, pk, question.body[:80], question.contest_id, is_own)


def _comment(viewer: User, pk: UUID) -> Found:
    """What was taken back or hidden is there for nobody to report."""
    card = get_comment(viewer, pk)
    if card.is_withdrawn or (card.is_hidden and not card.is_own):
        raise NotVisible
    contest_id = Entry.objects.values_list("contest_id", flat=True).get(pk=card.entry_id)
    return Found(Target.COMMENT, pk, card.body[:80], contest_id, card.is_own)


def _message(viewer: User, pk: UUID) -> Found:
    card = get_message(viewer, pk)
    if card.is_hidden and not card.is_own:
        raise NotVisible
    contest_id = Entry.objects.values_list("contest_id", flat=True).get(pk=card.entry_id)
    return Found(Target.MESSAGE, pk, card.body[:80], contest_id, card.is_own)


def _person(viewer: User, handle: str) -> Found:
    """By the name that others see. Somebody of a brand is known to its own people only, as everywhere."""
    person = User.objects.filter(handle=handle, is_active=True).first() if "\0" not in handle else None
    if person is None:
        raise NotVisible
    shared = Membership.objects.filter(user=person, brand__memberships__user=viewer).exists()
    if not (hasattr(person, "creative") or shared or person.pk == viewer.pk):
        raise NotVisible
    return Found(Target.PERSON, person.pk, person.public_name, None, person.pk == viewer.pk)


FINDERS: dict[Target, Callable[[User, UUID], Found]] = {
    Target.ENTRY: _entry,
    Target.CONTEST: _contest,
    Target.QUESTION: _question,
    Target.COMMENT: _comment,
    Target.MESSAGE: _message,
}
