"""Money goes to an account that a rail made only if the rail made it for this very person or brand, and calls it ready.

Plain SQL on the accounts' table, because accounts must not know of payouts. The account's number lies sealed under a key
that is bound to its holder, so that only its last signs can be compared here.
"""

from typing import ClassVar

from django.db import migrations

GUARD = """
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

UNDO = """
DROP TRIGGER payouts_made_account_belongs ON accounts_payoutaccount;
DROP FUNCTION payouts_made_account_belongs();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("payouts", "0009_connected_accounts"), ("accounts", "0004_sealed_accounts")]
    operations: ClassVar = [migrations.RunSQL(GUARD, UNDO)]
