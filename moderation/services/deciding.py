"""Deciding a case: the measure is taken, the reasons are stated, everybody who must hear hears. By a person, always."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.errors import Problem
from moderation.errors import CaseClosed, InvalidDecision
from moderation.models import Case, Decision, Detection, Ground, Origin
from moderation.rules import APPEAL_PERIOD, ON_PEOPLE, Measure, Target, may_decide_so, proposes_a_block
from moderation.selectors.strikes import strikes_of
from moderation.selectors.whom import addressee_of, contest_of
from moderation.services import mails, measures
from moderation.services.reporting import open_case
from moderation.services.ties import check_judge, lock_case
from moderation.services.wording import DETAIL, problem_with


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a statement of reasons holds: what was found, on what ground, and how it came to light."""

    facts: str
    ground: str
    ground_detail: str
    detection: str = ""
    """Empty: as the case came about."""


@transaction.atomic
def decide(
    actor: User, case_ref: UUID, measure: str, reasons: Reasons, *, closes: bool = True, now: datetime
) -> Decision:
    """Decide an open case. `closes`: whether this is all; else a further measure may follow.

    Raises NotVisible, NotPermitted, TooClose, CaseClosed, InvalidDecision, or what the measure's own service refuses.
    """
    case = lock_case(case_ref)
    check_judge(actor, case)
    if not case.is_open:
        raise CaseClosed(_("This case has been decided already. An appeal opens it again."))
    chosen = _checked(case, measure, reasons)
    measures.take(actor, case, chosen, reasons.facts.strip(), now=now)
    decision = write_decision(actor, case, chosen, reasons, now=now)
    if closes or chosen == Measure.NONE:
        _close(case, decision, now)
    if chosen == Measure.STRIKE:
        _propose_a_block(case, now)
    return decision


def write_decision(
    actor: User, case: Case, measure: Measure, reasons: Reasons, *, reverses: Decision | None = None, now: datetime
) -> Decision:
    """The statement of reasons, for good, with its mail and its place in the audit trail."""
    decision = Decision.objects.create(
        case=case,
        measure=measure,
        addressee=None if measure == Measure.NONE else addressee_of(case),
        facts=reasons.facts.strip(),
        ground=reasons.ground,
        ground_detail=reasons.ground_detail.strip(),
        detection=reasons.detection or detection_of(case),
        decided_by=actor,
        decided_at=now,
        appeal_until=now + APPEAL_PERIOD,
        reverses=reverses,
    )
    # Neither the facts nor whom it restricts: auditors read the trail, and may not know whose an entry is. What is done
    # to a person is recorded by their name, too, and so without the contest that they entered.
    act = Act.MODERATION_REVERSE if reverses else Act.MODERATION_DECIDE
    contest_id = None if measure in (*ON_PEOPLE, Measure.REVERSAL) else contest_of(case)
    after = {"measure": measure.value, "case": case.ref, "kind": case.kind, "ground": reasons.ground}
    record_act(act, actor, f"decision:{decision.ref}", contest_id=contest_id, after=after)
    mails.state_reasons(decision, now=now)
    return decision


def detection_of(case: Case) -> str:
    """How what the case is about came to light."""
    found = {Origin.REPORT: Detection.NOTICE, Origin.LIKENESS: Detection.AUTOMATED, Origin.STRIKES: Detection.OWN}
    return str(found[Origin(case.origin)])


def _checked(case: Case, measure: str, reasons: Reasons) -> Measure:
    problems = [
        problem
        for problem in (
            problem_with("facts", reasons.facts),
            problem_with("ground_detail", reasons.ground_detail, DETAIL),
        )
        if problem
    ]
    if reasons.ground not in Ground.values:
        problems.append(Problem("ground", _("Say whether it is against the law or against the terms.")))
    if reasons.detection and reasons.detection not in Detection.values:
        problems.append(Problem("detection", _("Say how it came to light.")))
    if measure not in set(Measure) or not may_decide_so(case.target, Measure(measure)):
        problems.append(Problem("measure", _("Choose one of the measures for this.")))
    if problems:
        raise InvalidDecision(problems)
    return Measure(measure)


def _close(case: Case, decision: Decision, now: datetime) -> None:
    case.closed_at = now
    case.save(update_fields=["closed_at"])
    mails.tell_reporters(case, decision, now=now)


def _propose_a_block(case: Case, now: datetime) -> None:
    """Three strikes within a year put the person before another look. Nobody is blocked by a count."""
    person = addressee_of(case)
    if proposes_a_block((strike.decided_at for strike in strikes_of(person.pk)), now) and not person.is_blocked:
        open_case(Target.PERSON, person.pk, Origin.STRIKES, now=now)
