"""The checks' SQL about rails that take files and send statements; as in `questions`, which it is a part of."""

from typing import Final

SIGNED: Final = "CASE p.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END"

# What they have booked is what our books say, movement by movement.
STATEMENTS_ARE_BOOKED: Final = f"""
    WITH stated AS (
        SELECT 'bank:' || rail || ':' || currency AS code,
               sum(CASE direction WHEN 'in' THEN amount_minor ELSE -amount_minor END) AS minor
        FROM payouts_bankentry GROUP BY 1
    ), booked AS (
        SELECT a.code, sum({SIGNED}) AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code IN (SELECT 'bank:' || rail || ':' || currency FROM payouts_paymentfile
                         UNION SELECT code FROM stated)
        GROUP BY a.code
    )
    SELECT code || ' holds ' || COALESCE(b.minor, 0) || ', the bank has booked ' || COALESCE(s.minor, 0) AS what,
           COALESCE(b.minor, 0) = COALESCE(s.minor, 0) AS ok
    FROM stated s FULL JOIN booked b USING (code)
    UNION ALL
    SELECT 'statement ' || statement_id || ' of ' || rail || ' ends ' || closing_minor - opening_minor - moved_minor
               || ' beside its entries', opening_minor + moved_minor = closing_minor
    FROM payouts_bankstatement
"""

# Money that came in by itself stands on one account until a contest uses it, its payer has it back, or it is kept.
TRANSFERS_ADD_UP: Final = f"""
    WITH rest AS (
        SELECT t.currency, t.amount_minor - t.kept_minor
               - COALESCE((SELECT sum(amount_minor) FROM payouts_deposit WHERE transfer_id = t.id), 0)
               - COALESCE((SELECT sum(amount_minor) FROM payouts_transferreturn
                           WHERE transfer_id = t.id AND state = 'paid'), 0) AS minor
        FROM payouts_incomingtransfer t
    ), expected AS (
        SELECT 'payable:incoming:' || currency AS code, sum(minor) AS minor FROM rest GROUP BY 1
    ), booked AS (
        SELECT a.code, -sum({SIGNED}) AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code LIKE 'payable:incoming:%%' GROUP BY a.code
    )
    SELECT code || ' holds ' || COALESCE(b.minor, 0) || ', unused transfers are ' || COALESCE(e.minor, 0) AS what,
           COALESCE(b.minor, 0) = COALESCE(e.minor, 0) AS ok
    FROM expected e FULL JOIN booked b USING (code)
    UNION ALL
    SELECT 'bank entry ' || e.reference || ' is no transfer', t.amount_minor IS NOT DISTINCT FROM e.amount_minor
    FROM payouts_bankentry e LEFT JOIN payouts_incomingtransfer t ON t.entry_id = e.id WHERE e.meaning = 'credit'
"""

# For `NOTHING_STUCK`.
STUCK_AT_BANKS: Final = """
    SELECT 'file ' || message_id || ': ' || last_error, FALSE FROM payouts_paymentfile WHERE due_state = 'parked'
    UNION ALL
    SELECT 'file ' || message_id || ' has been in doubt since ' || created_at, FALSE
    FROM payouts_paymentfile
    WHERE state = 'unknown' AND due_state = 'waiting' AND created_at < %(now)s - interval '1 hour'
    UNION ALL
    SELECT 'bank report ' || id || ': ' || last_error, FALSE FROM payouts_bankreport WHERE due_state = 'parked'
    UNION ALL
    SELECT 'the reports of ' || rail || ' have not been fetched: ' || last_error, FALSE
    FROM payouts_bankfeed
    WHERE due_state = 'parked' OR last_error <> '' AND COALESCE(fetched_at < %(now)s - interval '1 hour', TRUE)
    UNION ALL
    SELECT 'transfer ' || id || ': ' || last_error, FALSE FROM payouts_incomingtransfer WHERE due_state = 'parked'
    UNION ALL
    SELECT 'transfer back ' || id || ': ' || last_error, FALSE FROM payouts_transferreturn WHERE due_state = 'parked'
    UNION ALL
    SELECT 'bank entry ' || reference || ' is not explained', FALSE
    FROM payouts_bankentry WHERE meaning = 'unexplained' AND explanation = ''
"""
