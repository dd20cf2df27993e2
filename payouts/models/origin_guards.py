"""Database triggers of money that goes back where it came from: what services have made sure of, said again in SQL."""

from typing import Final

import pgtrigger

from duerows.guards import REFUSED

LIVE_STATES: Final = "('pending', 'sent', 'unknown', 'paid', 'held')"

FAILED: Final = "{d}.state IN ('rejected', 'returned') AND {d}.reason <> 'disputed' AND {d}.retry_at IS NULL"
"""SQL: this payment failed for good. One given up for a dispute failed nowhere; one that a person lets be tried again
may be."""


def disbursement_goes_back() -> pgtrigger.Trigger:
    """A payment back is a refund, of money that this contest has received by this very deposit, and no more than is
    left of it; never again by one through which a refund has failed.

    The deposits are locked, so that two refunds at once cannot both use what is left.
    """
    return pgtrigger.Trigger(
        name="disbursement_goes_back",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint"), ("used", "bigint[]")],
        func=f"""
            used := ARRAY(SELECT DISTINCT origin_id FROM new_rows WHERE origin_id IS NOT NULL);
            IF cardinality(used) = 0 THEN
                RETURN NULL;
            END IF;
            PERFORM FROM payouts_deposit WHERE id = ANY(used) ORDER BY id FOR NO KEY UPDATE;
            SELECT s.id INTO culprit
            FROM new_rows d
            JOIN payouts_obligation o ON o.id = d.obligation_id
            JOIN payouts_deposit s ON s.id = d.origin_id
            WHERE s.state <> 'received' OR o.kind <> 'refund'
               OR (s.escrow_id, s.rail, s.currency) IS DISTINCT FROM (o.contest_id, d.rail, d.currency)
               OR s.amount_minor < (
                   SELECT sum(b.amount_minor) FROM payouts_disbursement b
                   WHERE b.origin_id = s.id AND b.state IN {LIVE_STATES}
               )
               OR EXISTS (
                   SELECT FROM payouts_disbursement b WHERE b.origin_id = s.id AND {FAILED.format(d="b")}
               )
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'deposit % may not be sent back like this', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
