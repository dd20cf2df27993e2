"""Database triggers of people and their accounts: what holds whichever way a row is written."""

import pgtrigger

from duerows.guards import REFUSED


def remembers_former_email() -> pgtrigger.Trigger:
    """A person's former address is kept by the database, so that no way of changing it is forgotten."""
    return pgtrigger.Trigger(
        name="user_email_remembered",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("email"),
        condition=pgtrigger.Q(old__email__df=pgtrigger.F("new__email")),
        func="""
            INSERT INTO accounts_emailchange (user_id, former) VALUES (OLD.id, OLD.email);
            RETURN NULL;
        """,
    )


def payout_account_ends_once() -> pgtrigger.Trigger:
    """A retired account stays retired, and a look that an operator took stays taken: neither is moved or undone."""
    return pgtrigger.Trigger(
        name="payout_account_ends_once",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("retired_at", "reviewed_at", "reviewed_by_id"),
        func=f"""
            IF OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at
                    OR OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id)
                       IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id) THEN
                RAISE EXCEPTION 'payout account % was retired or looked at for good', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def event_of_its_own_moment() -> pgtrigger.Trigger:
    """An act is recorded when it happens, in its own transaction: it cannot be dated back or laid at another's door."""
    return pgtrigger.Trigger(
        name="audit_event_own",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.at NOT BETWEEN now() AND clock_timestamp() OR NEW.own_xid <> pg_current_xact_id()::text::bigint THEN
                RAISE EXCEPTION 'an act is recorded in its own transaction' {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
