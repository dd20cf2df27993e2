"""Who is owed what, from the settlements: its brand and the platform hear the sums, everybody else their own pay."""

from webhooks.sources.base import SEES_MONEY, Source, concerns

SETTLEMENTS = Source(
    name="settlements",
    table="payouts_settlement",
    told=f"""
        SELECT r.endpoint, s.id, 'settlement.decided', s.decided_at, jsonb_strip_nulls(jsonb_build_object(
            'contest', jsonb_build_object('id', c.id, 'title', b.title),
            'outcome', s.outcome, 'sequence', s.sequence, 'currency', s.currency,
            'settlement', CASE WHEN {SEES_MONEY} THEN jsonb_build_object('id', s.id, 'owed_minor', s.owed_minor,
                'fee_minor', s.fee_minor, 'tax_minor', s.tax_minor, 'refund_minor', s.refund_minor) END,
            'yours', pay.yours
        ))
        FROM batch s
        JOIN contests_contest c ON c.id = s.contest_id
        JOIN contests_brief b ON b.contest_id = c.id
        CROSS JOIN listeners r
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_object('payment', o.public_id, 'entry', o.entry_id, 'component', o.kind,
                                                'amount_minor', o.amount_minor) ORDER BY o.id) AS yours
            FROM payouts_obligation o WHERE o.settlement_id = s.id AND o.payee_user_id = r.me AND r.sees_money
        ) pay ON TRUE
        WHERE 'settlement.decided' = ANY(r.types) AND ({SEES_MONEY} OR pay.yours IS NOT NULL)
          AND {concerns("pay.yours IS NOT NULL")}
    """,
)
