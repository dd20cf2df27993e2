"""No payment to an account that is not the payee's, not in effect yet, or parked."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sealed_accounts"),
        ("payouts", "0010_made_accounts_belong"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_in_effect",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            SELECT a.id INTO culprit\n            FROM new_rows d\n            JOIN payouts_obligation o ON o.id = d.obligation_id\n            JOIN accounts_payoutaccount a ON a.id = d.payout_account_id\n            WHERE a.takes_effect_at > clock_timestamp() OR a.parked_at IS NOT NULL AND a.reviewed_at IS NULL\n               OR (a.user_id, a.brand_id) IS DISTINCT FROM (o.payee_user_id, o.payee_brand_id)\n               OR a.rail <> d.rail\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'payout account % is not the payee''s, or not in effect', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="e0954ad3303c852a37e955c0b203b4506ab3ae35",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_disbursement_in_effect_d929e",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_disbursement",
                    when="AFTER",
                ),
            ),
        ),
    ]
