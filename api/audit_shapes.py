"""What the books look like to an auditor. Account numbers are masked; people are named by their handle."""

from typing import Any

from api.shapes import line_shape
from payouts import models


def settlement(row: models.Settlement) -> dict[str, Any]:
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
        "lines": [line_shape(line, line.entry_id) for line in row.lines.all()],
    }


def settlement_in_full(row: models.Settlement) -> dict[str, Any]:
    policy = {"document": row.policy.document, "sha256": row.policy.document_sha256}
    return settlement(row) | {"terms": row.terms, "facts": row.facts, "policy_in_full": policy}


def obligation(row: models.Obligation) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ref": row.public_id,
        "settlement": row.settlement_id,
        "contest": row.contest_id,
        "entry": row.entry_id,
        "payee": row.payee_user.handle if row.payee_user else None,
        "payee_brand": row.payee_brand.slug if row.payee_brand else None,
        "kind": row.kind,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "journal_entry": row.journal_entry_id,
        "pay_by": row.pay_by,
        "released_at": row.released_at,
        "cancelled_at": row.cancelled_at,
        "disbursements": [
            {"id": d.pk, "state": d.state, "attempt": d.attempt, "paid_at": d.paid_at} for d in row.disbursements.all()
        ],
    }


def journal_entry(row: models.JournalEntry) -> dict[str, Any]:
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


def account(row: Any) -> dict[str, Any]:
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


def disbursement(row: models.Disbursement) -> dict[str, Any]:
    return {
        "id": row.pk,
        "obligation": row.obligation_id,
        "contest": row.obligation.contest_id,
        "attempt": row.attempt,
        "state": row.state,
        "rail": row.rail,
        "idempotency_key": row.idempotency_key,
        "provider_reference": row.provider_reference,
        "destination": row.payout_account.masked,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "reason": row.reason,
        "attempts": row.attempts,
        "created_at": row.created_at,
        "sent_at": row.sent_at,
        "paid_at": row.paid_at,
    }


def deposit(row: models.Deposit) -> dict[str, Any]:
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


def liability(row: Any) -> dict[str, Any]:
    return {
        "contest": row.contest_id,
        "state": row.contest.state,
        "policy": {"slug": row.policy.slug, "version": row.policy.version},
        "currency": row.currency,
        "liability_minor": row.liability_minor,
        "held_minor": row.held_minor,
        "covered": row.held_minor >= row.liability_minor,
    }
