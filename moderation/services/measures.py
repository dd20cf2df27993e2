"""What each measure does, and how it is undone: each calls the one service that everybody else's acts go through.

None touches money: a shortlisted entry keeps its place and its floor, and is not ruled out here. Whoever thinks that
something was not earned opens a dispute, which a person decides.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from accounts.errors import AlreadySo
from accounts.models import User
from accounts.services.people import set_blocked
from contests.errors import WrongMoment
from contests.lifecycle import State
from contests.models import Contest
from contests.services import moderating
from contests.services.reviewing import disqualify_entry
from contests.services.suspension import resume_contest, suspend_contest
from moderation.models import Case, Decision
from moderation.rules import Measure
from moderation.selectors.whom import addressee_of

LONGEST_REASON = 2000
Act = Callable[[User, Case, str, datetime], None]


def take(actor: User, case: Case, measure: Measure, words: str, *, now: datetime) -> None:
    """Do it, in the caller's transaction. `words`: what was found, for whoever reads why. May refuse as its service."""
    if measure in TAKEN:
        TAKEN[measure](actor, case, words[:LONGEST_REASON], now)


def undo(actor: User, decision: Decision, *, now: datetime) -> None:
    """Take a decision's effect back, as far as time allows; what has gone on without it is left as it is.

    A warning or a strike has no other effect than to stand; taken back, it no longer counts. What another decision says
    as well, on grounds of its own, stays as that one has it.
    """
    act = UNDONE.get(Measure(decision.measure))
    if act is not None and not _is_said_again(decision):
        with suppress(WrongMoment, AlreadySo):
            act(actor, decision.case, "", now)


def _is_said_again(decision: Decision) -> bool:
    """Whether a second decision of the same measure stands about the same thing."""
    case = decision.case
    same = Decision.objects.filter(measure=decision.measure, reversed_by=None).exclude(pk=decision.pk)
    return same.filter(**{f"case__{case.kind}": getattr(case, f"{case.kind}_id")}).exists()


def _hide(actor: User, case: Case, words: str, now: datetime) -> None:
    if case.entry_id is not None:
        moderating.hide_entry(actor, case.entry_id, now=now)
    elif case.question_id is not None:
        moderating.hide_question(actor, case.question_id, now=now)
    elif case.comment_id is not None:
        moderating.hide_comment(actor, case.comment_id, now=now)
    elif case.message_id is not None:
        moderating.hide_message(actor, case.message_id, now=now)


def _show(actor: User, case: Case, words: str, now: datetime) -> None:
    if case.entry_id is not None:
        moderating.show_entry(actor, case.entry_id)
    elif case.question_id is not None:
        moderating.show_question(actor, case.question_id)
    elif case.comment_id is not None:
        moderating.show_comment(actor, case.comment_id)
    elif case.message_id is not None:
        moderating.show_message(actor, case.message_id)


def _disqualify(actor: User, case: Case, words: str, now: datetime) -> None:
    if case.entry_id is not None:
        disqualify_entry(actor, case.entry_id, words, now=now)


def _reinstate(actor: User, case: Case, words: str, now: datetime) -> None:
    if case.entry_id is not None:
        moderating.reinstate_entry(actor, case.entry_id, now=now)


def _suspend(actor: User, case: Case, words: str, now: datetime) -> None:
    if case.contest_id is not None:
        suspend_contest(actor, case.contest_id, words, now=now)


def _resume(actor: User, case: Case, words: str, now: datetime) -> None:
    """It may have been let go on already, by hand or by the clock."""
    if case.contest_id is None or Contest.objects.get(pk=case.contest_id).state != State.SUSPENDED:
        raise WrongMoment("")
    resume_contest(actor, case.contest_id, now=now)


def _block(actor: User, case: Case, words: str, now: datetime) -> None:
    set_blocked(actor, addressee_of(case), True, now=now)


def _unblock(actor: User, case: Case, words: str, now: datetime) -> None:
    set_blocked(actor, addressee_of(case), False, now=now)


TAKEN: dict[Measure, Act] = {
    Measure.HIDE: _hide,
    Measure.DISQUALIFY: _disqualify,
    Measure.SUSPEND: _suspend,
    Measure.BLOCK: _block,
}
UNDONE: dict[Measure, Act] = {
    Measure.HIDE: _show,
    Measure.DISQUALIFY: _reinstate,
    Measure.SUSPEND: _resume,
    Measure.BLOCK: _unblock,
}
