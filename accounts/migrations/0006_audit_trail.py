"""The audit trail: who did what about money."""

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import duerows.xacts


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_cheaper_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ("own_xid", models.BigIntegerField(db_default=duerows.xacts.CurrentTransaction(), editable=False)),
                ("act", models.CharField(max_length=30)),
                ("subject", models.CharField(max_length=80)),
                ("contest_id", models.UUIDField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("channel", models.CharField(max_length=10)),
                ("client", models.CharField(blank=True, default="", max_length=100)),
                ("address", models.CharField(blank=True, default="", max_length=64)),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "act",
                "verbose_name_plural": "audit trail",
                "indexes": [
                    models.Index(fields=["actor", "-id"], name="audit_event_actor"),
                    models.Index(fields=["subject", "-id"], name="audit_event_subject"),
                    models.Index(fields=["contest_id", "-id"], name="audit_event_contest"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_event_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d62639b364081033e4ee8a0a9697bed5d6747bcf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_audit_event_insert_only_d9fc0",
                    table="accounts_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_event_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="16bdc8dd0e5e8e35c8f5be21122f702988184a1e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_audit_event_no_truncate_010fb",
                    table="accounts_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_event_own",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF NEW.at NOT BETWEEN now() AND clock_timestamp() OR NEW.own_xid <> pg_current_xact_id()::text::bigint THEN\n                RAISE EXCEPTION 'an act is recorded in its own transaction' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="f3694a0bf9f9baec23121bb7a196c662207bd507",
                    operation="INSERT",
                    pgid="pgtrigger_audit_event_own_10361",
                    table="accounts_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
