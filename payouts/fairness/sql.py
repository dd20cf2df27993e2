"""The statements that count, each for every month, category and total at once (`GROUPING SETS`).

Each yields currency, month (NULL: all), category (NULL: all) and its family's figures, in the order of its `COLUMNS`.
Parameters: `now`, and the dated legal minimum hours as four arrays (`countries`, `currencies`, `sinces`, `minimums`).

An entry counts if it competed: neither withdrawn nor disqualified, or shortlisted before that. What it earned is what
was settled for it, or decided on in a dispute, and not cancelled, paid or not yet: when it is paid is a figure of its
own. Interest on late pay is no pay.
"""

from typing import Final

GROUPS: Final = "GROUPING SETS ((currency, month, category), (currency, month), (currency, category), (currency))"


def _decided(which: str = "TRUE") -> str:
    return f"""
    decided AS (
        SELECT c.id, c.currency, date_trunc('month', c.decided_at AT TIME ZONE 'UTC')::date AS month,
               b.category_id AS category, c.decided_at, c.decide_by,
               COALESCE(NULLIF(c.suspended_from, ''), c.state) AS state
        FROM contests_contest c JOIN contests_brief b ON b.contest_id = c.id
        WHERE c.decided_at <= %(now)s AND {which}
          AND NOT EXISTS (SELECT FROM contests_followup f WHERE f.contest_id = c.id)
    )
    """


DECIDED: Final = _decided()

HAS_COMPETED: Final = """
    (e.state = 'submitted' OR EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = e.id))
"""

ANSWERABLE: Final = "l.outcome <> 'void'"
KEPT: Final = f"{ANSWERABLE} AND d.state IN ('awarded', 'handover', 'settled') AND d.decided_at <= d.decide_by"

# Hours are those that the author reported; where none were, the category's standard effort under the contest's terms.
# The legal minimum is that of the day of the decision; of a country or day without one, the minimum the terms hold.
ENTRY_COLUMNS: Final = (
    "entries",
    "paid_entries",
    "pay_minor",
    "hourly_median_bps",
    "reported_entries",
    "minutes",
    "unpaid_minutes",
)
ENTRIES: Final = f"""
    WITH {DECIDED},
    rate AS (
        SELECT * FROM unnest(%(countries)s::text[], %(currencies)s::text[], %(sinces)s::date[], %(minimums)s::bigint[])
            AS given(country, currency, since, minimum)
    ),
    known AS (
        SELECT d.*, (x.terms ->> 'effort_minutes')::bigint AS effort,
               COALESCE(
                   (SELECT r.minimum FROM rate r
                    WHERE r.country = COALESCE(x.terms ->> 'country', 'FR') AND r.currency = d.currency
                      AND r.since <= (d.decided_at AT TIME ZONE 'UTC')::date
                    ORDER BY r.since DESC LIMIT 1),
                   (x.terms ->> 'hourly_minimum_minor')::bigint) AS minimum
        FROM decided d JOIN payouts_escrow x ON x.contest_id = d.id
    ),
    pay AS (
        SELECT entry_id, sum(amount_minor)::bigint AS minor FROM payouts_obligation
        WHERE cancelled_at IS NULL AND entry_id IS NOT NULL AND kind <> 'interest' GROUP BY entry_id
    ),
    entry AS (
        SELECT k.currency, k.month, k.category, COALESCE(pay.minor, 0) AS pay, k.minimum,
               COALESCE(e.minutes_spent > 0, FALSE) AS reported,
               COALESCE(NULLIF(e.minutes_spent, 0)::bigint, k.effort) AS minutes
        FROM contests_entry e JOIN known k ON k.id = e.contest_id LEFT JOIN pay ON pay.entry_id = e.id
        WHERE {HAS_COMPETED}
    )
    SELECT currency, month, category,
           count(*), count(*) FILTER (WHERE pay > 0), sum(pay)::bigint,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY pay * 600000 / (minutes * minimum)),
           count(*) FILTER (WHERE reported), sum(minutes)::bigint,
           COALESCE(sum(minutes) FILTER (WHERE pay = 0), 0)::bigint
    FROM entry GROUP BY {GROUPS}
"""

