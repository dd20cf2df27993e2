"""Database triggers of files, statements and transfers: what the services on batch rails have already made sure of."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact, GreaterThanOrEqual

from accounts.vault import sealing
from duerows.guards import REFUSED


def lies_sealed(column: str) -> Q:
    """A condition: plain words would begin otherwise. An empty column holds nothing to read."""
    whole = models.IntegerField()
    size = Func(F(column), function="octet_length", output_field=whole)
    first = Func(F(column), 0, function="get_byte", output_field=whole)
    return Q(**{f"{column}__isnull": True}) | (
        Q(GreaterThanOrEqual(size, sealing.SMALLEST)) & Q(Exact(first, sealing.VERSION[0]))
    )


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
            LEFT JOIN payouts_disbursement d ON d.id = l.disbursement_id
            LEFT JOIN payouts_transferreturn r ON r.id = l.transfer_return_id
            WHERE (l.amount_minor, f.currency, f.rail) IS DISTINCT FROM
                  (COALESCE(d.amount_minor, r.amount_minor), COALESCE(d.currency, r.currency), COALESCE(d.rail, r.rail))
               OR COALESCE(d.state, r.state) <> 'pending' OR d.needs_approval AND d.run_id IS NULL
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'payment % may not be sent like this', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def not_spent_twice(name: str, transfer: str, operation: Any, condition: Any = None) -> pgtrigger.Trigger:
    """What contests use of a transfer, what goes back of it and what the platform keeps is never more than came in.

    `transfer` is the SQL for its id in the new row. The transfer is locked first, so that two at once cannot both fit.
    """
    return pgtrigger.Trigger(
        name=f"{name}_not_twice",
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        declare=[("rest", "numeric")],
        func=f"""
            PERFORM 1 FROM payouts_incomingtransfer WHERE id = {transfer} FOR NO KEY UPDATE;
            SELECT t.amount_minor - t.kept_minor
                 - COALESCE((SELECT sum(amount_minor) FROM payouts_deposit WHERE transfer_id = t.id), 0)
                 - COALESCE((SELECT sum(amount_minor) FROM payouts_transferreturn
                             WHERE transfer_id = t.id AND state NOT IN ('rejected', 'returned')), 0)
            INTO rest FROM payouts_incomingtransfer t WHERE t.id = {transfer};
            IF rest < 0 THEN
                RAISE EXCEPTION 'transfer % would be spent twice', {transfer} {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
