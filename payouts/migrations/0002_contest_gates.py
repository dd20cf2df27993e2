"""Guards on others' tables that only the money side can state; plain SQL here, because those must not know of payouts.

A contest is funded before it is shown, and settled when it is decided. Money goes to an account that a rail made only if
the rail made it for this very person or brand, and calls it ready. (The account's number lies sealed under a key that is
bound to its holder, so that only its last signs can be compared.)
"""

from typing import ClassVar

from django.db import migrations

GATES = """
CREATE FUNCTION payouts_funded_before_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    liability bigint;
    held bigint;
BEGIN
    SELECT e.liability_minor, COALESCE(sum(CASE p.side WHEN 'credit' THEN p.amount_minor ELSE -p.amount_minor END), 0)
      INTO liability, held
      FROM payouts_escrow e LEFT JOIN payouts_posting p ON p.account_id = e.account_id
     WHERE e.contest_id = NEW.id
     GROUP BY e.contest_id, e.liability_minor;
    IF liability IS NULL OR held < liability THEN
        RAISE EXCEPTION 'contest % is not funded: % of % held', NEW.id, COALESCE(held, 0), liability
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER payouts_funded_before_shown BEFORE UPDATE OF state ON contests_contest
    FOR EACH ROW WHEN (NEW.state = 'open' AND OLD.state = 'awaiting_funds')
    EXECUTE FUNCTION payouts_funded_before_shown();

CREATE FUNCTION payouts_settled_when_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM payouts_settlement WHERE contest_id = NEW.id) THEN
        RAISE EXCEPTION 'contest % was decided without a settlement', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER payouts_settled_when_decided AFTER UPDATE OF state ON contests_contest
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state IN ('awarded', 'lapsed', 'cancelled') AND OLD.state <> NEW.state)
    EXECUTE FUNCTION payouts_settled_when_decided();
"""

NO_GATES = """
DROP TRIGGER payouts_settled_when_decided ON contests_contest;
DROP FUNCTION payouts_settled_when_decided();
DROP TRIGGER payouts_funded_before_shown ON contests_contest;
DROP FUNCTION payouts_funded_before_shown();
"""

MADE_ACCOUNTS = """
CREATE FUNCTION payouts_made_account_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM payouts_connectedaccount c
        WHERE c.rail = NEW.rail AND right(c.account, 4) = NEW.ending AND c.state = 'ready'
          AND c.user_id IS NOT DISTINCT FROM NEW.user_id AND c.brand_id IS NOT DISTINCT FROM NEW.brand_id
    ) THEN
        RAISE EXCEPTION 'account % was not made for this holder, or is not ready', NEW.ending
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER payouts_made_account_belongs
    BEFORE INSERT OR UPDATE OF rail, ending, user_id, brand_id ON accounts_payoutaccount
    FOR EACH ROW WHEN (NEW.rail = 'stripe') EXECUTE FUNCTION payouts_made_account_belongs();
"""

NO_MADE_ACCOUNTS = """
DROP TRIGGER payouts_made_account_belongs ON accounts_payoutaccount;
DROP FUNCTION payouts_made_account_belongs();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payouts", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(GATES, NO_GATES), migrations.RunSQL(MADE_ACCOUNTS, NO_MADE_ACCOUNTS)]
