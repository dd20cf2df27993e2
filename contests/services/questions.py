"""Public questions about a brief: asked by creatives while it is open, answered by the brand, for everybody to read.

An answer is part of what people work on, so it stands once it is given. Nobody is told who asked.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import EntriesClosed, InvalidQuestion, NotPermitted, NotVisible, Problem, WrongMoment
from contests.lifecycle import State
from contests.models import Question
from contests.services import work_mails
from contests.services.access import check_eligible, check_not_blocked, lock_for
from contests.services.finding import nudging, telling
from contests.services.finding.nudging import ANSWERABLE
from contests.visibility import DECIDERS

QUESTION_LENGTH = (10, 1000)
ANSWER_LENGTH = (2, 4000)
MAX_UNANSWERED = 3
MAX_PER_PERSON = 10


@transaction.atomic
def ask(actor: User, contest_id: UUID, body: str, *, now: datetime) -> Question:
    """Ask in public, without one's name. Raises NotVisible, NotEligible, EntriesClosed or InvalidQuestion."""
    contest, role = lock_for(actor, contest_id)
    check_eligible(role)
    check_not_blocked(actor)
    if contest.state != State.OPEN or contest.closes_at is None or now >= contest.closes_at:
        raise EntriesClosed(_("Questions are asked while the contest takes entries."))
    text = _checked("body", body, QUESTION_LENGTH)
    _check_rate(actor, contest_id, text)
    question = Question.objects.create(contest=contest, asker=actor, body=text, created_at=now)
    work_mails.tell_asked(contest, question, now=now)
    nudging.plan_question(question)
    return question


@transaction.atomic
def answer(actor: User, question_id: UUID, body: str, *, now: datetime) -> Question:
    """Answer for the brand, once and for all. Raises NotVisible, NotPermitted, WrongMoment or InvalidQuestion."""
    contest_id = Question.objects.filter(pk=question_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    contest, role = lock_for(actor, contest_id)
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers answer questions."))
    if contest.state not in ANSWERABLE:
        raise WrongMoment(_("Questions are answered while entries are worked on."))
    question = Question.objects.select_for_update().get(pk=question_id)
    if question.answered_at:
        raise WrongMoment(_("This question has its answer already."))
    question.answer = _checked("answer", body, ANSWER_LENGTH)
    question.answered_by, question.answered_at = actor, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    work_mails.tell_answered(question, now=now)
    telling.tell_answered(question, now=now)
    return question


def _checked(field: str, text: str, bounds: tuple[int, int]) -> str:
    least, most = bounds
    trimmed = text.strip()
    if len(trimmed) < least:
        raise InvalidQuestion([Problem(field, _("Write at least %(least)d characters.") % {"least": least})])
    if len(trimmed) > most:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        raise InvalidQuestion([Problem(field, sentence % {"most": most, "length": len(trimmed)})])
    if "\0" in trimmed:
        raise InvalidQuestion([Problem(field, _("This holds a character that cannot be kept."))])
    return trimmed


def _check_rate(actor: User, contest_id: UUID, text: str) -> None:
    """The contest is locked, so that a person's questions are counted one after the other."""
    own = Question.objects.filter(contest=contest_id, asker=actor)
    if own.filter(body=text).exists():
        raise InvalidQuestion([Problem("body", _("You have asked this already."))])
    if own.filter(answered_at=None).count() >= MAX_UNANSWERED:
        sentence = _("%(n)d of your questions wait for an answer. Ask again when one has come.")
        raise InvalidQuestion([Problem("body", sentence % {"n": MAX_UNANSWERED})])
    if own.count() >= MAX_PER_PERSON:
        sentence = _("You have asked %(n)d questions here, which is the most.")
        raise InvalidQuestion([Problem("body", sentence % {"n": MAX_PER_PERSON})])
