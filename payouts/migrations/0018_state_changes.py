"""What happens to payments, deposits and policies is written down by the database, one row a change."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import duerows.xacts


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0004_event_order"),
        ("payouts", "0017_incoming_transfers"),
    ]

    operations = [
        migrations.CreateModel(
            name="StateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_state", models.CharField(max_length=10)),
                ("to_state", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("own_xid", models.BigIntegerField(db_default=duerows.xacts.CurrentTransaction(), editable=False)),
            ],
            options={
                "verbose_name": "change of state",
                "verbose_name_plural": "changes of state",
            },
        ),
        # Without a default at first: rows that exist keep none, and the table is not written anew.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE payouts_settlement ADD COLUMN own_xid bigint; "
                    "ALTER TABLE payouts_settlement ALTER COLUMN own_xid SET DEFAULT (pg_current_xact_id()::text::bigint)",
                    "ALTER TABLE payouts_settlement DROP COLUMN own_xid",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="settlement",
                    name="own_xid",
                    field=models.BigIntegerField(
                        db_default=duerows.xacts.CurrentTransaction(), editable=False, null=True
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            model_name="settlement",
            index=models.Index(fields=["own_xid"], name="settlement_own_order"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deposit",
            trigger=pgtrigger.compiler.Trigger(
                name="deposit_changes_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func="\n            INSERT INTO payouts_statechange (deposit_id, from_state, to_state, reason)\n            VALUES (OLD.id, OLD.state, NEW.state, NEW.reason);\n            RETURN NULL;\n        ",
                    hash="1b8f10fdb72068c4ac564074fe708926986f4522",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_deposit_changes_recorded_74c7b",
                    table="payouts_deposit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disbursement",
            trigger=pgtrigger.compiler.Trigger(
                name="disbursement_changes_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func="\n            INSERT INTO payouts_statechange (disbursement_id, from_state, to_state, reason)\n            VALUES (OLD.id, OLD.state, NEW.state, NEW.reason);\n            RETURN NULL;\n        ",
                    hash="8b30cf098435834d51c38945f748cb220571ca33",
                    operation='UPDATE OF "state"',
                    pgid="pgtrigger_disbursement_changes_recorded_d4c58",
                    table="payouts_disbursement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutpolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="policy_changes_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE was text; becomes text;",
                    func="\n            was := CASE WHEN TG_OP = 'INSERT' THEN ''\n                        WHEN OLD.state = 'draft' AND OLD.consulted_from IS NOT NULL THEN 'consulted'\n                        ELSE OLD.state END;\n            becomes := CASE WHEN NEW.state = 'draft' AND NEW.consulted_from IS NOT NULL THEN 'consulted'\n                            ELSE NEW.state END;\n            IF was <> becomes THEN\n                INSERT INTO payouts_statechange (policy_id, from_state, to_state, reason)\n                VALUES (NEW.id, was, becomes, '');\n            END IF;\n            RETURN NULL;\n        ",
                    hash="1ecf210b80b7a790f448d3e76f10d6aa67085c66",
                    operation='INSERT OR UPDATE OF "state", "consulted_from"',
                    pgid="pgtrigger_policy_changes_recorded_88ad6",
                    table="payouts_payoutpolicy",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="deposit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="payouts.deposit"
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="disbursement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="payouts.disbursement",
            ),
        ),
        migrations.AddField(
            model_name="statechange",
            name="policy",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="payouts.payoutpolicy",
            ),
        ),
        migrations.AddIndex(
            model_name="statechange",
            index=models.Index(fields=["own_xid"], name="state_change_own_order"),
        ),
        migrations.AddConstraint(
            model_name="statechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deposit__isnull", True), ("disbursement__isnull", False), ("policy__isnull", True)),
                    models.Q(("deposit__isnull", False), ("disbursement__isnull", True), ("policy__isnull", True)),
                    models.Q(("deposit__isnull", True), ("disbursement__isnull", True), ("policy__isnull", False)),
                    _connector="OR",
                ),
                name="state_change_of_one_row",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statechange",
            trigger=pgtrigger.compiler.Trigger(
                name="state_change_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="651278ca5098fefbb4ea575e0bfdfb5a1cbae697",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_state_change_insert_only_0637e",
                    table="payouts_statechange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statechange",
            trigger=pgtrigger.compiler.Trigger(
                name="state_change_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="c7d33e9b899343afefac678bbc8ae0696ac128f7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_state_change_no_truncate_dca23",
                    table="payouts_statechange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
