"""Database triggers of the documents: each says in SQL what the services have already made sure of in Python."""

import pgtrigger

from duerows.guards import REFUSED


def next_number() -> pgtrigger.Trigger:
    """A document takes the next number of its series, moves the series on by it, and bears no earlier day than the one
    before. Whoever read the series without its lock finds it moved, and is refused."""
    return pgtrigger.Trigger(
        name="document_next_number",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            UPDATE payouts_documentseries SET last_number = NEW.number, last_issued_on = NEW.issued_on
            WHERE id = NEW.series_id AND last_number = NEW.number - 1
              AND (last_issued_on IS NULL OR last_issued_on <= NEW.issued_on);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'number % is not the next one of series %, or its day is an earlier one',
                    NEW.number, NEW.series_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def series_moved_by_documents() -> pgtrigger.Trigger:
    """A series begins at nought and moves only from within a document's own insertion, by one."""
    return pgtrigger.Trigger(
        name="document_series_moved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'INSERT' AND NEW.last_number = 0 THEN RETURN NEW; END IF;
            IF TG_OP <> 'UPDATE' OR pg_trigger_depth() < 2 OR NEW.last_number <> OLD.last_number + 1
                    OR (NEW.code, NEW.year) IS DISTINCT FROM (OLD.code, OLD.year) THEN
                RAISE EXCEPTION 'a series of documents moves by its documents alone' {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def content_adds_up() -> pgtrigger.Trigger:
    """The stored content says what the columns say, its lines are its net total, and a credit note is its invoice's
    mirror."""
    return pgtrigger.Trigger(
        name="document_adds_up",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF (SELECT COALESCE(sum((line ->> 'net_minor')::bigint), 0)
                FROM jsonb_array_elements(NEW.content -> 'lines') line) <> NEW.net_minor
                OR (NEW.content ->> 'reference', NEW.content ->> 'kind', NEW.content ->> 'currency')
                    IS DISTINCT FROM (NEW.reference::text, NEW.kind::text, NEW.currency::text)
                OR ((NEW.content ->> 'net_minor')::bigint, (NEW.content ->> 'tax_minor')::bigint,
                    (NEW.content ->> 'gross_minor')::bigint) IS DISTINCT FROM
                   (NEW.net_minor, NEW.tax_minor, NEW.gross_minor) THEN
                RAISE EXCEPTION 'document % does not add up', NEW.reference {REFUSED};
            END IF;
            IF NEW.credits_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM payouts_document i
                WHERE i.id = NEW.credits_id AND i.kind IN ('fee_invoice', 'self_billed')
                  AND (i.net_minor, i.tax_minor, i.gross_minor, i.currency)
                      IS NOT DISTINCT FROM (NEW.net_minor, NEW.tax_minor, NEW.gross_minor, NEW.currency)
                  AND (i.brand_id, i.person_id) IS NOT DISTINCT FROM (NEW.brand_id, NEW.person_id)
            ) THEN
                RAISE EXCEPTION 'credit note % is no mirror of its invoice', NEW.reference {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def fee_invoiced_once() -> pgtrigger.Trigger:
    """A contest's fee is invoiced by one document that stands; another follows only once that one is credited."""
    return pgtrigger.Trigger(
        name="document_fee_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="fee_invoice"),
        func=f"""
            IF EXISTS (
                SELECT FROM payouts_document d
                WHERE d.kind = 'fee_invoice' AND d.contest_id = NEW.contest_id
                  AND NOT EXISTS (SELECT FROM payouts_document c WHERE c.credits_id = d.id)
            ) THEN
                RAISE EXCEPTION 'the fee of contest % is invoiced already', NEW.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def mandated() -> pgtrigger.Trigger:
    """Nobody's invoice is made for them without a mandate that stands."""
    return pgtrigger.Trigger(
        name="document_mandated",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind="self_billed"),
        func=f"""
            IF (SELECT a.verb FROM payouts_mandateact a WHERE a.person_id = NEW.person_id ORDER BY a.id DESC LIMIT 1)
                    IS DISTINCT FROM 'accepted' THEN
                RAISE EXCEPTION 'person % has given no mandate that stands', NEW.person_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def self_billed_in_full() -> pgtrigger.Trigger:
    """By the end of its transaction, a self-billed invoice's gross is exactly the debts that it documents."""
    return pgtrigger.Trigger(
        name="document_of_its_debts",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__kind="self_billed"),
        func=f"""
            IF (SELECT COALESCE(sum(o.amount_minor), 0) FROM payouts_documentdebt d
                JOIN payouts_obligation o ON o.id = d.obligation_id
                WHERE d.document_id = NEW.id AND o.payee_user_id = NEW.person_id AND o.contest_id = NEW.contest_id
               ) <> NEW.gross_minor THEN
                RAISE EXCEPTION 'document % is not the sum of its debts', NEW.reference {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def debt_documented_once() -> pgtrigger.Trigger:
    """A debt is invoiced by one document that stands, once it is released; another follows only after a credit note."""
    return pgtrigger.Trigger(
        name="document_debt_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT FROM payouts_documentdebt d
                WHERE d.obligation_id = NEW.obligation_id
                  AND NOT EXISTS (SELECT FROM payouts_document c WHERE c.credits_id = d.document_id)
            ) OR NOT EXISTS (
                SELECT FROM payouts_obligation o
                WHERE o.id = NEW.obligation_id AND o.released_at IS NOT NULL AND o.cancelled_at IS NULL
            ) THEN
                RAISE EXCEPTION 'debt % is invoiced already, or is not to be', NEW.obligation_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def objection_in_time() -> pgtrigger.Trigger:
    """Only the one in whose name an invoice was made objects to it, and in time."""
    return pgtrigger.Trigger(
        name="document_objection_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_document d
                WHERE d.id = NEW.document_id AND d.kind = 'self_billed' AND d.person_id = NEW.person_id
                  AND NEW.objected_on <= d.objection_until
            ) THEN
                RAISE EXCEPTION 'document % cannot be objected to any more, or not by them', NEW.document_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
