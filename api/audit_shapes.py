"""What the books look like to an auditor. Account numbers are masked; people are named by their handle."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from api.shapes import LineDoc, line_shape
from payouts import models
from payouts.ledger.accounts import TrialBalanceRow
from payouts.services.audit import CheckResult
from payouts.services.reconcile import Reconciliation


class PolicyRef(TypedDict):
    slug: str
    version: int


class SettlementDoc(TypedDict):
    """Who is owed what, and why. A later one of the same contest says the whole again."""

    id: int
    contest: UUID
    sequence: int
    outcome: str
    policy: PolicyRef
    currency: str
    floor_minor: int
    owed_minor: int
    fee_minor: int
    tax_minor: int
    refund_minor: int
    decided_at: datetime
    digest: str
    lines: list[LineDoc]


class PolicyText(TypedDict):
    document: Mapping[str, Any]
    sha256: str


class SettlementInFullDoc(SettlementDoc):
    """With its terms, facts and policy: all that replaying it takes."""

    terms: Mapping[str, Any]
    facts: Mapping[str, Any]
    policy_in_full: PolicyText


class ReplayedLine(TypedDict):
    """One line as the engine writes it."""

    position: int
    entry_id: str | None
    rule: str
    component: str
    amount_minor: int
    inputs: Mapping[str, Any]
    formula: str


class DifferingLine(TypedDict):
    """A line that is not the same; null where one side has none."""

    position: int
    stored: ReplayedLine | None
    replayed: ReplayedLine | None


class ReplayDoc(TypedDict):
    """The stored facts settled again by the stored policy, against what was stored."""

    settlement: int
    identical: bool
    difference: str
    stored_digest: str
    lines: list[ReplayedLine]
    differing: list[DifferingLine]


class AttemptDoc(TypedDict):
    id: int
    state: str
    attempt: int
    paid_at: datetime | None


class ObligationDoc(TypedDict):
    """A debt to one payee, with every attempt to pay it."""

    id: int
    ref: UUID
    settlement: int | None
    """None for what a draft gave back."""
    contest: UUID
    entry: UUID | None
    payee: str | None
    payee_brand: str | None
    kind: str
    part: int
    """0 as settled; more of what is owed in parts, for a dispute or to go back as it came."""
    amount_minor: int
    currency: str
    journal_entry: int
    pay_by: datetime
    released_at: datetime | None
    cancelled_at: datetime | None
    held_until: datetime | None
    """By a dispute; nothing is paid before that moment."""
    disbursements: list[AttemptDoc]


class PostingDoc(TypedDict):
    id: int
    account: str
    currency: str
    side: str
    amount_minor: int


class JournalEntryDoc(TypedDict):
    """One event in the books; debits and credits sum alike."""

    id: int
    kind: str
    idempotency_key: str
    effective_at: datetime
    posted_at: datetime
    contest: UUID | None
    reverses: int | None
    memo: str
    postings: list[PostingDoc]


class AccountDoc(TypedDict):
    """An account; its balance is positive on the side that its kind grows on."""

    id: int
    code: str
    kind: str
    currency: str
    contest: UUID | None
    debit_minor: int
    credit_minor: int
    balance_minor: int


class DisbursementDoc(TypedDict):
    """A payment on its way out."""

    id: int
    obligation: int
    contest: UUID
    attempt: int
    state: str
    rail: str
    idempotency_key: str
    provider_reference: str
    destination: str
    """Masked; with an arrow before it where the money goes back the way it came."""
    origin: UUID | None
    """The deposit by which a refund goes back; none where it goes to the payee's account."""
    amount_minor: int
    currency: str
    reason: str
    attempts: int
    needs_approval: bool
    run: int | None
    """The run that two admins stand for, if it has one."""
    created_at: datetime
    sent_at: datetime | None
    paid_at: datetime | None


class AuditedDepositDoc(TypedDict):
    """A payment on its way in."""

    id: UUID
    contest: UUID
    state: str
    rail: str
    idempotency_key: str
    provider_reference: str
    amount_minor: int
    currency: str
    reason: str
    created_at: datetime
    received_at: datetime | None


class RunningLiabilityDoc(TypedDict):
    """What a running contest can owe at most, and what its escrow holds."""

    contest: UUID
    state: str
    policy: PolicyRef
    currency: str
    liability_minor: int
    held_minor: int
    covered: bool


class SidesDoc(TypedDict):
    debit_minor: int
    credit_minor: int


class TrialBalanceDoc(TypedDict):
    """Both sides of all accounts, by group. `final`: no entry can be posted any more that would change this."""

    at: datetime
    final: bool
    balanced: bool
    totals: Mapping[str, SidesDoc]
    rows: Sequence[TrialBalanceRow]


class ChecksDoc(TypedDict):
    """Every guarantee, checked now."""

    at: datetime
    ok: bool
    results: Sequence[CheckResult]


class ReconciledDoc(TypedDict):
    """A rail's own book against ours."""

    is_clean: bool
    comparison: Reconciliation


