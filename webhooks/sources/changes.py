"""Payments, deposits and policies, from the changes of their states that the database itself records."""

from webhooks.sources.base import MEMBER, PLATFORM_OF_MONEY, SEES_MONEY, Source, concerns, type_of

DEPOSITS = {"received": "deposit.received", "refused": "deposit.refused", "returned": "deposit.returned"}
PAYMENTS = {
    "sent": "disbursement.sent",
    "paid": "disbursement.paid",
    "returned": "disbursement.returned",
    "rejected": "disbursement.rejected",
    "held": "disbursement.held",
    "pending": "disbursement.released",
    "unknown": "disbursement.unclear",
}
POLICIES = {"consulted": "policy.consulted", "published": "policy.published", "superseded": "policy.superseded"}
# In doubt is what a payment is between us and the rail; its payee hears once something is certain.
FOR_AUDITORS = "named.type <> 'disbursement.unclear'"
PAYEE = "(o.payee_user_id = r.me OR o.payee_brand_id = ANY(r.brands))"

CHANGES = Source(
    name="changes",
    table="payouts_statechange",
    told=f"""
        SELECT r.endpoint, n.id, named.type, n.at, jsonb_strip_nulls(jsonb_build_object(
            'contest', jsonb_build_object('id', c.id, 'title', b.title), 'payment', o.public_id,
            'component', o.kind, 'amount_minor', d.amount_minor, 'currency', d.currency,
            'from_state', n.from_state, 'to_state', n.to_state, 'reason', NULLIF(n.reason, ''),
            'disbursement', CASE WHEN {PLATFORM_OF_MONEY} THEN jsonb_build_object('id', d.id, 'rail', d.rail) END
        ))
        FROM batch n
        JOIN payouts_disbursement d ON d.id = n.disbursement_id
        JOIN payouts_obligation o ON o.id = d.obligation_id
        JOIN contests_contest c ON c.id = o.contest_id
        JOIN contests_brief b ON b.contest_id = c.id
        CROSS JOIN LATERAL (SELECT {type_of(PAYMENTS, "n.to_state")} AS type) named
        CROSS JOIN listeners r
        WHERE named.type = ANY(r.types)
          AND ({PAYEE} AND r.sees_money AND {FOR_AUDITORS} OR {PLATFORM_OF_MONEY})
          AND {concerns(PAYEE)}
        UNION ALL
        SELECT r.endpoint, n.id, named.type, n.at, jsonb_strip_nulls(jsonb_build_object(
            'contest', jsonb_build_object('id', c.id, 'title', b.title), 'deposit', d.public_id,
            'amount_minor', d.amount_minor, 'currency', d.currency,
            'from_state', n.from_state, 'to_state', n.to_state, 'reason', NULLIF(n.reason, '')
        ))
        FROM batch n
        JOIN payouts_deposit d ON d.id = n.deposit_id
        JOIN contests_contest c ON c.id = d.escrow_id
        JOIN contests_brief b ON b.contest_id = c.id
        CROSS JOIN LATERAL (SELECT {type_of(DEPOSITS, "n.to_state")} AS type) named
        CROSS JOIN listeners r
        WHERE named.type = ANY(r.types) AND {SEES_MONEY} AND {concerns(MEMBER)}
        UNION ALL
        SELECT r.endpoint, n.id, named.type, n.at, jsonb_build_object(
            'policy', jsonb_build_object('slug', p.slug, 'version', p.version, 'title', p.title,
                                         'sha256', p.document_sha256)
        )
        FROM batch n
        JOIN payouts_payoutpolicy p ON p.id = n.policy_id
        CROSS JOIN LATERAL (SELECT {type_of(POLICIES, "n.to_state")} AS type) named
        CROSS JOIN listeners r
        WHERE named.type = ANY(r.types) AND r.sees_contests
    """,
)
