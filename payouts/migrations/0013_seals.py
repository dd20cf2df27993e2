"""Seals over the books, and what sealing needs of a journal entry: whose transaction wrote it, truly and quickly found."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0001_initial"),
        ("payouts", "0012_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.CharField(max_length=64)),
                ("from_xid", models.BigIntegerField()),
                ("to_xid", models.BigIntegerField()),
                ("entry_count", models.PositiveIntegerField()),
                ("posting_count", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("copies", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                ("public_key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "seal",
            },
        ),
        migrations.CreateModel(
            name="SealBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("entry_count", models.PositiveIntegerField()),
                ("last_xid", models.BigIntegerField()),
                ("last_entry_id", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("copy", models.BinaryField()),
            ],
            options={
                "verbose_name": "block of a seal",
            },
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["own_xid"], name="journal_entry_own_order"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="journal_entry_own",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            SELECT id INTO culprit FROM new_rows WHERE own_xid <> pg_current_xact_id()::text::bigint LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'journal entry % names another transaction as its own', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="dd21d5de97c2a8c511dde118909683a00ac44744",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_journal_entry_own_8451c",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_journalentry",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerseal",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_xid__gt", models.F("from_xid"))), name="seal_range_forward"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerseal",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_seal_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4150db7449aa34dfb58f643be704b57f78ff96bb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_ledger_seal_insert_only_0b5e6",
                    table="payouts_ledgerseal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerseal",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_seal_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="daa4214ce62aa7941be75f80651390a3bd1ff6f1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_ledger_seal_no_truncate_360e7",
                    table="payouts_ledgerseal",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerseal",
            trigger=pgtrigger.compiler.Trigger(
                name="ledger_seal_follows",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE former payouts_ledgerseal; found bigint;",
                    func="\n            SELECT * INTO former FROM payouts_ledgerseal ORDER BY number DESC LIMIT 1;\n            IF (NEW.number, NEW.previous, NEW.from_xid) IS DISTINCT FROM\n                    (COALESCE(former.number, 0) + 1, COALESCE(former.digest, repeat('0', 64)),\n                     COALESCE(former.to_xid, 0)) THEN\n                RAISE EXCEPTION 'seal % does not follow the one before', NEW.number USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            IF NEW.to_xid > pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN\n                RAISE EXCEPTION 'seal % covers transactions that may still write', NEW.number USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT count(*) INTO found FROM payouts_journalentry\n            WHERE own_xid >= NEW.from_xid AND own_xid < NEW.to_xid;\n            IF found <> NEW.entry_count THEN\n                RAISE EXCEPTION 'seal % covers % entries, not %', NEW.number, found, NEW.entry_count USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT COALESCE(sum(entry_count), 0) INTO found FROM payouts_sealblock WHERE seal_id = NEW.number;\n            IF found <> NEW.entry_count THEN\n                RAISE EXCEPTION 'the blocks of seal % hold % entries', NEW.number, found USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="2375be084a4ba00c6329a3528155155cabd61263",
                    operation="INSERT",
                    pgid="pgtrigger_ledger_seal_follows_41d1b",
                    table="payouts_ledgerseal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="sealblock",
            name="seal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="payouts.ledgerseal"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealblock",
            constraint=models.UniqueConstraint(fields=("seal", "position"), name="seal_block_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealblock",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_block_insert_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4b677a9d89b230707635d30b2ee1d3820507ce83",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_seal_block_insert_only_42dfe",
                    table="payouts_sealblock",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealblock",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_block_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';",
                    hash="801f038f818e78c9d59b001e0109b3435b6e70b4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_seal_block_no_truncate_0b049",
                    table="payouts_sealblock",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealblock",
            trigger=pgtrigger.compiler.Trigger(
                name="seal_block_in_time",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT FROM payouts_ledgerseal WHERE number = NEW.seal_id) THEN\n                RAISE EXCEPTION 'seal % stands: it takes no further block', NEW.seal_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="5e6dac15ed340c4e4dac8749ae98914861d92c25",
                    operation="INSERT",
                    pgid="pgtrigger_seal_block_in_time_eee94",
                    table="payouts_sealblock",
                    when="BEFORE",
                ),
            ),
        ),
    ]
