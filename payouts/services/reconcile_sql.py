"""The one statement that compares a rail's book with ours. Kept apart so that `reconcile` reads as prose."""

from typing import Final

MAKE_TABLE: Final = """
    CREATE TEMP TABLE rail_book (
        direction text NOT NULL, key text NOT NULL, status text NOT NULL, amount_minor bigint, currency text
    ) ON COMMIT DROP
"""

COPY_IN: Final = "COPY rail_book (direction, key, status, amount_minor, currency) FROM STDIN"

DROP_TABLE: Final = "DROP TABLE rail_book"

# `word` is our state in the rail's words, `bank` what the payment adds to a bank account that follows that word.
COMPARE: Final = """
    WITH ours AS (
        SELECT 'out' AS direction, d.idempotency_key AS key, d.state, d.amount_minor, d.currency,
               COALESCE(d.paid_at, d.sent_at, d.created_at) >= %(since)s AS moving,
               CASE d.state WHEN 'sent' THEN 'accepted' WHEN 'paid' THEN 'paid' WHEN 'returned' THEN 'returned'
                            WHEN 'rejected' THEN 'rejected' ELSE 'unknown' END AS word,
               CASE d.state WHEN 'paid' THEN -d.amount_minor ELSE 0 END AS bank
        FROM payouts_disbursement d WHERE d.rail = %(rail)s
        UNION ALL
        SELECT 'in', d.idempotency_key, d.state, d.amount_minor, d.currency,
               COALESCE(d.received_at, d.created_at) >= %(since)s,
               CASE WHEN d.state = 'received' THEN 'paid' WHEN d.state = 'returned' THEN 'returned'
                    WHEN d.state = 'refused' THEN 'rejected'
                    WHEN d.provider_reference <> '' THEN 'accepted' ELSE 'unknown' END,
               CASE d.state WHEN 'received' THEN d.amount_minor ELSE 0 END
        FROM payouts_deposit d WHERE d.rail = %(rail)s
    ), theirs AS (
        SELECT direction, key, status, COALESCE(amount_minor, 0) AS amount_minor, COALESCE(currency, '') AS currency,
               CASE WHEN status <> 'paid' THEN 0 WHEN direction = 'in' THEN amount_minor ELSE -amount_minor END AS bank
        FROM rail_book
    ), progress(word, step) AS (
        VALUES ('unknown', 0), ('accepted', 1), ('paid', 2), ('rejected', 3), ('returned', 3)
    ), difference AS (
        SELECT CASE WHEN o.key IS NULL THEN 'unknown_to_us'
                    WHEN o.moving AND (t.key IS NULL OR o.amount_minor = t.amount_minor) THEN 'moving'
                    WHEN t.key IS NULL THEN 'missing_at_rail'
                    WHEN (o.amount_minor, o.currency) <> (t.amount_minor, t.currency) THEN 'amount'
                    WHEN theirs_at.step > ours_at.step THEN 'behind'
                    ELSE 'contradiction' END AS kind,
               direction, key, COALESCE(o.currency, t.currency) AS currency, COALESCE(o.state, '') AS our_state,
               COALESCE(t.status, '') AS rail_status, COALESCE(o.amount_minor, 0) AS our_minor,
               COALESCE(t.amount_minor, 0) AS rail_minor, COALESCE(o.bank, 0) - COALESCE(t.bank, 0) AS effect_minor
        FROM ours o FULL JOIN theirs t USING (direction, key)
        LEFT JOIN progress ours_at ON ours_at.word = o.word
        LEFT JOIN progress theirs_at ON theirs_at.word = t.status
        WHERE o.key IS NULL
           OR t.key IS NULL AND o.word IN ('accepted', 'paid', 'returned')
           OR t.key IS NOT NULL AND (o.word, o.amount_minor, o.currency) <> (t.status, t.amount_minor, t.currency)
    ), ledger AS (
        SELECT a.currency,
               sum(CASE p.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END)::bigint AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code = %(bank)s || a.currency GROUP BY a.currency
    ), bank AS (
        SELECT currency, COALESCE(l.minor, 0) AS ledger_minor, COALESCE(t.minor, 0) AS rail_minor,
               COALESCE(d.minor, 0) AS explained_minor
        FROM ledger l
        FULL JOIN (SELECT currency, sum(bank)::bigint AS minor FROM theirs GROUP BY 1) t USING (currency)
        FULL JOIN (SELECT currency, sum(effect_minor)::bigint AS minor FROM difference GROUP BY 1) d USING (currency)
    )
    SELECT kind, direction, key, currency, our_state, rail_status, our_minor, rail_minor, effect_minor FROM difference
    UNION ALL
    SELECT 'bank', '', '', currency, '', '', ledger_minor, rail_minor, explained_minor FROM bank
    ORDER BY 1, 2, 3, 4
"""
