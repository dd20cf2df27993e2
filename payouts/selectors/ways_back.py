"""The ways back that stand open for refunds, in SQL: said here once, for whoever pays, asks for an account or audits.

`payouts.ways_back` decides which of them a refund takes. Reads only.
"""

from typing import Final

from payouts.models import DISPUTED
from payouts.models.origin_guards import FAILED, LIVE_STATES

WAYS_BACK: Final = f"""
    SELECT s.id, s.escrow_id AS contest_id, s.rail, s.currency, s.received_at,
           s.amount_minor - COALESCE(back.minor, 0) AS left_minor
    FROM payouts_deposit s
    LEFT JOIN payouts_incomingtransfer t ON t.id = s.transfer_id
    LEFT JOIN LATERAL (
        SELECT sum(b.amount_minor) FILTER (WHERE b.state IN {LIVE_STATES})::bigint AS minor,
               bool_or({FAILED.format(d="b")}) AS failed
        FROM payouts_disbursement b WHERE b.origin_id = s.id
    ) back ON TRUE
    WHERE s.state = 'received' AND back.failed IS NOT TRUE AND (s.transfer_id IS NULL OR t.payer_sealed IS NOT NULL)
"""
"""Deposits by which money may go back, each with what is left of it: received, never failed as a way back, and of
transfers only those whose bank has named the payer's account."""


def may_go_back(debt: str) -> str:
    """SQL: whether this alias of payouts_obligation is a refund for which nothing has been tried that counts.

    One whose payment has failed is not sent back a second time, by whichever way, unless a person has said so.
    """
    return f"""{debt}.kind = 'refund' AND NOT EXISTS (
        SELECT FROM payouts_disbursement tried WHERE tried.obligation_id = {debt}.id
        AND NOT (tried.state = 'rejected' AND tried.reason = '{DISPUTED}')
        AND NOT (tried.state IN ('rejected', 'returned') AND tried.retry_at IS NOT NULL)
    )"""


def may_be_cut(debt: str) -> str:
    """SQL: whether this alias of payouts_obligation, a refund, may be owed in parts.

    Not while a dispute over it is open, which a person decides on as a whole; nor what such a decision has made; nor
    what a draft owed that is none any more, and which no settlement explains.
    """
    return f"""(NOT EXISTS (SELECT FROM payouts_dispute over WHERE over.held_id = {debt}.id AND over.decision = '')
        AND NOT EXISTS (SELECT FROM payouts_adjustment decided WHERE decided.obligation_id = {debt}.id)
        AND ({debt}.settlement_id IS NOT NULL OR EXISTS (
            SELECT FROM contests_contest draft WHERE draft.id = {debt}.contest_id AND draft.state = 'draft'
        ))
    )"""


def has_way_back(debt: str) -> str:
    """SQL: whether this debt is such a refund and some deposit alone covers it, or a part that may be cut from it."""
    return f"""({may_go_back(debt)} AND EXISTS (
        SELECT FROM ({WAYS_BACK}) way WHERE way.contest_id = {debt}.contest_id AND way.currency = {debt}.currency
        AND way.left_minor > 0 AND (way.left_minor >= {debt}.amount_minor OR {may_be_cut(debt)})
    ))"""
