"""Database triggers of postings: what an entry's legs must be together. They see all rows of a statement at once, and
stand on the partitioned table; into one of its months nobody writes directly (`posting_months`).
"""

import pgtrigger

from duerows.guards import REFUSED


def balanced_entries() -> pgtrigger.Trigger:
    """Debits equal credits per entry and currency, all of an entry's legs come in its own transaction, at once, and
    bear its moment, which is not before their account was opened.

    Keys are unique within a month by the index; that none is one of another month's is looked at where it may be.
    """
    return pgtrigger.Trigger(
        name="posting_balanced",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint"), ("this_month", "timestamptz"), ("former", "bigint")],
        func=f"""
            SELECT p.entry_id INTO culprit
            FROM new_rows p JOIN payouts_ledgeraccount a ON a.id = p.account_id
            GROUP BY p.entry_id, a.currency
            HAVING sum(CASE WHEN p.side = 'debit' THEN p.amount_minor ELSE -p.amount_minor END) <> 0
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'journal entry % is unbalanced', culprit {REFUSED};
            END IF;
            SELECT p.entry_id INTO culprit
            FROM new_rows p JOIN payouts_journalentry e ON e.id = p.entry_id
            WHERE e.own_xid <> pg_current_xact_id()::text::bigint OR e.posted_at <> p.posted_at
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'journal entry % is closed: legs come with their entry', culprit {REFUSED};
            END IF;
            SELECT p.account_id INTO culprit
            FROM new_rows p JOIN payouts_ledgeraccount a ON a.id = p.account_id
            WHERE p.posted_at < a.created_at LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'account % was opened after the entry was posted', culprit {REFUSED};
            END IF;
            SELECT date_trunc('month', min(posted_at), 'UTC') INTO this_month FROM new_rows;
            SELECT max(id) INTO former FROM payouts_posting WHERE posted_at < this_month;
            SELECT p.id INTO culprit
            FROM (SELECT id FROM new_rows WHERE id <= former) p
            WHERE EXISTS (SELECT FROM payouts_posting o WHERE o.id = p.id AND o.posted_at < this_month)
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'there is a posting % already', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def no_overdrawn_escrow() -> pgtrigger.Trigger:
    """No escrow pays out more than was paid into it, nor, while its contest is open and undecided, any of what that
    contest can owe.

    An account's postings are sought in the months since it was opened, and nowhere else.
    """
    return pgtrigger.Trigger(
        name="posting_escrow_covered",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "text")],
        func=f"""
            SELECT a.code INTO culprit
            FROM payouts_ledgeraccount a
            LEFT JOIN payouts_escrow e ON e.account_id = a.id
            LEFT JOIN contests_contest c
                   ON c.id = e.contest_id AND c.opens_at IS NOT NULL AND c.decided_at IS NULL
            CROSS JOIN LATERAL (
                SELECT COALESCE(sum(CASE p.side WHEN 'credit' THEN p.amount_minor ELSE -p.amount_minor END), 0) AS minor
                FROM payouts_posting p WHERE p.account_id = a.id AND p.posted_at >= a.created_at
            ) held
            WHERE a.contest_id IS NOT NULL
              AND a.id IN (SELECT account_id FROM new_rows WHERE side = 'debit')
              AND held.minor < CASE WHEN c.id IS NULL THEN 0 ELSE e.liability_minor END
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'account % would hold less than it must', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def account_of_its_own_moment() -> pgtrigger.Trigger:
    """An account says truly when it was opened: its postings are sought from then on."""
    return pgtrigger.Trigger(
        name="ledger_account_own",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT id INTO culprit FROM new_rows WHERE created_at NOT BETWEEN now() AND clock_timestamp() LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'account % names another moment as its own', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
