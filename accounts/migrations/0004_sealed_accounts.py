"""Seals the account numbers that were kept in plain words, and lets the database remember former e-mail addresses.

The numbers' column goes in the same step, so web and workers of the version before are stopped while this runs.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.vault.opening import unseal
from accounts.vault.sealing import fingerprint, seal

PURPOSE = "payout account"
BATCH = 1000


def context_of(account):
    owner = f"user:{account.user_id}" if account.brand_id is None else f"brand:{account.brand_id}"
    return f"{owner}|{account.rail}"


def batches(model):
    """All rows in the order of their keys, a thousand at a time."""
    last = 0
    while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


def seal_what_exists(apps, schema_editor):
    """What exists is in effect already."""
    model = apps.get_model("accounts", "PayoutAccount")
    for rows in batches(model):
        for row in rows:
            row.sealed = seal(row.destination, purpose=PURPOSE, context=context_of(row))
            row.fingerprint = fingerprint(f"{row.rail}|{row.destination}", purpose=PURPOSE)
            row.ending = row.destination[-4:]
            row.takes_effect_at = row.created_at
        model.objects.bulk_update(rows, ["sealed", "fingerprint", "ending", "takes_effect_at"])


def open_what_was_sealed(apps, schema_editor):
    model = apps.get_model("accounts", "PayoutAccount")
    for rows in batches(model):
        for row in rows:
            row.destination = unseal(row.sealed, purpose=PURPOSE, context=context_of(row))
        model.objects.bulk_update(rows, ["destination"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_lower_case_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmailChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("former", models.EmailField(max_length=254, verbose_name="former e-mail address")),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
            ],
            options={
                "verbose_name": "change of e-mail address",
                "verbose_name_plural": "changes of e-mail addresses",
            },
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="parked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="parked at"),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.payoutaccount",
            ),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="reviewed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="looked at"),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="undoes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="accounts.payoutaccount",
                verbose_name="takes back",
            ),
        ),
        migrations.AlterField(
            model_name="payoutaccount",
            name="destination",
            field=models.CharField(max_length=64, null=True, verbose_name="account number"),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="ending",
            field=models.CharField(max_length=4, verbose_name="last signs", null=True),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="fingerprint",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="payoutaccount",
            name="takes_effect_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="takes effect at", null=True
            ),
        ),
        migrations.RunPython(seal_what_exists, open_what_was_sealed),
        migrations.AlterField(
            model_name="payoutaccount",
            name="ending",
            field=models.CharField(max_length=4, verbose_name="last signs"),
        ),
        migrations.AlterField(
            model_name="payoutaccount",
            name="fingerprint",
            field=models.BinaryField(),
        ),
        migrations.AlterField(
            model_name="payoutaccount",
            name="sealed",
            field=models.BinaryField(),
        ),
        migrations.AlterField(
            model_name="payoutaccount",
            name="takes_effect_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="takes effect at"
            ),
        ),
        migrations.RemoveField(
            model_name="payoutaccount",
            name="destination",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_account_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'retired_at' - 'reviewed_at' - 'reviewed_by_id' - 'sealed' - 'fingerprint') IS DISTINCT FROM (to_jsonb(OLD) - 'retired_at' - 'reviewed_at' - 'reviewed_by_id' - 'sealed' - 'fingerprint') THEN\n                RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="5c5067f0b27ef314c2c973a1a531caabeb070359",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_payout_account_kept_0d25c",
                    table="accounts_payoutaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payoutaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="payout_account_ends_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at\n                    OR OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id)\n                       IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id) THEN\n                RAISE EXCEPTION 'payout account % was retired or looked at for good', OLD.id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="75900f10dabd35f0b2169cee3411a61a89e229b6",
                    operation='UPDATE OF "retired_at", "reviewed_at", "reviewed_by_id"',
                    pgid="pgtrigger_payout_account_ends_once_41c13",
                    table="accounts_payoutaccount",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="user_email_remembered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email"))',
                    func="\n            INSERT INTO accounts_emailchange (user_id, former) VALUES (OLD.id, OLD.email);\n            RETURN NULL;\n        ",
                    hash="33eef365632164844ac483891c7f771cdcd0b8c8",
                    operation='UPDATE OF "email"',
                    pgid="pgtrigger_user_email_remembered_655a0",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(("takes_effect_at__gte", models.F("created_at"))),
                name="payout_account_effect_after_change",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(
                        ("parked_at__isnull", False), ("reviewed_at__isnull", False), ("reviewed_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="payout_account_reviewed_if_parked",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThanOrEqual(
                        models.Func(models.F("sealed"), function="octet_length", output_field=models.IntegerField()), 34
                    ),
                    django.db.models.lookups.Exact(
                        models.Func(models.F("sealed"), 0, function="get_byte", output_field=models.IntegerField()), 1
                    ),
                    django.db.models.lookups.Exact(
                        models.Func(
                            models.F("fingerprint"), function="octet_length", output_field=models.IntegerField()
                        ),
                        32,
                    ),
                ),
                name="payout_account_sealed",
            ),
        ),
        migrations.AddField(
            model_name="emailchange",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="email_changes", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="emailchange",
            index=models.Index(fields=["user", "-changed_at"], name="email_change_latest"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailchange",
            trigger=pgtrigger.compiler.Trigger(
                name="email_change_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="601db8d72f83bb5d8bb4b06407c4ceb24f3803a6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_email_change_insert_only_caa9b",
                    table="accounts_emailchange",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="emailchange",
            trigger=pgtrigger.compiler.Trigger(
                name="email_change_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="035f3da79c344eca59b09ab5ff9441c1f3be98bb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_email_change_no_truncate_50a47",
                    table="accounts_emailchange",
                    when="BEFORE",
                ),
            ),
        ),
    ]
