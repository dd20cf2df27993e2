"""Database triggers of files, reports and statements: what the services on batch rails have already made sure of."""

import pgtrigger

from duerows.guards import REFUSED


def file_is_its_lines() -> pgtrigger.Trigger:
    """A file says how many payments it holds and what they add up to; by the end of its transaction it does."""
    return pgtrigger.Trigger(
        name="payment_file_adds_up",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF (SELECT (count(*), COALESCE(sum(amount_minor), 0)) FROM payouts_paymentfileline WHERE file_id = NEW.id)
                    IS DISTINCT FROM (NEW.payment_count::bigint, NEW.total_minor::numeric) THEN
                RAISE EXCEPTION 'the lines of file % are not its total', NEW.message_id {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def line_pays_its_payment() -> pgtrigger.Trigger:
    """A line carries the whole amount of its payment, on that payment's rail, in its currency, and with the approval
    that it needs."""
    return pgtrigger.Trigger(
        name="payment_file_line_fits",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "text")],
        func=f"""
            SELECT l.order_id INTO culprit
            FROM new_rows l
            JOIN payouts_paymentfile f ON f.id = l.file_id
            JOIN payouts_disbursement d ON d.id = l.disbursement_id
            WHERE (l.amount_minor, f.currency, f.rail) <> (d.amount_minor, d.currency, d.rail)
               OR d.state <> 'pending' OR d.needs_approval AND d.run_id IS NULL
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'payment % may not be sent like this', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
