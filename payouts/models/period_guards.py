"""Database triggers of closed months. One advisory lock decides between them: whoever posts shares it until they
commit, whoever closes needs it alone, so that no entry comes into a month while its balance is being drawn.
"""

from typing import Final

import pgtrigger

from duerows.guards import REFUSED

LOCK: Final = 0xC105E


def entry_in_an_open_period() -> pgtrigger.Trigger:
    """Nothing is booked into a month that is closed."""
    return pgtrigger.Trigger(
        name="journal_entry_period",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            PERFORM pg_advisory_xact_lock_shared({LOCK});
            SELECT id INTO culprit FROM new_rows
            WHERE effective_at < (SELECT max(ends_at) FROM payouts_periodclose) LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'journal entry % falls into a month that is closed', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def close_follows() -> pgtrigger.Trigger:
    """Months are closed once they are over, one after the other, and with all that was booked in them."""
    return pgtrigger.Trigger(
        name="period_close_follows",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("former", "date"), ("found", "bigint")],
        func=f"""
            PERFORM pg_advisory_xact_lock({LOCK});
            SELECT max(month) INTO former FROM payouts_periodclose;
            IF NEW.month <> date_trunc('month', NEW.month) OR NEW.month <> former + interval '1 month'
                    OR NEW.ends_at <> (NEW.month + interval '1 month') AT TIME ZONE 'UTC' THEN
                RAISE EXCEPTION '% is not the month that follows the last closed one', NEW.month {REFUSED};
            END IF;
            IF NEW.ends_at > now() THEN
                RAISE EXCEPTION '% is not over yet', NEW.month {REFUSED};
            END IF;
            SELECT count(*) INTO found FROM payouts_journalentry WHERE effective_at < NEW.ends_at;
            IF found <> NEW.entry_count THEN
                RAISE EXCEPTION '% entries were booked until the end of %, not %',
                    found, NEW.month, NEW.entry_count {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