def settlement(row: models.Settlement) -> SettlementDoc:
    return {
        "id": row.pk,
        "contest": row.contest_id,
        "sequence": row.sequence,
        "outcome": row.outcome,
        "policy": {"slug": row.policy.slug, "version": row.policy.version},
        "currency": row.currency,
        "floor_minor": row.floor_minor,
        "owed_minor": row.owed_minor,
        "fee_minor": row.fee_minor,
        "tax_minor": row.tax_minor,
        "refund_minor": row.refund_minor,
        "decided_at": row.decided_at,
        "digest": row.digest,
        "lines": [line_shape(line) for line in row.lines.all()],
    }


def settlement_in_full(row: models.Settlement) -> SettlementInFullDoc:
    policy: PolicyText = {"document": row.policy.document, "sha256": row.policy.document_sha256}
    return {**settlement(row), "terms": row.terms, "facts": row.facts, "policy_in_full": policy}


def stored_lines(row: models.Settlement) -> list[ReplayedLine]:
    """The lines as they were written, in the engine's form."""
    return [
        {
            "position": line.position,
            "entry_id": str(line.entry_id) if line.entry_id else None,
            "rule": line.rule,
            "component": line.component,
            "amount_minor": line.amount_minor,
            "inputs": line.inputs,
            "formula": line.formula,
        }
        for line in row.lines.all()
    ]


def differing(stored: Sequence[ReplayedLine], replayed: Sequence[ReplayedLine]) -> list[DifferingLine]:
    """The lines that are not the same on both sides, by position."""
    ours, again = ({line["position"]: line for line in lines} for lines in (stored, replayed))
    return [
        {"position": position, "stored": ours.get(position), "replayed": again.get(position)}
        for position in sorted(ours | again)
        if ours.get(position) != again.get(position)
    ]


def obligation(row: models.Obligation) -> ObligationDoc:
    return {
        "id": row.pk,
        "ref": row.public_id,
        "settlement": row.settlement_id,
        "contest": row.contest_id,
        "entry": row.entry_id,
        "payee": row.payee_user.handle if row.payee_user else None,
        "payee_brand": row.payee_brand.slug if row.payee_brand else None,
        "kind": row.kind,
        "part": row.part,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "journal_entry": row.journal_entry_id,
        "pay_by": row.pay_by,
        "released_at": row.released_at,
        "cancelled_at": row.cancelled_at,
        "held_until": row.held_until,
        "disbursements": [
            {"id": d.pk, "state": d.state, "attempt": d.attempt, "paid_at": d.paid_at} for d in row.disbursements.all()
        ],
    }


def journal_entry(row: models.JournalEntry) -> JournalEntryDoc:
    return {
        "id": row.pk,
        "kind": row.kind,
        "idempotency_key": row.idempotency_key,
        "effective_at": row.effective_at,
        "posted_at": row.posted_at,
        "contest": row.contest_id,
        "reverses": row.reverses_id,
        "memo": row.memo,
        "postings": [
            {
                "id": leg.pk,
                "account": leg.account.code,
                "currency": leg.account.currency,
                "side": leg.side,
                "amount_minor": leg.amount_minor,
            }
            for leg in row.postings.all()
        ],
    }


def account(row: Any) -> AccountDoc:
    return {
        "id": row.pk,
        "code": row.code,
        "kind": row.kind,
        "currency": row.currency,
        "contest": row.contest_id,
        "debit_minor": row.debit_minor,
        "credit_minor": row.credit_minor,
        "balance_minor": row.balance_minor,
    }


def disbursement(row: models.Disbursement) -> DisbursementDoc:
    return {
        "id": row.pk,
        "obligation": row.obligation_id,
        "contest": row.obligation.contest_id,
        "attempt": row.attempt,
        "state": row.state,
        "rail": row.rail,
        "idempotency_key": row.idempotency_key,
        "provider_reference": row.provider_reference,
        "destination": row.destination,
        "origin": row.origin.public_id if row.origin is not None else None,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "reason": row.reason,
        "attempts": row.attempts,
        "needs_approval": row.needs_approval,
        "run": row.run_id,
        "created_at": row.created_at,
        "sent_at": row.sent_at,
        "paid_at": row.paid_at,
    }


def deposit(row: models.Deposit) -> AuditedDepositDoc:
    return {
        "id": row.public_id,
        "contest": row.escrow_id,
        "state": row.state,
        "rail": row.rail,
        "idempotency_key": row.idempotency_key,
        "provider_reference": row.provider_reference,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "reason": row.reason,
        "created_at": row.created_at,
        "received_at": row.received_at,
    }


def liability(row: Any) -> RunningLiabilityDoc:
    return {
        "contest": row.contest_id,
        "state": row.state_then,
        "policy": {"slug": row.policy.slug, "version": row.policy.version},
        "currency": row.currency,
        "liability_minor": row.liability_minor,
        "held_minor": row.held_minor,
        "covered": row.held_minor >= row.liability_minor,
    }
