"""Decisions, appeals and reports as those read them whom they concern: never who decided, nor who reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from contests.errors import NotVisible
from moderation.models import Appeal, Decision, Report
from moderation.rules import Measure, may_appeal_at
from moderation.selectors.naming import WITH_TARGETS, Thing, thing_of

OF_CASES = tuple(f"case__{name}" for name in WITH_TARGETS)


@dataclass(frozen=True, slots=True)
class AppealCard:
    """The reader's own appeal; `outcome` is empty while it is open."""

    ref: UUID
    words: str
    at: datetime
    outcome: str
    reason: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement of reasons, with what its reader can do about it."""

    ref: UUID
    about: Thing
    measure: str
    facts: str
    ground: str
    ground_detail: str
    detection: str
    is_automated: bool
    decided_at: datetime
    appeal_until: datetime
    is_reversed: bool
    may_appeal: bool
    appeal: AppealCard | None


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One's own report. `measures`: what was decided since, without saying about whom; empty while it is open."""

    ref: UUID
    about: Thing
    reason: str
    words: str
    at: datetime
    measures: tuple[str, ...]
    is_decided: bool
    statement: UUID | None
    """Where nothing was done: the decision that one may appeal."""


def may_read_decision(viewer: User, decision: Decision) -> bool:
    """Whom it restricts; and, where nothing was done, who had reported."""
    if decision.addressee_id == viewer.pk:
        return True
    reported = Report.objects.filter(case=decision.case_id, reporter=viewer.pk)
    return decision.measure == Measure.NONE and reported.exists()


def get_statement(viewer: User, ref: UUID, *, now: datetime) -> StatementCard:
    """One, for whoever may read it. Raises NotVisible."""
    decision = _with_all(Decision.objects.filter(ref=ref), viewer).first()
    if decision is None or not may_read_decision(viewer, decision):
        raise NotVisible
    return statement_card(decision, now=now)


def decisions_on(viewer: User) -> QuerySet[Decision]:
    """What restricts this person, or did, the latest first."""
    return _with_all(Decision.objects.filter(addressee=viewer), viewer).order_by("-pk")


def reports_by(viewer: User) -> QuerySet[Report]:
    """What this person has reported, the latest first."""
    decided = Prefetch("case__decisions", Decision.objects.order_by("pk"))
    return Report.objects.filter(reporter=viewer).select_related(*OF_CASES).prefetch_related(decided).order_by("-pk")


def statement_card(decision: Decision, *, now: datetime) -> StatementCard:
    """A row of `decisions_on` as a card."""
    own: Iterable[Appeal] = vars(decision)["own_appeals"]
    appeal = next(iter(own), None)
    is_reversed = bool(vars(decision)["is_reversed"])
    open_to_appeal = decision.measure != Measure.REVERSAL and may_appeal_at(now, decision.appeal_until)
    return StatementCard(
        ref=decision.ref,
        about=thing_of(decision.case),
        measure=decision.measure,
        facts=decision.facts,
        ground=decision.ground,
        ground_detail=decision.ground_detail,
        detection=decision.detection,
        is_automated=decision.is_automated,
        decided_at=decision.decided_at,
        appeal_until=decision.appeal_until,
        is_reversed=is_reversed,
        may_appeal=open_to_appeal and appeal is None and not is_reversed,
        appeal=_appeal_card(appeal) if appeal else None,
    )


def report_card(report: Report) -> ReportCard:
    """A row of `reports_by` as a card. What was decided before it came, in the same case, is not its answer."""
    decisions = [one for one in report.case.decisions.all() if one.decided_at >= report.at]
    nothing = next((one.ref for one in decisions if one.measure == Measure.NONE), None)
    decided = bool(decisions) and not report.case.is_open
    return ReportCard(
        ref=report.ref,
        about=thing_of(report.case),
        reason=report.reason,
        words=report.words,
        at=report.at,
        measures=tuple(one.measure for one in decisions) if decided else (),
        is_decided=decided,
        statement=nothing if decided else None,
    )


def _with_all(decisions: QuerySet[Decision], viewer: User) -> QuerySet[Decision]:
    own = Prefetch("appeals", Appeal.objects.filter(appellant=viewer), to_attr="own_appeals")
    reversal = Decision.objects.filter(reverses=OuterRef("pk"))
    return decisions.select_related(*OF_CASES).prefetch_related(own).annotate(is_reversed=Exists(reversal))


def _appeal_card(appeal: Appeal) -> AppealCard:
    return AppealCard(appeal.ref, appeal.words, appeal.at, appeal.outcome, appeal.reason, appeal.decided_at)
