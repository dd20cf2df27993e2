"""The checks' SQL. Each yields a row per thing examined: `what` names it for a person, `ok` is the answer.

`%(now)s` is the moment of the check. Amounts are minor units.
"""

from typing import Final

from accounts.selectors.cooling import is_parked, pays_from
from payouts.models.origin_guards import LIVE_STATES
from payouts.selectors.ways_back import has_way_back
from payouts.services.audit.bank_questions import STUCK_AT_BANKS

SIGNED: Final = "CASE p.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END"

ENTRIES_BALANCED: Final = f"""
    SELECT 'journal entry ' || e.id AS what,
           count(p.id) > 1 AND COALESCE(sum({SIGNED}), 1) = 0 AND count(DISTINCT a.currency) = 1 AS ok
    FROM payouts_journalentry e
    LEFT JOIN payouts_posting p ON p.entry_id = e.id
    LEFT JOIN payouts_ledgeraccount a ON a.id = p.account_id
    GROUP BY e.id
"""

TRIAL_BALANCE: Final = f"""
    SELECT a.currency || ': debits differ from credits by ' || sum({SIGNED}) AS what, sum({SIGNED}) = 0 AS ok
    FROM payouts_posting p JOIN payouts_ledgeraccount a ON a.id = p.account_id GROUP BY a.currency
"""

ESCROW_BALANCES: Final = f"""
    SELECT a.contest_id, -sum({SIGNED}) AS held
    FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
    WHERE a.contest_id IS NOT NULL GROUP BY a.contest_id
"""

ESCROWS_NOT_OVERDRAWN: Final = f"""
    SELECT 'escrow of contest ' || contest_id || ' holds ' || held AS what, held >= 0 AS ok FROM ({ESCROW_BALANCES}) b
"""

LIABILITIES_COVERED: Final = f"""
    SELECT 'contest ' || c.id || ' holds ' || COALESCE(b.held, 0) || ' of ' || COALESCE(e.liability_minor, 0) AS what,
           COALESCE(b.held >= e.liability_minor, FALSE) AS ok
    FROM contests_contest c
    LEFT JOIN payouts_escrow e ON e.contest_id = c.id
    LEFT JOIN ({ESCROW_BALANCES}) b ON b.contest_id = c.id
    WHERE c.opens_at IS NOT NULL AND c.decided_at IS NULL
"""

LATEST: Final = """
    SELECT DISTINCT ON (contest_id) * FROM payouts_settlement ORDER BY contest_id, sequence DESC
"""

# What decisions on disputes moved: by contest, side and the entry that it was about.
MOVED: Final = """
    SELECT was.contest_id, was.entry_id, d.side, sum(o.amount_minor) AS minor
    FROM payouts_adjustment a
    JOIN payouts_obligation o ON o.id = a.obligation_id
    JOIN payouts_dispute d ON d.id = a.dispute_id
    JOIN payouts_obligation was ON was.id = d.obligation_id
    GROUP BY was.contest_id, was.entry_id, d.side
"""

# What a person took from an entry, after the brand's dispute was upheld, is the only way below its floor.
FLOORS_KEPT: Final = f"""
    SELECT 'entry ' || place.entry_id || ' is owed ' || COALESCE(sum(o.amount_minor), 0) || ', the floor is '
               || s.floor_minor AS what,
           COALESCE(sum(o.amount_minor), 0) + COALESCE(m.minor, 0)
               >= s.floor_minor - COALESCE((s.floor_reductions ->> place.entry_id::text)::bigint, 0) AS ok
    FROM ({LATEST}) s
    JOIN contests_shortlistplace place ON place.contest_id = s.contest_id
    LEFT JOIN payouts_obligation o
           ON o.entry_id = place.entry_id AND o.cancelled_at IS NULL AND o.kind IN ('earned', 'prize')
    LEFT JOIN ({MOVED}) m ON m.entry_id = place.entry_id AND m.side = 'brand'
    GROUP BY s.id, s.floor_minor, s.floor_reductions, place.entry_id, m.minor
"""

