"""Appeals: once, within six months, decided by somebody else than the first time.

A reversal undoes what can be undone; what was earned meanwhile stays earned.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.errors import NotVisible, Problem
from moderation.errors import AppealRefused, InvalidAppeal, OtherEyesNeeded
from moderation.models import Appeal, Case, Decision, Outcome
from moderation.rules import Measure, may_appeal_at
from moderation.selectors.decisions import may_read_decision
from moderation.selectors.whom import contest_of
from moderation.services import mails, measures
from moderation.services.deciding import Reasons, write_decision
from moderation.services.ties import check_judge, lock_case
from moderation.services.wording import problem_with


@transaction.atomic
def appeal(actor: User, decision_ref: UUID, words: str, *, now: datetime) -> Appeal:
    """Ask that somebody else looks: for whom it restricts, or who reported what nothing was done about.

    Raises NotVisible, InvalidAppeal or AppealRefused.
    """
    decision = _found(decision_ref)
    if not may_read_decision(actor, decision):
        raise NotVisible
    lock_case(decision.case.ref)
    if problem := problem_with("words", words):
        raise InvalidAppeal([problem])
    _check_may_appeal(actor, decision, now)
    made = Appeal.objects.create(decision=decision, appellant=actor, words=words.strip(), at=now)
    mails.confirm_appeal(made, now=now)
    return made


@transaction.atomic
def decide_appeal(actor: User, appeal_ref: UUID, outcome: str, reason: str, *, now: datetime) -> Appeal:
    """Let the decision stand, or take it back and undo what can be undone; what nothing was done about is opened again.

    Raises NotVisible, NotPermitted, TooClose, OtherEyesNeeded, AppealRefused or InvalidAppeal.
    """
    found = Appeal.objects.select_related("decision__case").filter(ref=appeal_ref).first()
    if found is None:
        raise NotVisible
    case = lock_case(found.decision.case.ref)
    made = Appeal.objects.select_for_update(of=("self",)).select_related("decision").get(pk=found.pk)
    check_judge(actor, case)
    if made.decision.decided_by_id == actor.pk:
        raise OtherEyesNeeded(_("You decided the first time: somebody else decides on the appeal."))
    if made.outcome:
        raise AppealRefused(_("This appeal has been decided already."))
    _check_outcome(outcome, reason)
    made.outcome, made.reason, made.decided_by, made.decided_at = outcome, reason.strip(), actor, now
    made.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
    if outcome == Outcome.UPHELD:
        record_act(Act.MODERATION_UPHOLD, actor, f"decision:{made.decision.ref}", contest_id=contest_of(case))
    elif not Decision.objects.filter(reverses=made.decision).exists():
        _reverse(actor, case, made, now)
    mails.tell_appellant(made, now=now)
    return made


def _found(decision_ref: UUID) -> Decision:
    decision = Decision.objects.select_related("case").filter(ref=decision_ref).first()
    if decision is None:
        raise NotVisible
    return decision


def _check_may_appeal(actor: User, decision: Decision, now: datetime) -> None:
    if decision.measure == Measure.REVERSAL:
        raise AppealRefused(_("This decision took another one back; there is nothing to appeal."))
    if decision.measure != Measure.NONE and decision.addressee_id != actor.pk:
        raise AppealRefused(_("Only whom a decision restricts can appeal it."))
    if not may_appeal_at(now, decision.appeal_until):
        raise AppealRefused(_("An appeal was possible for six months, which have passed."))
    if Appeal.objects.filter(decision=decision, appellant=actor).exists():
        raise AppealRefused(_("You have appealed already. You will hear as soon as it is decided."))


def _check_outcome(outcome: str, reason: str) -> None:
    problems = [problem] if (problem := problem_with("reason", reason)) else []
    if outcome not in (Outcome.UPHELD, Outcome.REVERSED):
        problems.append(Problem("outcome", _("Say whether the decision stands.")))
    if problems:
        raise InvalidAppeal(problems)


def _reverse(actor: User, case: Case, made: Appeal, now: datetime) -> None:
    """Nothing was done, and that was wrong: the case is open again. Else the measure is undone, and that is stated."""
    decision = made.decision
    if decision.measure == Measure.NONE:
        if not Case.objects.filter(**{case.kind: getattr(case, f"{case.kind}_id")}, closed_at=None).exists():
            case.closed_at = None
            case.save(update_fields=["closed_at"])
        record_act(Act.MODERATION_REVERSE, actor, f"decision:{decision.ref}", contest_id=contest_of(case))
        return
    measures.undo(actor, decision, now=now)
    reasons = Reasons(made.reason, decision.ground, decision.ground_detail, decision.detection)
    write_decision(actor, case, Measure.REVERSAL, reasons, reverses=decision, now=now)