# A person counts once in each group, with all that they earned in it; in a team, with their own share.
ENTRANT_COLUMNS: Final = ("entrants", "entrants_pay_minor", "entrants_pay_by_rank")
ENTRANTS: Final = f"""
    WITH {DECIDED},
    pay AS (
        SELECT entry_id, payee_user_id AS user_id, sum(amount_minor)::bigint AS minor FROM payouts_obligation
        WHERE cancelled_at IS NULL AND entry_id IS NOT NULL AND kind <> 'interest' GROUP BY entry_id, payee_user_id
    ),
    person AS (
        SELECT currency, month, category, s.user_id, sum(COALESCE(pay.minor, 0))::bigint AS pay
        FROM contests_entryshare s
        JOIN contests_entry e ON e.id = s.entry_id
        JOIN decided d ON d.id = e.contest_id
        LEFT JOIN pay ON pay.entry_id = s.entry_id AND pay.user_id = s.user_id
        WHERE {HAS_COMPETED}
        GROUP BY GROUPING SETS ((currency, month, category, s.user_id), (currency, month, s.user_id),
                                (currency, category, s.user_id), (currency, s.user_id))
    ),
    ranked AS (
        SELECT *, row_number() OVER (PARTITION BY currency, month, category ORDER BY pay) AS rank FROM person
    )
    SELECT currency, month, category, count(*), sum(pay)::bigint, sum(rank * pay::numeric)
    FROM ranked GROUP BY currency, month, category
"""

# A contest without an entry to decide on asked nothing of its brand. What a brand spends is what creatives earn and the
# fee: neither the tax on the fee nor what goes back to the brand.
CONTEST_COLUMNS: Final = ("contests", "fee_minor", "spend_minor", "answerable_contests", "kept_contests")
CONTESTS: Final = f"""
    WITH {DECIDED},
    latest AS (
        SELECT DISTINCT ON (contest_id) contest_id, outcome, owed_minor, fee_minor
        FROM payouts_settlement ORDER BY contest_id, sequence DESC
    )
    SELECT currency, month, category, count(*), sum(l.fee_minor)::bigint, sum(l.fee_minor + l.owed_minor)::bigint,
           count(*) FILTER (WHERE {ANSWERABLE}), count(*) FILTER (WHERE {KEPT})
    FROM decided d JOIN latest l ON l.contest_id = d.id GROUP BY {GROUPS}
"""

# The clock of a debt runs from the moment it may be paid (a prize's: from its accepted handover) until it stands as
# paid; of one that is unpaid, until now.
DEBT_COLUMNS: Final = (
    "debts",
    "paid_debts",
    "overdue_debts",
    "time_to_pay_p50_seconds",
    "time_to_pay_p95_seconds",
    "youngest_unpaid_seconds",
)
DEBTS: Final = f"""
    WITH {DECIDED},
    debt AS (
        SELECT d.currency, d.month, d.category, o.paid_at IS NOT NULL AS paid,
               o.paid_at IS NULL AND o.pay_by < %(now)s AS overdue,
               GREATEST(0, floor(extract(epoch FROM COALESCE(o.paid_at, %(now)s) - o.released_at)))::bigint AS seconds
        FROM payouts_obligation o JOIN decided d ON d.id = o.contest_id
        WHERE o.cancelled_at IS NULL AND o.entry_id IS NOT NULL AND o.released_at <= %(now)s
    )
    SELECT currency, month, category, count(*), count(*) FILTER (WHERE paid), count(*) FILTER (WHERE overdue),
           percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds),
           percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds),
           min(seconds) FILTER (WHERE NOT paid)
    FROM debt GROUP BY {GROUPS}
"""

FAMILIES: Final = (
    (CONTESTS, CONTEST_COLUMNS),
    (ENTRIES, ENTRY_COLUMNS),
    (ENTRANTS, ENTRANT_COLUMNS),
    (DEBTS, DEBT_COLUMNS),
)

# A brand's own record, over all months and currencies: it names no entrant, and how each contest ended is public.
BRAND_RECORD: Final = f"""
    WITH {_decided("c.brand_id = %(brand)s")}
    SELECT count(*) FILTER (WHERE {ANSWERABLE}), count(*) FILTER (WHERE {KEPT})
    FROM decided d
    JOIN LATERAL (
        SELECT outcome FROM payouts_settlement s WHERE s.contest_id = d.id ORDER BY s.sequence DESC LIMIT 1
    ) l ON TRUE
"""