# Settled, and then only moved by decisions: what creatives and brand are owed by rule, and what decisions took from
# either, add up to the settlement; what they took is what adjustments owe. Interest is the platform's own, and apart.
OBLIGATIONS_ARE_SETTLED: Final = f"""
    SELECT 'contest ' || c.id || ': obligations of ' || COALESCE(o.owed, 0) || ', settled '
               || COALESCE(s.owed_minor::text, 'never') AS what,
           COALESCE(s.owed_minor = COALESCE(o.owed, 0) + COALESCE(m.from_creatives, 0)
                    AND s.refund_minor = COALESCE(o.refunded, 0) + COALESCE(m.from_brand, 0)
                    AND COALESCE(o.adjusted, 0) = COALESCE(m.from_creatives, 0) + COALESCE(m.from_brand, 0)
                    AND s.owed_minor + s.fee_minor + s.tax_minor = COALESCE(l.total, 0), FALSE) AS ok
    FROM contests_contest c
    LEFT JOIN ({LATEST}) s ON s.contest_id = c.id
    LEFT JOIN (
        SELECT o.contest_id, sum(o.amount_minor) FILTER (WHERE o.kind IN ('earned', 'prize')) AS owed,
               sum(o.amount_minor) FILTER (WHERE o.kind = 'refund' AND a.dispute_id IS NULL) AS refunded,
               sum(o.amount_minor) FILTER (WHERE o.kind = 'adjustment' OR a.dispute_id IS NOT NULL) AS adjusted
        FROM payouts_obligation o LEFT JOIN payouts_adjustment a ON a.obligation_id = o.id
        WHERE o.cancelled_at IS NULL AND o.settlement_id IS NOT NULL GROUP BY o.contest_id
    ) o ON o.contest_id = c.id
    LEFT JOIN (
        SELECT contest_id, sum(minor) FILTER (WHERE side = 'brand') AS from_creatives,
               sum(minor) FILTER (WHERE side = 'payee') AS from_brand
        FROM ({MOVED}) moved GROUP BY contest_id
    ) m ON m.contest_id = c.id
    LEFT JOIN (
        SELECT settlement_id, sum(amount_minor) AS total FROM payouts_settlementline GROUP BY settlement_id
    ) l ON l.settlement_id = s.id
    WHERE c.decided_at IS NOT NULL OR s.id IS NOT NULL
"""

DEBTS_ARE_BOOKED: Final = f"""
    WITH owed AS (
        SELECT CASE kind WHEN 'refund' THEN 'payable:refunds:' ELSE 'payable:creatives:' END || currency AS code,
               sum(amount_minor) AS minor
        FROM payouts_obligation WHERE cancelled_at IS NULL AND paid_at IS NULL GROUP BY 1
    ), booked AS (
        SELECT a.code, -sum({SIGNED}) AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code LIKE 'payable:refunds:%%' OR a.code LIKE 'payable:creatives:%%' GROUP BY a.code
    )
    SELECT code || ' holds ' || COALESCE(booked.minor, 0) || ', unpaid debts are ' || COALESCE(owed.minor, 0) AS what,
           COALESCE(booked.minor, 0) = COALESCE(owed.minor, 0) AS ok
    FROM owed FULL JOIN booked USING (code)
"""

PAYMENTS_BOOKED_ONCE: Final = """
    WITH booked AS (
        SELECT e.idempotency_key, e.id, r.id AS reversal, sum(p.amount_minor) FILTER (WHERE p.side = 'debit') AS minor
        FROM payouts_journalentry e
        LEFT JOIN payouts_journalentry r ON r.reverses_id = e.id
        JOIN payouts_posting p ON p.entry_id = e.id
        WHERE e.kind = 'disbursement' GROUP BY e.id, r.id
    ), payment AS (
        SELECT d.id, d.state, d.amount_minor, 'disbursement:' || d.id || ':paid' AS idempotency_key,
               o.paid_at IS NOT NULL AS marked
        FROM payouts_disbursement d JOIN payouts_obligation o ON o.id = d.obligation_id
    )
    SELECT COALESCE('disbursement ' || d.id || ' is ' || d.state, 'journal entry ' || b.id) AS what,
           CASE d.state WHEN 'paid' THEN COALESCE(b.minor = d.amount_minor AND b.reversal IS NULL AND d.marked, FALSE)
                        WHEN 'returned' THEN COALESCE(b.minor = d.amount_minor AND b.reversal IS NOT NULL, FALSE)
                        ELSE d.id IS NOT NULL AND b.id IS NULL END AS ok
    FROM payment d FULL JOIN booked b USING (idempotency_key)
"""

