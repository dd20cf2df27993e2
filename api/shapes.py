"""What replies look like, where it is not simply a selector's value. The types are also what the document describes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import get_language

from accounts.selectors.cooling import WaitingFor
from contests.lifecycle import Role
from contests.selectors.cards import AuthorCard, ContestCard, ContestPage, EntryCard, EntryPage, RoundCard, VersionCard
from payouts.policy import explain_line
from payouts.selectors.disputes import DisputeCard
from payouts.selectors.earnings import Payment
from payouts.selectors.expected_pay import ExpectedPay
from payouts.selectors.funding import DepositRow, EscrowPosition
from payouts.services.quoting import Quote


class PolicyName(TypedDict):
    slug: str
    version: int
    title: str


class QuoteProblem(TypedDict):
    """Why these figures cannot be published."""

    field: str
    bound: str
    reason: str


class FloorDoc(TypedDict):
    """What each entry is paid at least, when so many are shortlisted, and the rule that binds."""

    shortlisted: int
    amount_minor: int
    rule: str
    candidates: Mapping[str, int]
    inputs: Mapping[str, Any]
    formula: str


class LiabilityPartDoc(TypedDict):
    kind: str
    rule: str
    amount_minor: int
    inputs: Mapping[str, Any]
    formula: str


class LiabilityDoc(TypedDict):
    """The most that a contest can owe, whatever happens; the parts add up to it."""

    currency: str
    envelope_minor: int
    envelope_shortlisted: int
    floors: list[FloorDoc]
    prizes_minor: int
    reserves_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int
    parts: list[LiabilityPartDoc]


class CostDoc(TypedDict):
    outcome: str
    stage: str | None
    shortlisted: int
    creatives_minor: int
    fee_minor: int
    tax_minor: int
    total_minor: int


class CostRangeDoc(TypedDict):
    """The least and the most that one way of ending the contest costs."""

    outcome: str
    stage: str | None
    minimum: CostDoc
    maximum: CostDoc


class QuoteDoc(TypedDict):
    """Either problems, or the liability and what each way of ending costs."""

    policy: PolicyName
    terms: Mapping[str, Any]
    problems: list[QuoteProblem]
    liability: LiabilityDoc | None
    costs: list[CostRangeDoc]


class PayDoc(TypedDict):
    """What whoever enters now may expect; amounts in minor units."""

    currency: str
    floor_minor: int
    prizes_minor: int
    places: int
    entrants: int
    expected_minor: int
    hourly_minor: int
    odds_bps: int


class BriefRow(TypedDict):
    """A contest of a list, and what it pays."""

    contest: ContestCard
    pay: PayDoc | None


class BriefDoc(TypedDict):
    """One contest, as the caller may see it, and what it pays."""

    contest: ContestPage
    pay: PayDoc | None


class MoneyDoc(TypedDict):
    """A contest's escrow, in minor units."""

    currency: str
    liability_minor: int
    held_minor: int
    on_its_way_minor: int
    missing_minor: int
    paid_in_minor: int
    owed_minor: int
    paid_minor: int
    refunded_minor: int
    is_covered: bool


class MoveDoc(TypedDict):
    """The contest after a decision, and its escrow."""

    contest: ContestPage
    money: MoneyDoc | None


class ShareDoc(TypedDict):
    author: AuthorCard
    weight: int


class EntryDoc(TypedDict):
    """All that the caller may know of one entry."""

    card: EntryCard
    contest: ContestCard
    statement: str
    sources: str
    minutes_spent: int | None
    disqualified_because: str
    team: list[ShareDoc]
    versions: tuple[VersionCard, ...]
    role: Role
    rounds: tuple[RoundCard, ...]
    portfolio: tuple[str, ...]


class DepositDoc(TypedDict):
    """A payment into a contest's escrow; its source is masked."""

    id: UUID
    state: str
    amount_minor: int
    currency: str
    rail: str
    source: str
    reason: str
    created_at: datetime
    received_at: datetime | None


class LineDoc(TypedDict):
    """One amount of a settlement: the rule, what went into it, and the arithmetic in words."""

    position: int
    entry: str | UUID | None
    component: str
    rule: str
    amount_minor: int
    formula: str
    inputs: Mapping[str, Any]
    explanation: str


class Titled(TypedDict):
    id: UUID
    title: str


class EntryEarningsDoc(TypedDict):
    """What one entry earned by which rules, and where each payment of the caller's stands."""

    contest: Titled
    entry: Titled
    currency: str
    amount_minor: int
    entry_amount_minor: int
    lines: list[LineDoc]
    payments: tuple[Payment, ...]
    disputes: tuple[DisputeCard, ...]


