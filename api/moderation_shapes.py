"""What reports, cases, decisions and appeals look like: to whom they concern without names, to admins in full."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from contests.selectors.messages_around import MessageAround
from moderation.models import Appeal, Case, Decision, Likeness, Report
from moderation.selectors.cases import CasePage
from moderation.selectors.naming import Thing, thing_of


class ReceiptDoc(TypedDict):
    """That a report has come, and under which number."""

    id: UUID
    at: datetime


class AppealReceiptDoc(TypedDict):
    """That an appeal has come, and under which number."""

    id: UUID
    at: datetime


class CaseDoc(TypedDict):
    """One thing that was reported, or found."""

    id: UUID
    about: Thing
    origin: str
    opened_at: datetime
    closed_at: datetime | None
    reports: int
    reason: str | None
    """Of the latest report."""


class CaseReportDoc(TypedDict):
    """A report as whoever decides reads it."""

    id: UUID
    reporter: str
    reason: str
    words: str
    at: datetime


class DecidedDoc(TypedDict):
    """A decision with its statement of reasons."""

    id: UUID
    measure: str
    facts: str
    ground: str
    ground_detail: str
    detection: str
    is_automated: bool
    decided_by: str
    decided_at: datetime
    appeal_until: datetime
    reverses: UUID | None


class CaseAppealDoc(TypedDict):
    """An appeal as whoever decides on it reads it."""

    id: UUID
    decision: UUID
    about: Thing
    words: str
    at: datetime
    outcome: str
    """Empty while it is open."""
    reason: str
    decided_at: datetime | None


class CaseInFullDoc(CaseDoc):
    """A case with everything that was ever said and decided about the same thing."""

    addressee: str
    """Whom a decision would restrict, by their handle."""
    strikes: int
    measures: list[str]
    """Among which one may choose."""
    said: list[CaseReportDoc]
    decided: list[DecidedDoc]


class MessageAroundDoc(TypedDict):
    """A message beside a reported one, or that itself, as whoever decides reads it."""

    number: int
    side: str
    author: str
    body: str
    is_hidden: bool
    created_at: datetime
    is_reported: bool


class AroundDoc(TypedDict):
    """A reported message with up to five before it and five after it, in the order in which they were written."""

    messages: list[MessageAroundDoc]


class LikenessDoc(TypedDict):
    """Two entries of different people whose pictures differ in so few of 64 features."""

    id: int
    earlier: UUID
    later: UUID
    distance: int
    found_at: datetime
    verdict: str
    """Empty until somebody has looked."""
    case: UUID | None


def case(row: Case) -> CaseDoc:
    """A row of `selectors.cases.cases_for`."""
    return {
        "id": row.ref,
        "about": thing_of(row),
        "origin": row.origin,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "reports": int(vars(row)["report_count"]),
        "reason": vars(row)["reason"],
    }


def case_in_full(page: CasePage) -> CaseInFullDoc:
    return {
        **case(page.case),
        "addressee": page.addressee.handle,
        "strikes": page.strikes,
        "measures": [measure.value for measure in page.measures],
        "said": [_said(one) for one in page.reports],
        "decided": [decided(one) for one in page.decisions],
    }


def _said(row: Report) -> CaseReportDoc:
    return {"id": row.ref, "reporter": row.reporter.handle, "reason": row.reason, "words": row.words, "at": row.at}


def around(found: tuple[MessageAround, ...]) -> AroundDoc:
    return {"messages": [_around(one) for one in found]}


def _around(one: MessageAround) -> MessageAroundDoc:
    return {
        "number": one.number,
        "side": one.side.value,
        "author": one.author.handle,
        "body": one.body,
        "is_hidden": one.is_hidden,
        "created_at": one.created_at,
        "is_reported": one.is_asked,
    }


def decided(row: Decision) -> DecidedDoc:
    return {
        "id": row.ref,
        "measure": row.measure,
        "facts": row.facts,
        "ground": row.ground,
        "ground_detail": row.ground_detail,
        "detection": row.detection,
        "is_automated": row.is_automated,
        "decided_by": row.decided_by.handle,
        "decided_at": row.decided_at,
        "appeal_until": row.appeal_until,
        "reverses": row.reverses.ref if row.reverses else None,
    }


def appeal(row: Appeal) -> CaseAppealDoc:
    """A row of `selectors.cases.appeals_for`."""
    return {
        "id": row.ref,
        "decision": row.decision.ref,
        "about": thing_of(row.decision.case),
        "words": row.words,
        "at": row.at,
        "outcome": row.outcome,
        "reason": row.reason,
        "decided_at": row.decided_at,
    }


def likeness(row: Likeness) -> LikenessDoc:
    """A row of `selectors.likenesses.likenesses_for`."""
    return {
        "id": row.pk,
        "earlier": row.earlier_id,
        "later": row.later_id,
        "distance": row.distance,
        "found_at": row.found_at,
        "verdict": row.verdict,
        "case": row.case.ref if row.case else None,
    }