PAID_DEBTS_HAVE_A_PAYMENT: Final = """
    SELECT 'obligation ' || o.id || ' has ' || count(d.id) || ' payments' AS what,
           count(d.id) = CASE WHEN o.paid_at IS NULL THEN 0 ELSE 1 END AND (o.paid_at IS NULL OR o.cancelled_at IS NULL)
               AS ok
    FROM payouts_obligation o LEFT JOIN payouts_disbursement d ON d.obligation_id = o.id AND d.state = 'paid'
    GROUP BY o.id
"""

BANK_ADDS_UP: Final = f"""
    WITH moved AS (
        SELECT 'bank:' || rail || ':' || currency AS code, amount_minor FROM payouts_deposit
        WHERE state = 'received' AND transfer_id IS NULL
        UNION ALL
        SELECT 'bank:' || rail || ':' || currency, -amount_minor FROM payouts_transferreturn WHERE state = 'paid'
        UNION ALL
        SELECT 'bank:' || rail || ':' || currency, -amount_minor FROM payouts_disbursement WHERE state = 'paid'
        UNION ALL
        SELECT 'bank:' || rail || ':' || currency, CASE direction WHEN 'in' THEN amount_minor ELSE -amount_minor END
        FROM payouts_bankentry WHERE meaning IN ('credit', 'unexplained')
    ), expected AS (
        SELECT code, sum(amount_minor) AS minor FROM moved GROUP BY code
    ), booked AS (
        SELECT a.code, sum({SIGNED}) AS minor
        FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
        WHERE a.code LIKE 'bank:%%' GROUP BY a.code
    )
    SELECT code || ' holds ' || COALESCE(b.minor, 0) || ', received less paid is ' || COALESCE(e.minor, 0) AS what,
           COALESCE(b.minor, 0) = COALESCE(e.minor, 0) AS ok
    FROM expected e FULL JOIN booked b USING (code)
"""

# Overdue with a reason that the payee was told, or that ends by itself: no account to send to and no way back, an
# account that was changed lately, or a dated hold, an operator's or a dispute's. A payment that was given up for a
# dispute is no excuse once its hold has ended; nor is an approval that nobody has given yet, or a stopped rail.
NOTHING_UNDER_WAY: Final = """(last.state IS NULL OR last.state IN ('rejected', 'returned')
                        AND NOT (last.origin_id IS NOT NULL AND last.due_state = 'parked'))"""
OVERDUE: Final = f"""
    SELECT 'obligation ' || o.id || ' was due on ' || o.pay_by::date || COALESCE(', ' || last.state, '')
               || CASE WHEN last.unapproved THEN ', waits for an approval' ELSE '' END
               || COALESCE(', rail stopped since ' || stop.stopped_at::date, '') AS what,
           COALESCE(acc.id IS NULL AND {NOTHING_UNDER_WAY} AND NOT {has_way_back("o")}
                    OR o.held_until > %(now)s
                    OR last.state IN ('rejected', 'returned') AND last.payout_account_id = acc.id
                    OR last.state = 'held' AND last.due_at > %(now)s
                    OR {NOTHING_UNDER_WAY} AND NOT {has_way_back("o")}
                       AND ({is_parked("acc")} OR {pays_from("acc")} > %(now)s), FALSE) AS ok
    FROM payouts_obligation o
    LEFT JOIN accounts_payoutaccount acc ON acc.retired_at IS NULL
         AND (acc.user_id = o.payee_user_id OR acc.brand_id = o.payee_brand_id)
    LEFT JOIN LATERAL (
        SELECT d.state, d.due_at, d.due_state, d.payout_account_id, d.origin_id, d.rail,
               d.needs_approval AND d.run_id IS NULL AS unapproved
        FROM payouts_disbursement d
        WHERE d.obligation_id = o.id AND NOT (d.state = 'rejected' AND d.reason = 'disputed')
        ORDER BY d.attempt DESC LIMIT 1
    ) last ON TRUE
    LEFT JOIN payouts_railcontrol stop
         ON stop.rail = last.rail AND stop.stopped_at IS NOT NULL AND last.state IN ('pending', 'unknown')
    WHERE o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND o.paid_at IS NULL AND o.pay_by < %(now)s
"""

