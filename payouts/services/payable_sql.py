"""Which debts can be paid now, and which way, in SQL. Kept apart so that `preparing` reads as prose."""

from typing import Final

from accounts.selectors.cooling import is_parked, pays_from
from payouts.models import DISPUTED
from payouts.selectors.rail_controls import USED
from payouts.selectors.ways_back import WAYS_BACK, has_way_back, may_be_cut, may_go_back

# Unpaid debts that are released, not cancelled and not held by a dispute at this moment, with their payee's present
# account and their last attempt. After a rejection or a return the way that failed is not tried again: the payee must
# have given another account than the one that failed. Unless it was not the account's fault: then the attempt is
# parked, the payee is not bothered, and an operator lets it be tried again. What was given up for a dispute has failed
# nowhere.
_DEBTS: Final = """
    FROM payouts_obligation o
    LEFT JOIN accounts_payoutaccount of_user ON of_user.user_id = o.payee_user_id AND of_user.retired_at IS NULL
    LEFT JOIN accounts_payoutaccount of_brand ON of_brand.brand_id = o.payee_brand_id AND of_brand.retired_at IS NULL
    LEFT JOIN LATERAL (
        SELECT d.attempt, d.state, d.reason, d.payout_account_id, d.origin_id, d.retry_at, d.due_state
        FROM payouts_disbursement d WHERE d.obligation_id = o.id ORDER BY d.attempt DESC LIMIT 1
    ) last ON TRUE
"""
_OPEN: Final = """
    o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND o.paid_at IS NULL
    AND (o.held_until IS NULL OR o.held_until <= %(now)s)
"""
_GIVEN_UP: Final = f"last.state = 'rejected' AND last.reason = '{DISPUTED}'"
_FAILED: Final = f"(last.state IN ('rejected', 'returned') AND last.reason <> '{DISPUTED}')"
_ELSEWHERE: Final = """(last.payout_account_id <> COALESCE(of_user.id, of_brand.id)
    OR last.origin_id IS NOT NULL AND last.due_state <> 'parked' OR last.retry_at IS NOT NULL)"""
# A changed account is not paid to at once: see `accounts.selectors.cooling`. The database refuses it as well.
_TO_ACCOUNT: Final = f"""(
    COALESCE({pays_from("of_user")}, {pays_from("of_brand")}) <= %(now)s
    AND NOT {is_parked("of_user")} AND NOT {is_parked("of_brand")}
    AND (last.attempt IS NULL OR {_GIVEN_UP} OR {_FAILED} AND {_ELSEWHERE})
)"""
_ACCOUNT_FAILED: Final = f"""(
    {_FAILED} AND last.due_state <> 'parked' AND last.retry_at IS NULL
    AND last.payout_account_id = COALESCE(of_user.id, of_brand.id)
)"""
# Without any account: nothing is under way, nobody of ours has to look first, and nothing can go back the way it came.
_ACCOUNT_MISSING: Final = f"""(
    COALESCE(of_user.id, of_brand.id) IS NULL
    AND (last.attempt IS NULL OR {_GIVEN_UP} OR {_FAILED} AND last.due_state <> 'parked')
    AND NOT {has_way_back("o")}
)"""

PLACES: Final = f"""
    SELECT COALESCE(of_user.rail, of_brand.rail), o.currency {_DEBTS} WHERE {_OPEN} AND {_TO_ACCOUNT}
    UNION
    SELECT way.rail, o.currency {_DEBTS}
    JOIN ({WAYS_BACK}) way ON way.contest_id = o.contest_id AND way.left_minor >= o.amount_minor
    WHERE {_OPEN} AND {may_go_back("o")}
"""
"""Rails and currencies in which something can be paid now: to accounts, or back by deposits."""

_REFUND: Final = f"""
    o.id, o.contest_id, o.currency, o.amount_minor, {may_go_back("o")}, {may_be_cut("o")}
"""

LOCK_REFUNDS: Final = f"""
    SELECT {_REFUND} {_DEBTS}
    WHERE {_OPEN} AND o.kind = 'refund' AND ({_TO_ACCOUNT} OR {has_way_back("o")})
    ORDER BY o.pay_by, o.id LIMIT %(batch)s
    FOR NO KEY UPDATE OF o SKIP LOCKED
"""
"""Refunds that can be paid now, one way or the other."""

TOO_LARGE: Final = f"""
    SELECT o.contest_id FROM payouts_obligation o
    WHERE {_OPEN} AND o.kind = 'refund' AND {may_go_back("o")}
    GROUP BY o.contest_id, o.currency
    HAVING bool_or({may_be_cut("o")}) AND sum(o.amount_minor) > (
        SELECT max(way.left_minor) FROM ({WAYS_BACK}) way
        WHERE way.contest_id = o.contest_id AND way.currency = o.currency AND way.left_minor > 0
    )
    ORDER BY min(o.pay_by), o.contest_id LIMIT %(most)s
"""
"""Contests whose refunds, as far as they can be paid now, are together more than any single open way covers."""