class TotalDoc(TypedDict):
    currency: str
    owed_minor: int
    paid_minor: int
    open_minor: int


class EarningsDoc(TypedDict):
    """All that was settled for the caller."""

    entries: list[EntryEarningsDoc]
    totals: list[TotalDoc]
    has_payout_account: bool


class BrandRoleDoc(TypedDict):
    id: UUID
    slug: str
    name: str
    role: str


class MeDoc(TypedDict):
    """The person behind the credentials. `scopes` is null for a session, which has all that its person has."""

    handle: str
    name: str
    email: str
    language: str
    time_zone: str
    is_creative: bool
    staff_role: str
    brands: list[BrandRoleDoc]
    scopes: list[str] | None


class PayoutAccountDoc(TypedDict):
    """Where the caller is paid, masked. Payments wait while `waiting_for` says why; without a date, for an operator."""

    rail: str
    destination: str
    holder_name: str
    since: datetime
    waiting_for: WaitingFor | None
    waits_until: datetime | None


class CategoryDoc(TypedDict):
    slug: str
    name: str
    currency: str
    effort_minutes: int
    study_price_minor: int
    valid_from: date
    source: str


class PolicyDoc(TypedDict):
    slug: str
    version: int
    title: str
    state: str
    is_default: bool
    sha256: str
    published_at: datetime
    superseded_at: datetime | None


class WordsDoc(TypedDict):
    title: str
    sentences: tuple[str, ...]


class PolicyInFullDoc(PolicyDoc):
    """A policy with its document and what it says in plain words."""

    document: Mapping[str, Any]
    language: str
    words: list[WordsDoc]


class AskedDoc(TypedDict):
    id: UUID
    body: str


class AnsweredDoc(TypedDict):
    id: UUID
    body: str
    answer: str


class KeptFilesDoc(TypedDict):
    """The references of the files that were kept; they are examined soon."""

    files: list[UUID]


class DeliveredDoc(TypedDict):
    award: int
    delivered_at: datetime | None


class FieldProblem(TypedDict):
    """What is wrong with one field, for a person (message) and for a program (code)."""

    field: str
    message: str
    code: str


def quote_shape(quote: Quote) -> dict[str, Any]:
    """A QuoteDoc."""
    return {
        "policy": {"slug": quote.policy.slug, "version": quote.policy.version, "title": quote.policy_record.title},
        "terms": quote.terms.to_dict(),
        "problems": [
            {"field": problem.field, "bound": problem.bound, "reason": problem.say(get_language() or "en")}
            for problem in quote.problems
        ],
        "liability": quote.liability.to_dict() if quote.liability else None,
        "costs": [cost.to_dict() for cost in quote.costs],
    }


def pay_shape(pay: ExpectedPay | None) -> PayDoc | None:
    """None before the contest's terms were fixed."""
    if pay is None:
        return None
    return {
        "currency": pay.currency,
        "floor_minor": pay.floor_minor,
        "prizes_minor": pay.prizes_minor,
        "places": pay.places,
        "entrants": pay.entrants,
        "expected_minor": pay.expected_minor,
        "hourly_minor": pay.hourly_minor,
        "odds_bps": pay.odds_bps,
    }


def money_of(position: EscrowPosition | None) -> MoneyDoc | None:
    """A contest's money; None before funds were asked for."""
    if position is None:
        return None
    return {name: getattr(position, name) for name in MoneyDoc.__annotations__}  # type: ignore[return-value]


def entry_shape(page: EntryPage) -> EntryDoc:
    """An entry's page, its team by name."""
    team = [ShareDoc(author=author, weight=weight) for author, weight in page.team]
    return {field.name: getattr(page, field.name) for field in fields(page)} | {"team": team}  # type: ignore[return-value]


def deposit_shape(row: DepositRow) -> DepositDoc:
    """A deposit as its brand sees it."""
    return {
        "id": row.ref,
        "state": row.state,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "rail": row.rail,
        "source": row.masked_source,
        "reason": row.reason,
        "created_at": row.created_at,
        "received_at": row.received_at,
    }


def line_shape(line: Any) -> LineDoc:
    """A settlement's line with its reason in the reader's language."""
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return {
        "position": line.position,
        "entry": line.entry_id,
        "component": line.component,
        "rule": line.rule,
        "amount_minor": line.amount_minor,
        "formula": line.formula,
        "inputs": dict(line.inputs),
        "explanation": explain_line(line, language),
    }
