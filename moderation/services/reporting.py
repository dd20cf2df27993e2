"""Reporting: somebody signed in says that something they see should not be here. They get a receipt, and the outcome.

What is reported stays as it is until a person decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.locks import lock_person
from contests.errors import Problem
from contests.services.transitions import lock_contests
from moderation.errors import InvalidReport, ReportedAlready, TooManyReports
from moderation.models import Case, Origin, Reason, Report
from moderation.rules import REPORTS_A_DAY, Target
from moderation.selectors.targets import Found, find_target
from moderation.services import mails
from moderation.services.wording import problem_with

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody says. `in_good_faith`: that they believe it to be true and complete, as the law asks."""

    reason: str
    words: str
    in_good_faith: bool


@transaction.atomic
def report(actor: User, target: Target, key: str, notice: Notice, *, now: datetime) -> Report:
    """Report it, under the open case about it, or a new one. `key`: its id, or a person's handle.

    Raises NotVisible, InvalidReport, ReportedAlready or TooManyReports.
    """
    found = find_target(actor, target, key)
    _check(actor, found, notice)
    lock_contests([found.contest_id] if found.contest_id else [])
    case = open_case(target, found.pk, Origin.REPORT, now=now)
    lock_person(actor)
    _check_rate(actor, now)
    if Report.objects.filter(case=case, reporter=actor).exists():
        raise ReportedAlready(_("You have reported this already. You will hear as soon as it is decided."))
    made = Report.objects.create(case=case, reporter=actor, reason=notice.reason, words=notice.words.strip(), at=now)
    mails.confirm_report(made, found, now=now)
    return made


def open_case(target: Target, pk: UUID | int, origin: Origin, *, now: datetime) -> Case:
    """The open case about this, locked; a new one if there is none. Two at once find the same."""
    case, _made = Case.objects.select_for_update(of=("self",)).get_or_create(
        **{f"{target.value}_id": pk}, closed_at=None, defaults={"kind": target, "origin": origin, "opened_at": now}
    )
    return case


def _check(actor: User, found: Found, notice: Notice) -> None:
    problems: list[Problem] = []
    if notice.reason not in Reason.values:
        problems.append(Problem("reason", _("Choose what is wrong with it.")))
    if problem := problem_with("words", notice.words):
        problems.append(problem)
    if not notice.in_good_faith:
        problems.append(Problem("in_good_faith", _("Confirm that you believe this to be true and complete.")))
    if problems:
        raise InvalidReport(problems)
    if found.is_own:
        raise InvalidReport([Problem("words", _("This is your own. Change it or take it back yourself."))])


def _check_rate(actor: User, now: datetime) -> None:
    """The person is locked, so that their reports are counted one after the other."""
    if Report.objects.filter(reporter=actor, at__gt=now - DAY).count() >= REPORTS_A_DAY:
        sentence = _("You have reported %(n)d things within a day, which is the most. Go on tomorrow.")
        raise TooManyReports(sentence % {"n": REPORTS_A_DAY})
