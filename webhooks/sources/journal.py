"""The books, for auditors: every entry with its legs."""

from webhooks.sources.base import PLATFORM_OF_MONEY, Source

JOURNAL = Source(
    name="journal",
    table="payouts_journalentry",
    told=f"""
        SELECT r.endpoint, j.id, 'journal.posted', j.posted_at, jsonb_strip_nulls(jsonb_build_object(
            'entry', j.id, 'kind', j.kind, 'key', j.idempotency_key, 'effective_at', j.effective_at,
            'contest', j.contest_id, 'reverses', j.reverses_id,
            'postings', (SELECT jsonb_agg(jsonb_build_object('account', a.code, 'side', p.side,
                                                             'amount_minor', p.amount_minor, 'currency', a.currency)
                                          ORDER BY p.id)
                         FROM payouts_posting p JOIN payouts_ledgeraccount a ON a.id = p.account_id
                         WHERE p.entry_id = j.id AND p.posted_at = j.posted_at)
        ))
        FROM batch j CROSS JOIN listeners r
        WHERE 'journal.posted' = ANY(r.types) AND {PLATFORM_OF_MONEY}
    """,
)