# A deposit that the payer's bank takes back later may have been sent back before.
WAYS_BACK_KEPT: Final = f"""
    SELECT 'deposit ' || s.id || ' brought ' || s.amount_minor || ', and ' || COALESCE(sum(d.amount_minor), 0)
               || ' went back' AS what,
           COALESCE(sum(d.amount_minor) FILTER (WHERE d.state IN {LIVE_STATES}), 0) <= s.amount_minor
               AND s.received_at IS NOT NULL
               AND bool_and(o.kind = 'refund'
                            AND (o.contest_id, d.rail, d.currency) = (s.escrow_id, s.rail, s.currency)) AS ok
    FROM payouts_disbursement d
    JOIN payouts_deposit s ON s.id = d.origin_id
    JOIN payouts_obligation o ON o.id = d.obligation_id
    GROUP BY s.id
"""

SERIES_WITHOUT_GAPS: Final = """
    SELECT 'series ' || s.code || ' ' || s.year || ' counts ' || s.last_number || ', has ' || count(d.id)
               || ' documents up to ' || COALESCE(max(d.number), 0) AS what,
           count(d.id) = s.last_number AND COALESCE(max(d.number), 0) = s.last_number
               AND COALESCE(min(d.number), 1) = 1 AS ok
    FROM payouts_documentseries s LEFT JOIN payouts_document d ON d.series_id = s.id GROUP BY s.id
"""

NOTHING_STUCK: Final = f"""
    SELECT 'disbursement ' || id || ': ' || last_error AS what, FALSE AS ok
    FROM payouts_disbursement WHERE due_state = 'parked'
    UNION ALL
    SELECT 'deposit ' || id || ': ' || last_error, FALSE FROM payouts_deposit WHERE due_state = 'parked'
    UNION ALL
    SELECT 'notice ' || id || ': ' || last_error, FALSE FROM payouts_railnotice WHERE due_state = 'parked'
    UNION ALL
    SELECT 'papers of contest ' || contest_id || ': ' || last_error, FALSE
    FROM payouts_contestpapers WHERE due_state = 'parked'
    UNION ALL
    SELECT 'file of document ' || document_id || ': ' || last_error, FALSE
    FROM payouts_documentfile WHERE due_state = 'parked'
    UNION ALL
    {STUCK_AT_BANKS}
    UNION ALL
    SELECT 'disbursement ' || id || ' has been in doubt since ' || created_at, FALSE
    FROM payouts_disbursement
    WHERE state = 'unknown' AND due_state = 'waiting' AND created_at < %(now)s - interval '1 hour'
    UNION ALL
    SELECT 'deposit ' || id || ' has been in doubt since ' || created_at, FALSE
    FROM payouts_deposit
    WHERE state = 'unknown' AND due_state = 'waiting' AND created_at < %(now)s - interval '1 hour'
    UNION ALL
    SELECT 'rail ' || rail || ' has been stopped since ' || stopped_at, FALSE
    FROM payouts_railcontrol WHERE stopped_at IS NOT NULL
    UNION ALL
    SELECT 'payout account ' || a.id || ' waits for somebody to look at it since ' || a.parked_at, FALSE
    FROM accounts_payoutaccount a WHERE a.retired_at IS NULL AND {is_parked("a")}
    UNION ALL
    SELECT 'payments under way', TRUE
    FROM payouts_disbursement WHERE due_state = 'waiting' AND created_at >= %(now)s - interval '1 hour'
"""

