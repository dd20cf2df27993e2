"""Database triggers of the seals: nothing is sealed twice, left out, or sealed while it may still be written.

They stand on `own_xid`, the transaction that wrote an entry: an entry cannot claim another one's.
"""

import pgtrigger

from duerows.guards import REFUSED


def entry_of_its_own_transaction() -> pgtrigger.Trigger:
    """An entry says truly which transaction wrote it, and when: else it could slip in below what is sealed, or into
    the books of a moment that is past.
    """
    return pgtrigger.Trigger(
        name="journal_entry_own",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT id INTO culprit FROM new_rows
            WHERE own_xid <> pg_current_xact_id()::text::bigint
               OR posted_at NOT BETWEEN now() AND clock_timestamp() LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'journal entry % names another transaction or moment as its own', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def seal_follows() -> pgtrigger.Trigger:
    """A seal follows the one before, covers finished transactions only, and has a block for each of their entries."""
    return pgtrigger.Trigger(
        name="ledger_seal_follows",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("former", "payouts_ledgerseal"), ("found", "bigint")],
        func=f"""
            SELECT * INTO former FROM payouts_ledgerseal ORDER BY number DESC LIMIT 1;
            IF (NEW.number, NEW.previous, NEW.from_xid) IS DISTINCT FROM
                    (COALESCE(former.number, 0) + 1, COALESCE(former.digest, repeat('0', 64)),
                     COALESCE(former.to_xid, 0)) THEN
                RAISE EXCEPTION 'seal % does not follow the one before', NEW.number {REFUSED};
            END IF;
            IF NEW.to_xid > pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN
                RAISE EXCEPTION 'seal % covers transactions that may still write', NEW.number {REFUSED};
            END IF;
            SELECT count(*) INTO found FROM payouts_journalentry
            WHERE own_xid >= NEW.from_xid AND own_xid < NEW.to_xid;
            IF found <> NEW.entry_count THEN
                RAISE EXCEPTION 'seal % covers % entries, not %', NEW.number, found, NEW.entry_count {REFUSED};
            END IF;
            SELECT COALESCE(sum(entry_count), 0) INTO found FROM payouts_sealblock WHERE seal_id = NEW.number;
            IF found <> NEW.entry_count THEN
                RAISE EXCEPTION 'the blocks of seal % hold % entries', NEW.number, found {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def block_before_its_seal() -> pgtrigger.Trigger:
    """No block is added to a seal that stands."""
    return pgtrigger.Trigger(
        name="seal_block_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (SELECT FROM payouts_ledgerseal WHERE number = NEW.seal_id) THEN
                RAISE EXCEPTION 'seal % stands: it takes no further block', NEW.seal_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
