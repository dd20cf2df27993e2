"""Database triggers of people and their accounts: what holds whichever way a row is written."""

import pgtrigger

from duerows.guards import REFUSED


def remembers_former_email() -> pgtrigger.Trigger:
    """A person's former address is kept by the database, so that no way of changing it is forgotten."""
    return pgtrigger.Trigger(
        name="user_email_remembered",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("email"),
        # Of somebody who leaves nothing is remembered.
        condition=pgtrigger.Q(old__email__df=pgtrigger.F("new__email"), new__left_at__isnull=True),
        func="""
            INSERT INTO accounts_emailchange (user_id, former) VALUES (OLD.id, OLD.email);
            RETURN NULL;
        """,
    )


def leaves_for_good() -> pgtrigger.Trigger:
    """Whoever has left does not come back under the same row: what stands under their pseudonym is nobody's."""
    return pgtrigger.Trigger(
        name="user_leaves_for_good",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__left_at__isnull=False),
        func=f"""
            IF NEW.left_at IS DISTINCT FROM OLD.left_at OR NEW.email <> OLD.email OR NEW.is_active THEN
                RAISE EXCEPTION 'person % has left for good', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def stays_while_its_person_does(name: str) -> pgtrigger.Trigger:
    """A row is never changed, and goes only after its person has left for good."""
    return pgtrigger.Trigger(
        name=f"{name}_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE'
                    OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = OLD.user_id AND left_at IS NOT NULL) THEN
                RAISE EXCEPTION 'a row of % stays while its person does', TG_TABLE_NAME {REFUSED};
            END IF;
            RETURN OLD;
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