# Every hold is a dispute's, over at most 31 days after that was opened or its debt released, and at once when decided.
# What was upheld is owed otherwise to the cent, unless its payment had begun. The parts of a debt are what was settled.
DISPUTES: Final = """
    SELECT 'obligation ' || o.id || ' is held until ' || o.held_until AS what,
           EXISTS (
               SELECT FROM payouts_dispute d WHERE d.held_id = o.id
               AND o.held_until <= GREATEST(d.opened_at, o.released_at) + interval '31 days'
           ) AS ok
    FROM payouts_obligation o WHERE o.held_until IS NOT NULL AND o.cancelled_at IS NULL
    UNION ALL
    SELECT 'dispute ' || d.id || ' was ' || d.decision || ' and still holds obligation ' || o.id, FALSE
    FROM payouts_dispute d JOIN payouts_obligation o ON o.id = d.held_id
    WHERE d.decision <> '' AND o.cancelled_at IS NULL AND o.held_until > d.decided_at
      AND NOT EXISTS (SELECT FROM payouts_dispute other WHERE other.held_id = o.id AND other.id > d.id)
    UNION ALL
    SELECT 'dispute ' || d.id || ' upheld ' || d.decided_minor || ' and moved ' || COALESCE(sum(o.amount_minor), 0),
           COALESCE(sum(o.amount_minor), 0) = CASE WHEN h.cancelled_at = d.decided_at THEN d.decided_minor ELSE 0 END
    FROM payouts_dispute d
    LEFT JOIN payouts_obligation h ON h.id = d.held_id
    LEFT JOIN payouts_adjustment a ON a.dispute_id = d.id
    LEFT JOIN payouts_obligation o ON o.id = a.obligation_id
    WHERE d.decision = 'upheld' GROUP BY d.id, h.cancelled_at
    UNION ALL
    SELECT 'dispute ' || d.id || ' was decided by somebody with a part in it', FALSE
    FROM payouts_dispute d JOIN payouts_obligation o ON o.id = d.obligation_id
    WHERE d.decision IN ('upheld', 'dismissed') AND d.decided_by_id IN (d.opened_by_id, o.payee_user_id)
    UNION ALL
    SELECT 'parts of what settlement ' || o.settlement_id || ' owes for ' || o.kind,
           sum(o.amount_minor) FILTER (WHERE o.cancelled_at IS NULL) IS NULL AND EXISTS (
               SELECT FROM payouts_settlement s JOIN payouts_settlement later ON later.contest_id = s.contest_id
               WHERE s.id = o.settlement_id AND later.sequence > s.sequence)
           OR COALESCE(sum(o.amount_minor) FILTER (WHERE o.part = 0), 0)
              = COALESCE(sum(o.amount_minor) FILTER (WHERE o.cancelled_at IS NULL), 0) + COALESCE(sum(moved.minor), 0)
    FROM payouts_obligation o
    LEFT JOIN LATERAL (
        SELECT sum(owed.amount_minor) AS minor
        FROM payouts_dispute d JOIN payouts_adjustment a ON a.dispute_id = d.id
        JOIN payouts_obligation owed ON owed.id = a.obligation_id WHERE d.held_id = o.id AND d.decision = 'upheld'
    ) moved ON TRUE
    WHERE o.kind IN ('earned', 'prize', 'refund') AND o.settlement_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM payouts_adjustment a WHERE a.obligation_id = o.id)
      AND EXISTS (
          SELECT FROM payouts_obligation part WHERE part.settlement_id = o.settlement_id AND part.kind = o.kind
          AND part.part > 0 AND part.entry_id IS NOT DISTINCT FROM o.entry_id
          AND part.payee_user_id IS NOT DISTINCT FROM o.payee_user_id)
    GROUP BY o.settlement_id, o.entry_id, o.payee_user_id, o.kind
"""

# What needed an approval has left only with one; and each run still is the list that its digest was made of.
APPROVALS_KEPT: Final = """
    SELECT 'disbursement ' || d.id || ' is ' || d.state || ' and needed an approval' AS what,
           COALESCE(r.state = 'approved' AND r.decided_by_id <> r.proposed_by_id
                    AND (l.idempotency_key, l.amount_minor, l.currency)
                        = (d.idempotency_key, d.amount_minor, d.currency), FALSE) AS ok
    FROM payouts_disbursement d
    LEFT JOIN payouts_payoutrun r ON r.id = d.run_id
    LEFT JOIN payouts_payoutrunline l ON l.run_id = d.run_id AND l.disbursement_id = d.id
    WHERE d.needs_approval AND (d.run_id IS NOT NULL OR d.state NOT IN ('pending', 'held', 'rejected'))
    UNION ALL
    SELECT 'payout run ' || r.id || ' is not the list that was looked at',
           COALESCE(count(l.id) = r.count AND r.digest = encode(sha256(convert_to(
               string_agg(l.line, chr(10) ORDER BY l.line COLLATE "C"), 'UTF8')), 'hex'), FALSE)
    FROM payouts_payoutrun r
    LEFT JOIN (
        SELECT id, run_id, concat_ws(chr(9), idempotency_key, amount_minor, currency, destination, payee) AS line
        FROM payouts_payoutrunline
    ) l ON l.run_id = r.id
    GROUP BY r.id
"""

# By the server's own clock, by which entries are laid in their month.
MONTHS_MADE = """
    SELECT to_char(month, 'YYYY-MM') AS what, EXISTS (
        SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'payouts_posting'::regclass AND c.relname = to_char(month, '"payouts_posting_y"YYYY"m"MM')
    ) AS ok
    FROM generate_series(date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC'),
                         date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + interval '2 months',
                         interval '1 month') AS month
"""
