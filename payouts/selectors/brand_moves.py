"""How the books tell a brand what moved its money: postings on its contests' escrow accounts, and what of the refunds
that are owed is its own, put into words that an accountant expects.

A movement is all that one thing did at one moment: what thirty creatives of a contest are owed is one. Payments stay
single, since a bank's list has them so. What is only owed otherwise, in parts or again after a winner was passed over,
moves nothing and is left out. Movements go by when they were effective, as closed months do. Whatever the books come to
hold, the sum of movements is that of the postings.

Nothing here names a creative or an entry.
"""

from enum import StrEnum
from typing import Final


class MovementKind(StrEnum):
    """Each names what it does to what is in escrow, and to what is owed back to the brand."""

    PAYMENT_IN = "payment_in"
    PAYMENT_RETURNED = "payment_returned"
    """The payer's bank took it back, before the contest was open."""
    CREATIVES = "creatives"
    FEE = "fee"
    VAT = "vat"
    CONTRIBUTIONS = "contributions"
    SOLIDARITY = "solidarity"
    REFUND_OWED = "refund_owed"
    """From escrow to what is owed back."""
    DISPUTE = "dispute"
    """What a decision gave back to the brand, or took from what was owed back to it."""
    REFUND_PAID = "refund_paid"
    REFUND_RETURNED = "refund_returned"
    """It did not arrive, and is owed again."""
    OTHER = "other"


class Means(StrEnum):
    """How a payment came in."""

    CARD = "card"
    TRANSFER = "transfer"
    ACCOUNT = "account"
    """Collected from an account that the brand named."""


_CREDITED: Final = "CASE p.side WHEN 'credit' THEN p.amount_minor ELSE -p.amount_minor END"

# Either part is read where its index is: escrows by account, refunds by the entries of the brand's contests.
_LEGS: Final = f"""
    SELECT p.id, p.entry_id, p.posted_at, a.contest_id, {_CREDITED} AS escrow, 0::bigint AS refunds
    FROM contests_contest c
    JOIN payouts_ledgeraccount a ON a.contest_id = c.id AND a.currency = %(currency)s
    JOIN payouts_posting p ON p.account_id = a.id
    WHERE c.brand_id = %(brand)s
    UNION ALL
    SELECT p.id, p.entry_id, p.posted_at, e.contest_id, 0, {_CREDITED}
    FROM contests_contest c
    JOIN payouts_journalentry e ON e.contest_id = c.id
    JOIN payouts_posting p ON p.entry_id = e.id AND p.posted_at = e.posted_at
    JOIN payouts_ledgeraccount a ON a.id = p.account_id AND a.code = 'payable:refunds:' || %(currency)s
    WHERE c.brand_id = %(brand)s
"""

# What took the place of other debts in a dispute says so; what follows from a settlement says nothing of the kind.
_IN_DISPUTE: Final = "(e.memo LIKE 'dispute %%' OR e.memo LIKE 'in dispute: %%')"
_KIND: Final = f"""
    CASE WHEN k.kind IN ('obligation', 'refund', 'adjustment') AND {_IN_DISPUTE} THEN 'dispute'
         WHEN k.kind = 'deposit' THEN CASE WHEN e.reverses_id IS NULL THEN 'payment_in' ELSE 'payment_returned' END
         WHEN k.kind = 'obligation' THEN 'creatives'
         WHEN k.kind = 'refund' THEN 'refund_owed'
         WHEN k.kind = 'disbursement' THEN
              CASE WHEN e.reverses_id IS NULL THEN 'refund_paid' ELSE 'refund_returned' END
         WHEN charge.code LIKE 'income:fees:%%' THEN 'fee'
         WHEN charge.code LIKE 'payable:vat:%%' THEN 'vat'
         WHEN charge.code LIKE 'payable:contributions:%%' THEN 'contributions'
         WHEN charge.code LIKE 'payable:solidarity:%%' THEN 'solidarity'
         ELSE 'other' END
"""

# An entry of charges has one leg on the escrow, and one for each of those who get something of it. Seen from these,
# they are told apart, and come to the same sum, because every entry balances.
_NAMED: Final = f"""
    SELECT e.effective_at AS at, n.contest_id, {_KIND} AS kind,
           CASE WHEN k.kind IN ('deposit', 'disbursement') THEN n.entry_id END AS payment,
           CASE WHEN d.source = 'card' THEN 'card' WHEN d.transfer_id IS NOT NULL THEN 'transfer'
                WHEN d.id IS NOT NULL THEN 'account' END AS means,
           COALESCE(charge.id, n.leg) AS leg, COALESCE(charge.change, n.escrow) AS escrow, n.refunds
    FROM (SELECT entry_id, posted_at, contest_id, min(id) AS leg, count(*) AS legs,
                 sum(escrow)::bigint AS escrow, sum(refunds)::bigint AS refunds
          FROM legs GROUP BY entry_id, posted_at, contest_id) n
    JOIN payouts_journalentry e ON e.id = n.entry_id
    LEFT JOIN payouts_journalentry r ON r.id = e.reverses_id
    CROSS JOIN LATERAL (SELECT COALESCE(r.kind, e.kind) AS kind,
                               COALESCE(r.idempotency_key, e.idempotency_key) AS key) k
    LEFT JOIN payouts_deposit d
      ON k.kind = 'deposit' AND d.id = substring(k.key FROM '^deposit:([0-9]+)$')::bigint
    LEFT JOIN LATERAL (
        SELECT p.id, a.code, -{_CREDITED} AS change
        FROM payouts_posting p JOIN payouts_ledgeraccount a ON a.id = p.account_id
        WHERE k.kind = 'fee' AND n.legs = 1 AND n.refunds = 0
          AND p.entry_id = n.entry_id AND p.posted_at = n.posted_at AND p.id <> n.leg
    ) charge ON TRUE
    WHERE e.effective_at < %(until)s
"""

MOVES: Final = f"""
    legs AS ({_LEGS}),
    named AS ({_NAMED}),
    moves AS MATERIALIZED (
        SELECT at, contest_id, kind, means, min(leg) AS leg,
               sum(escrow)::bigint AS escrow, sum(refunds)::bigint AS refunds
        FROM named GROUP BY at, contest_id, kind, means, payment
        HAVING sum(escrow) <> 0 OR sum(refunds) <> 0
    ),
    running AS (
        SELECT m.*, (sum(escrow) OVER so_far)::bigint AS escrow_after,
               (sum(refunds) OVER so_far)::bigint AS refunds_after
        FROM moves m WINDOW so_far AS (ORDER BY at, leg)
    )
"""
"""Common tables of a statement with the parameters brand, currency and until. `running` holds every movement before
`until`, in the order (at, leg), with what is held after it.
"""