READ_REFUNDS: Final = f"""
    SELECT {_REFUND} FROM payouts_obligation o
    WHERE o.id = ANY(%(debts)s) AND {_OPEN} AND o.kind = 'refund' ORDER BY o.pay_by, o.id
"""
"""Those of these debts that are refunds which can be paid now, in the order in which they are paid."""

WRITE_PAYMENTS: Final = f"""
    WITH way AS (
        SELECT * FROM unnest(%(debts)s::bigint[], %(origins)s::bigint[], %(rails)s::text[])
                 AS given(obligation_id, origin_id, rail)
    ), payable AS MATERIALIZED (
        SELECT o.id, o.public_id, o.amount_minor, o.currency, o.pay_by,
               COALESCE(last.attempt, 0) + 1 AS attempt, way.origin_id,
               CASE WHEN way.origin_id IS NULL THEN COALESCE(of_user.id, of_brand.id) END AS account_id,
               COALESCE(way.rail, of_user.rail, of_brand.rail) AS rail
        {_DEBTS} LEFT JOIN way ON way.obligation_id = o.id
        -- A refund that has not been looked at waits for the next look, rather than go the wrong way.
        WHERE {_OPEN} AND (way.origin_id IS NOT NULL AND {may_go_back("o")}
            OR {_TO_ACCOUNT} AND (o.kind <> 'refund' OR way.obligation_id IS NOT NULL
            AND way.origin_id IS NULL))
        ORDER BY o.pay_by, o.id LIMIT %(batch)s
        FOR NO KEY UPDATE OF o SKIP LOCKED
    ), used AS ({USED}), summed AS (
        SELECT p.*, l.approval_above_minor, l.daily_limit_minor, COALESCE(u.minor, 0)
               + sum(p.amount_minor) FILTER (WHERE p.amount_minor <= l.approval_above_minor)
                 OVER (PARTITION BY p.rail, p.currency ORDER BY p.pay_by, p.id) AS of_the_day
        FROM payable p
        JOIN payouts_raillimit l ON l.rail = p.rail AND l.currency = p.currency
        LEFT JOIN used u ON u.rail = p.rail AND u.currency = p.currency
    )
    INSERT INTO payouts_disbursement
        (obligation_id, attempt, idempotency_key, state, rail, payout_account_id, origin_id, amount_minor,
         currency, provider_reference, reason, created_at, due_state, due_at, fence, attempts, last_error,
         needs_approval)
    SELECT id, attempt, 'obligation:' || public_id || ':' || attempt, 'pending', rail, account_id, origin_id,
           amount_minor, currency, '', '', %(now)s, 'waiting', %(now)s, 0, 0, '',
           amount_minor > approval_above_minor OR of_the_day > daily_limit_minor
    FROM summed
    ON CONFLICT DO NOTHING
"""

WITHOUT_ACCOUNT: Final = f"""
    WITH stuck AS (
        SELECT o.payee_user_id, o.payee_brand_id, o.contest_id, o.amount_minor, o.currency, o.pay_by,
               COALESCE(of_user.id, of_brand.id) AS failed_account_id
        {_DEBTS} WHERE {_OPEN} AND ({_ACCOUNT_MISSING} OR {_ACCOUNT_FAILED})
    ), person AS (
        SELECT u.id, u.locale, NULL::uuid AS brand_id, stuck.*
        FROM stuck JOIN accounts_user u ON u.id = stuck.payee_user_id
        UNION ALL
        SELECT u.id, u.locale, m.brand_id, stuck.*
        FROM stuck
        JOIN accounts_membership m ON m.brand_id = stuck.payee_brand_id AND m.role = ANY(%(payers)s)
        JOIN accounts_user u ON u.id = m.user_id
    ), letter AS (
        SELECT id, locale, brand_id, currency, sum(amount_minor)::bigint AS amount_minor,
               (array_agg(contest_id ORDER BY pay_by))[1] AS contest_id,
               'payout_needs_account:' || id || ':' || COALESCE(brand_id::text, '') || ':'
                   || COALESCE(failed_account_id::text, 'after-' || (
                       SELECT count(*) FROM accounts_payoutaccount past
                       WHERE past.user_id = person.id AND person.brand_id IS NULL
                          OR past.brand_id = person.brand_id)) AS key
        FROM person GROUP BY id, locale, brand_id, currency, failed_account_id
    )
    SELECT l.id, l.locale, l.brand_id, l.key, b.title, l.amount_minor, l.currency
    FROM letter l JOIN contests_brief b ON b.contest_id = l.contest_id
    WHERE NOT EXISTS (SELECT FROM accounts_outgoingmail sent WHERE sent.dedupe_key = l.key)
    ORDER BY l.id LIMIT %(limit)s
"""
"""Per person to be mailed: language, brand if it is one's, key, the oldest debt's brief, amount, currency."""
