"""What a draft holds can go back without a settlement; an open contest keeps what it can owe."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_lower_case_addresses"),
        ("contests", "0001_initial"),
        ("payouts", "0003_moving_money"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="posting",
            name="posting_escrow_covered",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="settlement",
            name="settlement_floor_kept",
        ),
        migrations.RemoveConstraint(
            model_name="obligation",
            name="obligation_once",
        ),
        migrations.AlterField(
            model_name="obligation",
            name="settlement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligations",
                to="payouts.settlement",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="obligation",
            trigger=pgtrigger.compiler.Trigger(
                name="obligation_of_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."settlement_id" IS NULL)',
                    func="\n            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND state = 'draft') THEN\n                RAISE EXCEPTION 'contest % is no draft: what it owes needs a settlement', NEW.contest_id USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="72bd69081fb3108c7c376181002402e4f550a3a9",
                    operation="INSERT",
                    pgid="pgtrigger_obligation_of_a_draft_48afc",
                    table="payouts_obligation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="posting",
            trigger=pgtrigger.compiler.Trigger(
                name="posting_escrow_covered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit text;",
                    func="\n            SELECT a.code INTO culprit\n            FROM payouts_ledgeraccount a\n            JOIN payouts_posting p ON p.account_id = a.id\n            LEFT JOIN payouts_escrow e ON e.account_id = a.id\n            LEFT JOIN contests_contest c\n                   ON c.id = e.contest_id AND c.opens_at IS NOT NULL AND c.decided_at IS NULL\n            WHERE a.contest_id IS NOT NULL\n              AND a.id IN (SELECT account_id FROM new_rows WHERE side = 'debit')\n            GROUP BY a.id, a.code, c.id, e.liability_minor\n            HAVING sum(CASE WHEN p.side = 'credit' THEN p.amount_minor ELSE -p.amount_minor END)\n                 < CASE WHEN c.id IS NULL THEN 0 ELSE e.liability_minor END\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'account % would hold less than it must', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="9d7471f9cc23f2c848069911e3e2735e21f82d43",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_posting_escrow_covered_7b4ba",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_posting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlement",
            trigger=pgtrigger.compiler.Trigger(
                name="settlement_floor_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE culprit bigint;",
                    func="\n            SELECT s.id INTO culprit\n            FROM new_rows s\n            LEFT JOIN LATERAL (\n                SELECT COALESCE(sum(o.amount_minor) FILTER (WHERE o.kind <> 'refund'), 0) AS owed,\n                       COALESCE(sum(o.amount_minor) FILTER (WHERE o.kind = 'refund'), 0) AS refunded\n                FROM payouts_obligation o\n                WHERE o.contest_id = s.contest_id AND o.cancelled_at IS NULL AND o.settlement_id IS NOT NULL\n            ) total ON TRUE\n            WHERE total.owed <> s.owed_minor OR total.refunded <> s.refund_minor\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'the obligations of settlement % are not its total', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            SELECT s.id INTO culprit\n            FROM new_rows s\n            JOIN contests_shortlistplace place ON place.contest_id = s.contest_id\n            LEFT JOIN LATERAL (\n                SELECT COALESCE(sum(o.amount_minor), 0) AS paid\n                FROM payouts_obligation o\n                WHERE o.contest_id = s.contest_id AND o.entry_id = place.entry_id AND o.cancelled_at IS NULL\n            ) entry ON TRUE\n            WHERE entry.paid < s.floor_minor - COALESCE(\n                (s.floor_reductions ->> place.entry_id::text)::bigint, 0)\n            LIMIT 1;\n            IF culprit IS NOT NULL THEN\n                RAISE EXCEPTION 'settlement % pays a shortlisted entry less than the floor', culprit USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="034d0060ccd375c6c27d96203f986be414ec37c3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_settlement_floor_kept_c06c5",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="payouts_settlement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settlement__isnull", False)),
                fields=("settlement", "entry", "payee_user", "kind"),
                name="obligation_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("settlement__isnull", False), ("kind", "refund"), _connector="OR"),
                name="obligation_settled",
            ),
        ),
    ]
