"""A refund may go back by the deposit that the money came in by: its origin, instead of a payout account."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_audit_trail"),
        ("payouts", "0019_postings_lie_in_months"),
    ]

    operations = [
        migrations.AddField(
            model_name="disbursement",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_back",
                to="payouts.deposit",
            ),
        ),
        migrations.AlterField(
            model_name="disbursement",
            name="payout_account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.payoutaccount",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_goes_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint; used bigint[];",
                    func="\n            used := ARRAY(SELECT DISTINCT origin_id FROM new_rows WHERE origin_id IS NOT NULL);\n            IF cardinality(used) = 0 THEN\n                RETURN NULL;\n            END IF;\n            PERFORM FROM payouts_deposit WHERE id = ANY(used) ORDER BY id FOR NO KEY UPDATE;\n            SELECT s.id INTO culprit\n            FROM new_rows d\n            JOIN payouts_obligation o ON o.id = d.obligation_id\n            JOIN payouts_deposit s ON s.id = d.origin_id\n            WHERE s.state <> 'received' OR o.kind <> 'refund'\n               OR (s.escrow_id, s.rail, s.currency) IS DISTINCT FROM (o.contest_id, d.rail, d.currency)\n               OR s.amount_minor < (\n                   SELECT sum(b.amount_minor) FROM payouts_disbursement b\n                   WHERE b.origin_id = s.id AND b.state IN ('pending', 'sent', 'unknown', 'paid', 'held')\n               )\n               OR EXISTS (\n                   SELECT FROM payouts_disbursement b WHERE b.origin_id = s.id AND b.state IN ('rejected', 'returned') AND b.reason <> 'disputed' AND b.retry_at IS NULL\n               )\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'deposit % may not be sent back like this', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="55f356bcc560dad991a288f2efc02b6c0a58bb08",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_disbursement_goes_back_e8b8e",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_disbursement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin__isnull", True), ("payout_account__isnull", False)),
                    models.Q(("origin__isnull", False), ("payout_account__isnull", True)),
                    _connector="OR",
                ),
                name="disbursement_one_way",
            ),
        ),
    ]
