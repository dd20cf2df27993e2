"""The one statement that compares what a bank has booked, by its own statements, with our payments and books."""

from typing import Final

COUNT_ENTRIES: Final = "SELECT count(*) FROM payouts_bankentry WHERE rail = %(rail)s"

# `ours` and `theirs` are what each says that a payment has added to the bank account. Entries that a person has not yet
# explained move both alike; what a statement shows in its balances and not in its entries, ours does not know.
COMPARE_STATEMENTS: Final = """
    WITH entry AS (
        SELECT *, CASE direction WHEN 'in' THEN amount_minor ELSE -amount_minor END AS signed
        FROM payouts_bankentry WHERE rail = %(rail)s
    ), filed AS (
        SELECT d.idempotency_key AS key, d.currency, d.state, d.amount_minor, l.id AS line_id, l.file_id
        FROM payouts_disbursement d LEFT JOIN payouts_paymentfileline l ON l.disbursement_id = d.id
        WHERE d.rail = %(rail)s
        UNION ALL
        SELECT 'transfer_return:' || r.id, r.currency, r.state, r.amount_minor, l.id, l.file_id
        FROM payouts_transferreturn r LEFT JOIN payouts_paymentfileline l ON l.transfer_return_id = r.id
        WHERE r.rail = %(rail)s
    ), payment AS (
        SELECT f.key, f.currency, f.state, f.amount_minor, f.state IN ('paid', 'returned') AS left_us,
               CASE f.state WHEN 'paid' THEN -f.amount_minor ELSE 0 END AS ours,
               whole.id IS NOT NULL OR COALESCE(own.left_them, FALSE) AS left_them,
               CASE WHEN whole.id IS NULL THEN 0 ELSE -f.amount_minor END + COALESCE(own.signed, 0) AS theirs
        FROM filed f
        LEFT JOIN LATERAL (
            SELECT sum(signed) AS signed, bool_or(direction = 'out') AS left_them
            FROM entry WHERE entry.line_id = f.line_id
        ) own ON TRUE
        -- A sum stands for what was still to be paid of its file: not for what was rejected, or booked by itself.
        LEFT JOIN entry whole ON whole.file_id = f.file_id AND f.state IN ('paid', 'returned')
             AND own.left_them IS NOT TRUE
    ), stated AS (
        SELECT account, currency, statement_id, opening_minor, closing_minor, moved_minor,
               lag(closing_minor) OVER in_turn AS ended_minor,
               first_value(opening_minor) OVER in_turn AS began_minor,
               row_number() OVER (PARTITION BY account ORDER BY to_on DESC NULLS LAST, sequence DESC, id DESC) AS newest
        FROM payouts_bankstatement WHERE rail = %(rail)s
        WINDOW in_turn AS (PARTITION BY account ORDER BY to_on NULLS FIRST, sequence, id)
    ), difference AS (
        SELECT CASE WHEN left_us AND NOT left_them THEN 'missing_at_rail' ELSE 'contradiction' END AS kind,
               'out' AS direction, key, currency, state AS our_state,
               CASE WHEN theirs < 0 THEN 'paid' WHEN left_them THEN 'returned' ELSE '' END AS rail_status,
               amount_minor AS our_minor, CASE WHEN left_them THEN amount_minor ELSE 0 END AS rail_minor,
               (ours - theirs)::bigint AS effect_minor
        FROM payment WHERE ours <> theirs OR left_us <> left_them
        UNION ALL
        SELECT 'unknown_to_us', 'out', reference, currency, '', 'paid', 0, amount_minor, 0
        FROM entry WHERE meaning = 'unexplained' AND explanation = ''
        UNION ALL
        SELECT 'statement_gap', 'in', statement_id, currency, '', '', moved_minor, closing_minor - opening_minor,
               moved_minor - (closing_minor - opening_minor)
        FROM stated WHERE opening_minor + moved_minor <> closing_minor
        UNION ALL
        SELECT 'statement_gap', 'in', 'before ' || statement_id, currency, '', '', 0, opening_minor - ended_minor,
               ended_minor - opening_minor
        FROM stated WHERE opening_minor <> ended_minor
    ), ledger AS (
        SELECT a.currency,
               sum(CASE p.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END)::bigint AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code = %(bank)s || a.currency GROUP BY a.currency
    ), told AS (
        SELECT currency, sum(minor)::bigint AS minor FROM (
            SELECT currency, closing_minor - began_minor AS minor FROM stated WHERE newest = 1
            UNION ALL
            SELECT currency, signed FROM entry WHERE statement_id IS NULL
        ) AS by_account GROUP BY currency
    ), bank AS (
        SELECT currency, COALESCE(l.minor, 0) AS ledger_minor, COALESCE(t.minor, 0) AS rail_minor,
               COALESCE(d.minor, 0) AS explained_minor
        FROM ledger l
        FULL JOIN told t USING (currency)
        FULL JOIN (SELECT currency, sum(effect_minor)::bigint AS minor FROM difference GROUP BY 1) d USING (currency)
    )
    SELECT kind, direction, key, currency, our_state, rail_status, our_minor, rail_minor, effect_minor FROM difference
    UNION ALL
    SELECT 'bank', '', '', currency, '', '', ledger_minor, rail_minor, explained_minor FROM bank
    ORDER BY 1, 2, 3, 4
"""
