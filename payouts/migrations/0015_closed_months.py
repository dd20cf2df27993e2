"""Closed months: the row that says so, and the guards that keep entries out of them and out of other moments."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0014_cheaper_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodClose",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("ends_at", models.DateTimeField(unique=True)),
                ("trial_balance", models.JSONField()),
                ("entry_count", models.BigIntegerField()),
                ("closed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "closed month",
                "verbose_name_plural": "closed months",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="journalentry",
            name="journal_entry_own",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="journal_entry_own",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            SELECT id INTO culprit FROM new_rows\n            WHERE own_xid <> pg_current_xact_id()::text::bigint\n               OR posted_at NOT BETWEEN now() AND clock_timestamp() LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'journal entry % names another transaction or moment as its own', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="298e75afc1d675b13f986423517c9f1c520f2d75",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_journal_entry_own_8451c",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="journal_entry_period",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            PERFORM pg_advisory_xact_lock_shared(790622);\n            SELECT id INTO culprit FROM new_rows\n            WHERE effective_at < (SELECT max(ends_at) FROM payouts_periodclose) LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'journal entry % falls into a month that is closed', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="15edcdbbf9dcfd1ab1b1a3112b6a6dd263e244da",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_journal_entry_period_a5850",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="periodclose",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="periodclose",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__gte", models.F("ends_at"))), name="period_closed_after_its_end"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="periodclose",
            trigger=pgtrigger.compiler.Trigger(
                name="period_close_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2149cf6eb7bc50c08e31e1eb7e422cd2b4773b68",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_period_close_insert_only_0a515",
                    table="payouts_periodclose",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="periodclose",
            trigger=pgtrigger.compiler.Trigger(
                name="period_close_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="2ddf58e31cc5af5bb5f9717c8a27ee8c61b62318",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_period_close_no_truncate_48be9",
                    table="payouts_periodclose",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="periodclose",
            trigger=pgtrigger.compiler.Trigger(
                name="period_close_follows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE former date; found bigint;",
                    func="\n            PERFORM pg_advisory_xact_lock(790622);\n            SELECT max(month) INTO former FROM payouts_periodclose;\n            IF NEW.month <> date_trunc('month', NEW.month) OR NEW.month <> former + interval '1 month'\n                    OR NEW.ends_at <> (NEW.month + interval '1 month') AT TIME ZONE 'UTC' THEN\n                RAISE EXCEPTION '% is not the month that follows the last closed one', NEW.month USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.ends_at > now() THEN\n                RAISE EXCEPTION '% is not over yet', NEW.month USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT count(*) INTO found FROM payouts_journalentry WHERE effective_at < NEW.ends_at;\n            IF found <> NEW.entry_count THEN\n                RAISE EXCEPTION '% entries were booked until the end of %, not %',\n                    found, NEW.month, NEW.entry_count USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="530aeee35bbc4c0b3a9ad607faa97e53a912afe5",
                    operation="INSERT",
                    pgid="pgtrigger_period_close_follows_f538d",
                    table="payouts_periodclose",
                    when="BEFORE",
                ),
            ),
        ),
    ]
